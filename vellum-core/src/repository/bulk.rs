//! `bulk`: many operations through one call.

mod again;
mod grouped;
mod one_command;
mod outcome;
mod statement;

use std::fmt;

pub use outcome::{BulkOutcome, BulkSummary};
use statement::{By, Kind, Operation, Statement};

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, write_options};
use super::write::Target;
use crate::driver::Changes;
use crate::error::{Error, Result};
use crate::field::Operand;
use crate::filter::Filter;
use crate::model::{Doc, Model, Versioned};
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// Many operations in as few commands as the server allows, with what became of each.
    ///
    /// Servers from 8.0 on get one command. Others get the operations grouped into `insert`, `update` and
    /// `delete` commands: neighbours of one kind if the order counts, all of one kind otherwise. Hooks are
    /// not called, and values are checked by their types only; version and times are kept right. In a transaction, an
    /// operation that is refused undoes all of them, whatever the outcomes of the others say.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, Result, model::Model, update::Update};
    /// # async fn example<User: Model>(users: Repository<User>, ada: User, adult: Filter<User>, gone: Filter<User>, changes: Update<User>) -> Result<()> {
    /// let summary = users.bulk().create(ada).update_many(adult, changes).delete_one(gone).ordered(false).await?;
    /// for (place, error) in summary.failures() {
    ///     eprintln!("operation {place}: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// MongoDB: `bulkWrite`.
    pub fn bulk(&self) -> Bulk<T> {
        Bulk {
            repository: self.clone(),
            operations: Vec::new(),
            ordered: true,
            fault: None,
            options: WriteOptions::default(),
        }
    }
}

/// Operations that are sent together. Made by [`Repository::bulk`]; nothing is sent before it is awaited.
///
/// # Errors
///
/// Awaiting it gives an error if an operation cannot be sent at all (a document that cannot be stored, an
/// update that contradicts itself): then none is. Everything else is told for each operation by
/// [`BulkSummary`].
#[must_use = "operations are sent when the bulk is awaited"]
pub struct Bulk<T: Model> {
    repository: Repository<T>,
    operations: Vec<Operation<T>>,
    ordered: bool,
    /// The first operation that cannot be sent.
    fault: Option<Error>,
    options: WriteOptions,
}

write_options!(Bulk.options);

