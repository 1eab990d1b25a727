//! One operation of a bulk, as it is sent.

use std::borrow::Cow;

use mongodb::options::UpdateModifications;

use super::super::write::Target;
use crate::ast::{Condition, Filter as Ast, Literal};
use crate::bson::{Bson, Document, RawDocumentBuf, doc};
use crate::driver::{Changes, filter_document};
use crate::error::Result;
use crate::model::Model;
use crate::policy;

/// One operation.
pub(super) enum Operation<T: Model> {
    Insert {
        id: T::Id,
        document: RawDocumentBuf,
    },
    /// An update without changes.
    Nothing,
    Write(Box<Statement>),
}

/// The operations that one command can hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Nothing,
    Insert,
    Update,
    SoftDelete,
    Delete,
}

/// An update, a replacement or a deletion.
pub(super) struct Statement {
    pub(super) kind: Kind,
    pub(super) target: Target,
    pub(super) by: By,
    /// What is changed; nothing for a deletion for good.
    pub(super) changes: Option<Changes>,
    pub(super) many: bool,
    pub(super) upsert: bool,
    /// Whether a refused statement would end a transaction.
    pub(super) in_transaction: bool,
}

/// How a statement names what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Filter,
    Id,
    /// By its id, as long as it has this version.
    Version(i64),
}

impl<T: Model> Operation<T> {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Insert { .. } => Kind::Insert,
            Self::Nothing => Kind::Nothing,
            Self::Write(statement) => statement.kind,
        }
    }
}

impl Statement {
    /// The filter that is sent.
    pub(super) fn filter<T: Model>(&self) -> Result<Document> {
        filter_document(&self.condition::<T>())
    }

    /// What the documents have to meet that the statement is about.
    pub(super) fn condition<T: Model>(&self) -> Cow<'_, Ast> {
        let mut filter = self.target.scoped::<T>();
        if let By::Version(version) = self.by {
            filter = Cow::Owned(Ast::and(vec![filter.into_owned(), policy::at_version(T::COLUMNS, version)]));
        }
        let requirements = self.changes.iter().flat_map(|changes| &changes.requirements);
        let requirements: Vec<_> = requirements.cloned().collect();
        policy::fitting(filter, &requirements)
    }

    /// The id that the statement names.
    pub(super) fn id(&self) -> Option<&Literal> {
        match &self.target.filter {
            Ast::Field(_, Condition::Eq(id)) if self.by != By::Filter => Some(id),
            _ => None,
        }
    }

    /// Whether the server can be made to tell a miss: by an upsert that it has to refuse, since the id
    /// that [`policy::uninsertable`] has it insert is not the one that was asked for.
    pub(super) fn tells_misses<T: Model>(&self) -> bool {
        let by_operators = matches!(&self.changes, Some(changes) if matches!(changes.sent.body, UpdateModifications::Document(_)));
        self.by != By::Filter && by_operators && !self.in_transaction && self.target.says_shard_key::<T>()
    }

    /// The statement of an `update` or `delete` command.
    pub(super) fn document<T: Model>(&self) -> Result<Document> {
        let filter = self.filter::<T>()?;
        let Some(changes) = &self.changes else {
            return Ok(doc! { "q": filter, "limit": i32::from(!self.many) });
        };
        let update = match &changes.sent.body {
            UpdateModifications::Document(operators) => Bson::Document(operators.clone()),
            UpdateModifications::Pipeline(stages) => Bson::from(stages.clone()),
            _ => Bson::Null,
        };
        let mut statement = doc! { "q": filter, "u": update };
        if self.many {
            statement.insert("multi", true);
        }
        if self.upsert || self.tells_misses::<T>() {
            statement.insert("upsert", true);
        }
        if !changes.sent.array_filters.is_empty() {
            statement.insert("arrayFilters", changes.sent.array_filters.clone());
        }
        Ok(statement)
    }
}
