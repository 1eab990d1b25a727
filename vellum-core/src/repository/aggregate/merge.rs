//! `merge`: rows into a collection, one by one.

use std::marker::PhantomData;

use super::write::{Writing, into, writing};
use crate::ast::{self, Expr, Matched, Path, Stage};
use crate::error::Result;
use crate::field::{ExprRoot, Place};
use crate::model::Model;
use crate::pipeline::{Aggregate, Covers};
use crate::policy;
use crate::update::IntoUpdate;

/// What MongoDB calls a row beside the document that it meets.
const NEW: &str = "new";

impl<M: Model, S> Aggregate<M, S> {
    /// Writes the rows into the collection of a model, each one into the document with the same id or with the same
    /// [`on`](MergeInto::on):
    ///
    /// ```text
    /// stats.merge::<CityStats>().on(|s| s.city()).when_matched(WhenMatched::Replace).await?;
    /// ```
    ///
    /// The rows are documents of the model, or of a projection `from` it, which has all fields that a document must
    /// have unless none is new. What is there moves on by a version, gets its time, and keeps its id and time of
    /// creation. Hooks and validation are not called; what is deleted softly stays deleted.
    ///
    /// MongoDB: `$merge`. Not in a transaction.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) if the rows lack a field, or if the handle of the
    /// database is limited in the target; [`Error::DuplicateKey`](crate::Error::DuplicateKey). Rows before the one
    /// that failed are written.
    pub fn merge<T: Model>(self) -> MergeInto<M, T>
    where
        S: Covers<T>,
    {
        MergeInto {
            writing: Writing::of::<S, T>(self),
            database: None,
            on: Vec::new(),
            matched: Meeting::By(WhenMatched::Merge),
            not_matched: WhenNotMatched::Insert,
            uncovered: S::uncovered,
            fault: None,
            target: PhantomData,
        }
    }
}

/// What becomes of a document that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenMatched {
    /// It gets the fields of the row.
    #[default]
    Merge,
    /// The row takes its place.
    Replace,
    /// It stays as it is.
    KeepExisting,
    /// Nothing more is written, and that is an error.
    Fail,
}

/// What becomes of a row that meets no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenNotMatched {
    /// It becomes a new document.
    #[default]
    Insert,
    /// Nothing.
    Discard,
    /// Nothing more is written, and that is an error.
    Fail,
}

enum Meeting {
    By(WhenMatched),
    Changes(ast::Update),
}

/// Rows on their way into a collection. Made by [`Aggregate::merge`]; nothing is sent before it is awaited.
#[must_use = "rows are written when it is awaited"]
pub struct MergeInto<M: Model, T> {
    writing: Writing<M>,
    database: Option<String>,
    on: Vec<String>,
    matched: Meeting,
    not_matched: WhenNotMatched,
    uncovered: fn(bool) -> Option<(String, String)>,
    fault: Option<(String, String)>,
    target: PhantomData<fn() -> T>,
}

writing!(MergeInto);

impl<M: Model, T: Model> MergeInto<M, T> {
    /// Documents are the same if they have the same value here; called again, here as well. The target needs a
    /// unique index with exactly these fields. Without this it is the id.
    ///
    /// MongoDB: `on`.
    pub fn on<P: Place<ExprRoot<T>>>(mut self, field: impl FnOnce(T::Fields<ExprRoot<T>>) -> P) -> Self {
        let field = field(Place::at(Path::root()));
        let path = field.path();
        if let Some(reason) = path.fault() {
            self.fault.get_or_insert((path.as_str().to_owned(), reason.to_owned()));
        }
        self.on.push(path.as_str().to_owned());
        self
    }

    /// What becomes of documents that are there already; they are merged with the row otherwise.
    ///
    /// MongoDB: `whenMatched`.
    pub fn when_matched(mut self, matched: WhenMatched) -> Self {
        self.matched = Meeting::By(matched);
        self
    }

    /// Changes documents that are there already: the closure gets the document and the row.
    ///
    /// ```text
    /// stats.merge::<CityStats>().when_matched_set(|old, new| [old.people().set(old.people() + new.people())])
    /// ```
    ///
    /// MongoDB: `whenMatched` with a pipeline, and `$$new`.
    pub fn when_matched_set<U: IntoUpdate<ExprRoot<T>>>(
        mut self,
        changes: impl FnOnce(T::Fields<ExprRoot<T>>, T::Fields<ExprRoot<T>>) -> U,
    ) -> Self {
        let new = Place::at(Path::variable(NEW.to_owned()));
        let changes = changes(Place::at(Path::root()), new).into_update().into_ast();
        self.matched = Meeting::Changes(changes);
        self
    }

    /// What becomes of rows that meet no document; they become documents otherwise.
    ///
    /// MongoDB: `whenNotMatched`.
    pub fn when_not_matched(mut self, not_matched: WhenNotMatched) -> Self {
        self.not_matched = not_matched;
        self
    }

    fn stage(&self) -> Stage {
        if let Some((path, reason)) = &self.fault {
            return Stage::invalid(path, reason);
        }
        let now = self.writing.handle().repository.db().now();
        let matched = match &self.matched {
            Meeting::By(WhenMatched::Merge) => {
                self.written("merge", vec![Expr::Field(String::new()), new()], now)
            }
            Meeting::By(WhenMatched::Replace) => self.written("replace", vec![new()], now),
            Meeting::By(WhenMatched::KeepExisting) => Matched::Word("keepExisting"),
            Meeting::By(WhenMatched::Fail) => Matched::Word("fail"),
            Meeting::Changes(update) => {
                let update = policy::touched(update.clone(), T::COLUMNS, T::shape(), now);
                Matched::Stages(vec![Stage::Set(update)])
            }
        };
        let not_matched = match self.not_matched {
            WhenNotMatched::Insert => "insert",
            WhenNotMatched::Discard => "discard",
            WhenNotMatched::Fail => "fail",
        };
        let into = into::<T>(self.database.clone());
        Stage::Merge(ast::Merge { into, on: self.on.clone(), matched, not_matched })
    }

    /// MongoDB's own word where there is no column to care for.
    fn written(
        &self,
        word: &'static str,
        mut parts: Vec<Expr>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Matched {
        let mut kept = policy::columns_of_matched(T::COLUMNS, now);
        if kept.is_empty() {
            return Matched::Word(word);
        }
        if !self.on.is_empty() {
            kept.insert(0, ("_id".to_owned(), Expr::Field("_id".to_owned())));
        }
        parts.push(Expr::Object(kept));
        Matched::Stages(vec![Stage::Operator("replaceWith", Expr::Call("mergeObjects", parts))])
    }

    async fn run(self) -> Result<()> {
        let as_new = self.not_matched == WhenNotMatched::Insert
            || matches!(self.matched, Meeting::By(WhenMatched::Replace));
        let (stage, uncovered) = (self.stage(), (self.uncovered)(as_new));
        self.writing.run::<T>(stage, uncovered).await
    }
}

/// The row.
fn new() -> Expr {
    Expr::Variable(NEW.to_owned(), String::new())
}
