//! The stages of a pipeline.

use super::ends::{GeoNear, Into, Merge, Search};
use super::{Expr, Filter, Literal, Update};
use crate::schema::Columns;

/// One stage of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Only documents that a filter means.
    Match(Filter),
    /// In an order: paths, and 1, -1 or the score of a text search.
    Sort(Literal),
    /// Without the first ones.
    Skip(u64),
    /// Only the first ones.
    Limit(u64),
    /// Some, by chance.
    Sample(u64),
    /// Their number, under a name.
    Count(&'static str),
    /// Only these fields.
    Project(Vec<(String, Expr)>),
    /// These fields, too.
    AddFields(Vec<(String, Expr)>),
    /// Changed, by computed values.
    Set(Update),
    /// Without these paths.
    Unset(Vec<String>),
    /// One document for all with the same key: the key, and the accumulators.
    Group(Expr, Vec<(String, Expr)>),
    /// One document for each element of a list.
    Unwind(Unwind),
    /// With documents of another collection.
    Lookup(Lookup),
    /// With all documents of another collection that can be reached.
    GraphLookup(GraphLookup),
    /// And the documents of another collection.
    UnionWith(Source),
    /// What several pipelines make of the documents, each under a name.
    Facet(Vec<(String, Vec<Stage>)>),
    /// Nearest first, with distances.
    GeoNear(GeoNear),
    /// What a search index finds.
    Search(Search),
    /// Into a collection, document by document.
    Merge(Merge),
    /// Into a collection, in the place of what is there.
    Out(Into),
    /// An operator, by its name without `$`, and what stands beside it.
    Operator(&'static str, Expr),
    /// A stage in MongoDB's own form.
    Raw(Literal),
    /// Why the pipeline cannot be sent.
    Invalid {
        /// The path that is meant.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// How a list is unwound.
#[derive(Debug, Clone, PartialEq)]
pub struct Unwind {
    /// The list.
    pub path: String,
    /// Where the index of the element is put.
    pub index: Option<String>,
    /// Whether documents without elements stay.
    pub keep_empty: bool,
}

/// Documents of a collection that a stage asks for, and what is done with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The collection.
    pub collection: &'static str,
    /// The columns of its model, which say what can be seen of it.
    pub columns: Columns,
    /// What is done with its documents.
    pub stages: Vec<Stage>,
}

/// A join.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// Where the joined documents come from.
    pub from: Source,
    /// The fields that have to be equal: of the document, and of the joined ones.
    pub on: Option<(String, String)>,
    /// What the source's stages know of the document.
    pub variables: Vec<(String, Expr)>,
    /// Where the joined documents are put.
    pub into: String,
}

/// A join over any number of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphLookup {
    /// Where the joined documents come from.
    pub from: Source,
    /// The first value to look for.
    pub start: Expr,
    /// The field of a found document whose value is looked for next.
    pub connect_from: String,
    /// The field that values are looked for in.
    pub connect_to: String,
    /// How many steps are made after the first one.
    pub max_depth: Option<u32>,
    /// Which documents can be found and passed.
    pub restrict: Filter,
    /// Where the joined documents are put.
    pub into: String,
}

impl Stage {
    /// A stage that reads a path, unless no pipeline can.
    pub(crate) fn reading(path: &super::Path, stage: impl FnOnce(String) -> Self) -> Self {
        match path.fault() {
            Some(reason) => Self::invalid(path.as_str(), reason),
            None => stage(path.as_str().to_owned()),
        }
    }

    /// An operator with its arguments.
    pub(crate) fn operator(name: &'static str, arguments: Vec<(&'static str, Expr)>) -> Self {
        let arguments = arguments.into_iter().map(|(key, argument)| (key.to_owned(), argument));
        Self::Operator(name, Expr::Object(arguments.collect()))
    }

    pub(crate) fn invalid(path: &str, reason: &str) -> Self {
        Self::Invalid { path: path.to_owned(), reason: reason.to_owned() }
    }

    /// Whether as many documents come out as went in.
    pub(crate) fn keeps_count(&self) -> bool {
        matches!(
            self,
            Self::Sort(_)
                | Self::Project(_)
                | Self::AddFields(_)
                | Self::Set(_)
                | Self::Unset(_)
                | Self::Lookup(_)
                | Self::GraphLookup(_)
                | Self::Operator("setWindowFields" | "fill", _)
        )
    }
}

/// Appends a stage, merged with the one before where both are one.
pub(crate) fn append(stages: &mut Vec<Stage>, next: Stage) {
    let next = match next {
        // The server takes no stage that keeps or skips nothing.
        Stage::Limit(0) | Stage::Sample(0) => Stage::Match(Filter::Nothing),
        Stage::Skip(0) | Stage::Match(Filter::All) => return,
        next => next,
    };
    match (stages.last_mut(), next) {
        (Some(Stage::Match(filter)), Stage::Match(more)) => {
            let both = vec![std::mem::replace(filter, Filter::All), more];
            *filter = Filter::and(both);
        }
        (Some(Stage::Limit(limit)), Stage::Limit(less)) => *limit = less.min(*limit),
        (Some(Stage::Skip(skip)), Stage::Skip(more)) => *skip = skip.saturating_add(more),
        (Some(Stage::Sort(order)), Stage::Sort(other)) => *order = other,
        (_, next) => stages.push(next),
    }
}
