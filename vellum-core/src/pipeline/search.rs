//! `search` and `vector_search`, of MongoDB Atlas and of MongoDB 8.2 with `mongot`.

use std::marker::PhantomData;

use super::head::Head;
use super::row::RowType;
use super::text::meta;
use super::{Aggregate, Origin};
use crate::ast::{self, Filter, Literal, Path, Stage};
use crate::bson::{Bson, Document, doc};
use crate::field::{Operand, Ordered, Place};
use crate::value::{Value, kind};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The documents that a search index finds, best first, each with how well it matches: `(article, score)`.
    ///
    /// ```text
    /// articles.aggregate().search(|a| Search::text(a.title(), "coffee").fuzzy(1).index("titles"))
    /// ```
    ///
    /// It has to be the first stage; what the model and the handle hide is left out behind it. Needs the feature
    /// `atlas-search`.
    ///
    /// MongoDB: `$search`, and `$addFields` with `{$meta: "searchScore"}`.
    pub fn search(self, search: impl FnOnce(S::Fields<S::Root>) -> Search<S::Root>) -> Aggregate<M, (S, f64)>
    where
        S: Head,
    {
        let search = search(S::fields(&self.layout));
        self.searched("search", "searchScore", search.into_search())
    }

    /// The documents whose vectors are nearest to one, best first, each with how near it is: `(article, score)`.
    ///
    /// ```text
    /// articles.aggregate().vector_search(|a| VectorSearch::new("vectors", a.embedding(), vector).limit(5, 200))
    /// ```
    ///
    /// It has to be the first stage. What the model and the handle hide is left out behind it, so that fewer
    /// documents than the limit may come out. Needs the feature `atlas-search`.
    ///
    /// MongoDB: `$vectorSearch`, and `$addFields` with `{$meta: "vectorSearchScore"}`.
    pub fn vector_search(
        self,
        search: impl FnOnce(S::Fields<S::Root>) -> VectorSearch<S::Root>,
    ) -> Aggregate<M, (S, f64)>
    where
        S: Head,
    {
        let search = search(S::fields(&self.layout));
        self.searched("vectorSearch", "vectorSearchScore", search.into_search())
    }

    fn searched(
        self,
        operator: &'static str,
        score: &str,
        search: Result<ast::Search, (String, String)>,
    ) -> Aggregate<M, (S, f64)>
    where
        S: Head,
    {
        let (layout, name) = self.layout.add();
        let found = self.at_head(layout, operator, |filter| match filter {
            Filter::All => match search {
                Ok(search) => Stage::Search(search),
                Err((path, reason)) => Stage::Invalid { path, reason },
            },
            _ => Stage::invalid(operator, "nothing may stand in front of a search; filter behind it"),
        });
        found.with(Stage::AddFields(vec![(name, meta(score))]))
    }
}

/// What is searched in a search index, under the root `R`.
#[derive(Debug)]
#[must_use = "a search does nothing until a pipeline gets it"]
pub struct Search<R> {
    index: Option<String>,
    operator: &'static str,
    arguments: Document,
    fault: Option<(String, String)>,
    root: PhantomData<fn() -> R>,
}

impl<R> Search<R> {
    fn new(operator: &'static str) -> Self {
        Self { index: None, operator, arguments: Document::new(), fault: None, root: PhantomData }
    }

    fn of<P: Place<R>>(operator: &'static str, field: &P) -> Self {
        let mut search = Self::new(operator);
        search.arguments.insert("path", field.path().as_str());
        search.fault = fault(field.path());
        search
    }

    fn words<P: Place<R>>(operator: &'static str, field: &P, words: &str) -> Self {
        let mut search = Self::of(operator, field);
        search.arguments.insert("query", words);
        search
    }

    fn with(mut self, key: &str, value: &Literal) -> Self {
        self.fault = self.fault.or_else(|| value.fault().map(|why| (why.path.clone(), why.reason.clone())));
        self.arguments.insert(key, value.to_bson());
        self
    }