impl<T: Model> Bulk<T> {
    /// Stores a new document.
    pub fn create(mut self, value: T) -> Self {
        match self.repository.prepare(value) {
            Ok(document) => return self.inserting(&document),
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Stores a new document that is put together already.
    pub(super) fn inserting(mut self, document: &Doc<T>) -> Self {
        match document.raw() {
            Ok(bytes) => {
                let (id, document) = (document.id().clone(), bytes.to_owned());
                self.operations.push(Operation::Insert { id, document });
            }
            Err(fault) => self.refuse(self.repository.refused(fault)),
        }
        self
    }

    /// Why the last operation cannot be sent; it is left out then.
    pub(super) fn take_fault(&mut self) -> Option<Error> {
        self.fault.take()
    }

    /// Changes the document with this id.
    pub fn update(self, id: impl Operand<T::Id>, changes: impl IntoUpdate<T>) -> Self {
        let target = self.by_id(id);
        self.changing(target, By::Id, changes.into_update(), false)
    }

    /// Changes one of the documents that a filter means.
    pub fn update_one(self, filter: Filter<T>, changes: impl IntoUpdate<T>) -> Self {
        let target = self.repository.target(filter.into_ast());
        self.changing(target, By::Filter, changes.into_update(), false)
    }

    /// Changes every document that a filter means.
    pub fn update_many(self, filter: Filter<T>, changes: impl IntoUpdate<T>) -> Self {
        let target = self.repository.target(filter.into_ast());
        self.changing(target, By::Filter, changes.into_update(), true)
    }

    /// Changes one of the documents that a filter means, or inserts one, as
    /// [`UpdateOne::upsert`](super::UpdateOne::upsert) does.
    pub fn upsert_one(self, filter: Filter<T>, changes: impl IntoUpdate<T>, defaults: T) -> Self {
        let target = self.repository.target(filter.into_ast());
        let changes = self.repository.upserting(changes.into_update(), &target, defaults);
        let checked = changes.map(|changes| (target, Some(changes)));
        self.statement(checked, By::Filter, Kind::Update, false, true)
    }

    /// Puts another value in the place of the document with this id.
    pub fn replace(self, id: impl Operand<T::Id>, value: T) -> Self {
        let target = self.by_id(id);
        self.replacing(target, By::Id, value)
    }

    /// Puts another value in the place of one of the documents that a filter means.
    pub fn replace_one(self, filter: Filter<T>, value: T) -> Self {
        let target = self.repository.target(filter.into_ast());
        self.replacing(target, By::Filter, value)
    }

    /// Deletes the document with this id, softly where the model says so.
    pub fn delete(self, id: impl Operand<T::Id>) -> Self {
        let target = self.by_id(id);
        self.deleting(target, By::Id, false)
    }

    /// Deletes one of the documents that a filter means, softly where the model says so.
    pub fn delete_one(self, filter: Filter<T>) -> Self {
        let target = self.repository.target(filter.into_ast());
        self.deleting(target, By::Filter, false)
    }

    /// Deletes every document that a filter means, softly where the model says so.
    pub fn delete_many(self, filter: Filter<T>) -> Self {
        let target = self.repository.target(filter.into_ast());
        self.deleting(target, By::Filter, true)
    }

    /// Whether an operation that is refused stops those behind it: so unless this says `false`.
    pub fn ordered(mut self, ordered: bool) -> Self {
        self.ordered = ordered;
        self
    }

    fn by_id(&self, id: impl Operand<T::Id>) -> Target {
        self.repository.target(Repository::<T>::by_id(id.into_operand().into_literal()))
    }

    fn replacing(self, target: Target, by: By, value: T) -> Self {
        let checked = self.repository.replacing(target, value);
        let checked = checked.map(|(target, changes)| (target, Some(changes)));
        self.statement(checked, by, Kind::Update, false, false)
    }

    fn changing(mut self, target: Target, by: By, update: Update<T>, many: bool) -> Self {
        if update.is_empty() {
            self.operations.push(Operation::Nothing);
            return self;
        }
        let changes = match by {
            By::Filter => self.repository.changes(update),
            By::Id | By::Version(_) => self.repository.changes_by_id(update),
        };
        self.statement(changes.map(|changes| (target, Some(changes))), by, Kind::Update, many, false)
    }

    fn deleting(self, target: Target, by: By, many: bool) -> Self {
        match T::COLUMNS.deleted_at {
            Some(column) => {
                let changes = match by {
                    By::Filter => self.repository.deletion(column),
                    By::Id | By::Version(_) => self.repository.deletion_by_id(column),
                };
                let checked = changes.map(|changes| (target, Some(changes)));
                self.statement(checked, by, Kind::SoftDelete, many, false)
            }
            None => self.statement(Ok((target, None)), by, Kind::Delete, many, false),
        }
    }

    fn statement(
        mut self,
        checked: Result<(Target, Option<Changes>)>,
        by: By,
        kind: Kind,
        many: bool,
        upsert: bool,
    ) -> Self {
        let checked = checked.and_then(|(target, changes)| {
            let in_transaction = self.repository.db().session().is_some();
            let statement = Statement { kind, target, by, changes, many, upsert, in_transaction };
            statement.filter::<T>().map(|_| statement)
        });
        match checked {
            Ok(statement) => self.operations.push(Operation::Write(Box::new(statement))),
            Err(error) => self.refuse(error),
        }
        self
    }

    fn refuse(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }

    async fn run(self) -> Result<BulkSummary<T::Id>> {
        let Self { repository, operations, ordered, fault, options } = self;
        if let Some(fault) = fault {
            return Err(fault);
        }
        if operations.is_empty() {
            return Ok(BulkSummary::new());
        }
        if repository.db().has_bulk_write().await? {
            one_command::run(&repository, operations, ordered, &options).await
        } else {
            grouped::run(&repository, operations, ordered, &options).await
        }
    }
}

impl<T: Model> Bulk<T> {
    /// Stores what has changed of a document since it was read, as [`Repository::save`] does: unless someone
    /// else has changed it since, on a model with versions ([`BulkOutcome::Stale`]). If nothing has changed,
    /// nothing is sent. The document itself stays as it is: read it again before it is saved once more.
    pub fn save(mut self, document: &Doc<T>) -> Self {
        match self.repository.saving_by_id(document) {
            Ok(None) => self.operations.push(Operation::Nothing),
            Ok(Some(changes)) => {
                let target = self.repository.target_of(document);
                let by = By::Version(document.stored().version);
                return self.statement(Ok((target, Some(changes))), by, Kind::Update, false, false);
            }
            Err(error) => self.refuse(error),
        }
        self
    }
}

impl<T: Versioned> Bulk<T> {
    /// Changes a document that has been read, unless someone else has changed it since:
    /// [`BulkOutcome::Stale`].
    pub fn update_doc(self, document: &Doc<T>, changes: impl IntoUpdate<T>) -> Self {
        let target = self.repository.target_of(document);
        self.changing(target, By::Version(document.version()), changes.into_update(), false)
    }

    /// Deletes a document that has been read, unless someone else has changed it since:
    /// [`BulkOutcome::Stale`].
    pub fn delete_doc(self, document: &Doc<T>) -> Self {
        let target = self.repository.target_of(document);
        self.deleting(target, By::Version(document.version()), false)
    }
}

action!(Bulk -> BulkSummary<T::Id>);

impl<T: Model> fmt::Debug for Bulk<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("model", &T::NAME)
            .field("operations", &self.operations.len())
            .field("ordered", &self.ordered)
            .finish_non_exhaustive()
    }
}