    /// Any of the words.
    ///
    /// MongoDB: `text`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn text<P: Place<R>>(field: P, words: impl AsRef<str>) -> Self {
        Self::words("text", &field, words.as_ref())
    }

    /// The words in this order.
    ///
    /// MongoDB: `phrase`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn phrase<P: Place<R>>(field: P, words: impl AsRef<str>) -> Self {
        Self::words("phrase", &field, words.as_ref())
    }

    /// Words that start so.
    ///
    /// MongoDB: `autocomplete`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn autocomplete<P: Place<R>>(field: P, start: impl AsRef<str>) -> Self {
        Self::words("autocomplete", &field, start.as_ref())
    }

    /// A pattern with `*` for any letters and `?` for one.
    ///
    /// MongoDB: `wildcard`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn wildcard<P: Place<R>>(field: P, pattern: impl AsRef<str>) -> Self {
        Self::words("wildcard", &field, pattern.as_ref())
    }

    /// Exactly a value.
    ///
    /// MongoDB: `equals`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn equals<P: Place<R>>(field: P, value: impl Operand<P::Value>) -> Self {
        Self::of("equals", &field).with("value", &value.into_operand().into_literal())
    }

    /// From a value to another one, both included.
    ///
    /// MongoDB: `range`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn range<P: Place<R>, V: Operand<P::Value>>(field: P, values: std::ops::RangeInclusive<V>) -> Self
    where
        P::Value: Value<Kind: Ordered<P::Value>>,
    {
        let (from, to) = values.into_inner();
        let (from, to) = (from.into_operand().into_literal(), to.into_operand().into_literal());
        Self::of("range", &field).with("gte", &from).with("lte", &to)
    }

    /// The field is there.
    ///
    /// MongoDB: `exists`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn exists<P: Place<R>>(field: P) -> Self {
        Self::of("exists", &field)
    }

    /// Several searches, added by [`must`](Self::must), [`must_not`](Self::must_not), [`should`](Self::should) and
    /// [`filter`](Self::filter).
    ///
    /// MongoDB: `compound`.
    pub fn compound() -> Self {
        Self::new("compound")
    }

    /// This, too. It counts in the score.
    ///
    /// MongoDB: `compound.must`.
    pub fn must(self, other: Self) -> Self {
        self.clause("must", other)
    }

    /// Not this.
    ///
    /// MongoDB: `compound.mustNot`.
    pub fn must_not(self, other: Self) -> Self {
        self.clause("mustNot", other)
    }

    /// Rather this.
    ///
    /// MongoDB: `compound.should`.
    pub fn should(self, other: Self) -> Self {
        self.clause("should", other)
    }

    /// This, too, without counting in the score.
    ///
    /// MongoDB: `compound.filter`.
    pub fn filter(self, other: Self) -> Self {
        self.clause("filter", other)
    }

    fn clause(self, name: &str, other: Self) -> Self {
        // A single search becomes the first of several.
        let mut all = match self.operator {
            "compound" => self,
            _ => {
                let (index, fault) = (self.index.clone(), self.fault.clone());
                let arguments = doc! { "must": [self.into_operator()] };
                Self { index, arguments, fault, ..Self::new("compound") }
            }
        };
        all.fault = all.fault.or_else(|| other.fault.clone());
        let other = other.into_operator();
        match all.arguments.get_mut(name) {
            Some(Bson::Array(searches)) => searches.push(other.into()),
            _ => drop(all.arguments.insert(name, vec![other])),
        }
        all
    }

    /// Words may differ in so many letters: 1 or 2. For [`text`](Self::text) and
    /// [`autocomplete`](Self::autocomplete).
    ///
    /// MongoDB: `fuzzy.maxEdits`.
    pub fn fuzzy(mut self, letters: u32) -> Self {
        self.arguments.insert("fuzzy", doc! { "maxEdits": whole(letters) });
        self
    }

    /// Counts so much more in the score.
    ///
    /// MongoDB: `score.boost`.
    pub fn boost(mut self, factor: f64) -> Self {
        self.arguments.insert("score", doc! { "boost": { "value": factor } });
        self
    }

    /// In an index of another name than `default`.
    ///
    /// MongoDB: `index`.
    pub fn index(mut self, name: impl Into<String>) -> Self {
        self.index = Some(name.into());
        self
    }

    fn into_operator(self) -> Document {
        doc! { self.operator: self.arguments }
    }

    fn into_search(self) -> Result<ast::Search, (String, String)> {
        let mut arguments = Document::new();
        if let Some(index) = self.index {
            arguments.insert("index", index);
        }
        arguments.insert(self.operator, self.arguments);
        self.fault.map_or_else(|| Ok(ast::Search::new("search", arguments)), Err)
    }
}

fn fault(path: &Path) -> Option<(String, String)> {
    path.fault().map(|reason| (path.as_str().to_owned(), reason.to_owned()))
}

fn whole(number: u32) -> Bson {
    ast::whole(i64::from(number)).to_bson()
}

/// Kinds of fields that hold a vector.
#[diagnostic::on_unimplemented(
    message = "`{T}` is no vector",
    label = "vectors are lists of numbers, such as `Vec<f32>`"
)]
pub trait Vector<T> {}

impl Vector<Vec<f32>> for kind::List {}
impl Vector<Vec<f64>> for kind::List {}
impl<T: Value<Kind: Vector<T>>> Vector<Option<T>> for kind::Optional {}

/// Which vectors are searched, under the root `R`.
#[derive(Debug)]
#[must_use = "a search does nothing until a pipeline gets it"]
pub struct VectorSearch<R> {
    arguments: Document,
    filter: Filter,
    fault: Option<(String, String)>,
    root: PhantomData<fn() -> R>,
}

impl<R> VectorSearch<R> {
    /// The vectors of a field that are nearest to one, by a vector index: ten of them, out of a hundred candidates,
    /// unless it says otherwise.
    ///
    /// MongoDB: `index`, `path` and `queryVector`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn new<P>(index: impl Into<String>, field: P, vector: impl IntoIterator<Item = f64>) -> Self
    where
        P: Place<R>,
        P::Value: Value<Kind: Vector<P::Value>>,
    {
        let path = field.path();
        let vector: Vec<f64> = vector.into_iter().collect();
        let arguments = doc! {
            "index": index.into(), "path": path.as_str(), "queryVector": vector, "numCandidates": 100, "limit": 10,
        };
        Self { arguments, filter: Filter::All, fault: fault(path), root: PhantomData }
    }

    /// So many documents, out of so many candidates; of more candidates the nearest are found more surely.
    ///
    /// MongoDB: `limit` and `numCandidates`.
    pub fn limit(mut self, documents: u32, candidates: u32) -> Self {
        self.arguments.insert("numCandidates", whole(candidates));
        self.arguments.insert("limit", whole(documents));
        self
    }

    /// So many documents, out of all.
    ///
    /// MongoDB: `exact`.
    pub fn exact(mut self, documents: u32) -> Self {
        self.arguments.remove("numCandidates");
        self.arguments.insert("exact", true);
        self.arguments.insert("limit", whole(documents));
        self
    }

    /// Only among the documents that a filter means, whose fields are in the index as filters.
    ///
    /// MongoDB: `filter`.
    pub fn filter(mut self, filter: crate::filter::Filter<R>) -> Self {
        let before = std::mem::replace(&mut self.filter, Filter::All);
        self.filter = Filter::and(vec![before, filter.into_ast()]);
        self
    }

    fn into_search(self) -> Result<ast::Search, (String, String)> {
        match (self.fault, self.filter) {
            (Some(fault), _) => Err(fault),
            (None, Filter::Invalid { path, reason }) => Err((path, reason)),
            (None, filter) => Ok(ast::Search { filter, ..ast::Search::new("vectorSearch", self.arguments) }),
        }
    }
}
