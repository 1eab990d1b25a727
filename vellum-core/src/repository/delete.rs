//! `delete`, `delete_one`, `delete_many`.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use super::action::action;
use super::options::{IntoHint, WriteOptions, collation, hook_options, write_options};
use super::statements::Reach;
use super::write::Target;
use crate::driver::{Changes, filter_document};
use crate::error::Result;
use crate::field::Operand;
use crate::filter::Filter;
use crate::hooks::Event;
use crate::model::{Model, SoftDeleted};
use crate::policy::Visibility;

impl<T: Model> Repository<T> {
    /// Deletes the document with this id, and says whether there was one. On a model with
    /// `soft_delete` the document stays, marked with the time of its deletion; a second deletion
    /// finds nothing and changes nothing.
    ///
    /// On a model with hooks for deletions, the document is read first and shown to them, and is deleted only
    /// if it is still as it was read. If it is not, this is done again, up to three times in all. Without a
    /// document, no hook is called.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time; with hooks, `findAndModify`.
    ///
    /// # Errors
    ///
    /// What a hook returns; [`Error::OptimisticLock`](crate::Error::OptimisticLock) if someone else wrote
    /// whenever the hooks were done.
    pub fn delete(&self, id: impl Operand<T::Id>) -> DeleteOne<T> {
        let by_id = Filter::from_ast(Self::by_id(id.into_operand().into_literal()));
        DeleteOne { inner: self.deleting(by_id, false), by_id: true }
    }

    /// Deletes the document with this id for good, also if it is deleted softly, and says whether there was
    /// one. Hooks are called as for [`delete`](Self::delete).
    ///
    /// MongoDB: `delete`; with hooks, `findAndModify`.
    ///
    /// # Errors
    ///
    /// As for [`delete`](Self::delete).
    pub fn hard_delete(&self, id: impl Operand<T::Id>) -> DeleteOne<T> {
        let mut delete = self.delete(id);
        delete.inner.column = None;
        delete.inner.target.visibility = Visibility::All;
        delete
    }

    /// Deletes one of the documents that a filter means, and says whether there was one. Softly where
    /// the model says so. Hooks are not called.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub fn delete_one(&self, filter: Filter<T>) -> DeleteOne<T> {
        DeleteOne { inner: self.deleting(filter, false), by_id: false }
    }

    /// Deletes every document that a filter means, and gives how many that were. Softly where the model
    /// says so. All documents are meant only by writing `Filter::all()`. Hooks are not called.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub fn delete_many(&self, filter: Filter<T>) -> DeleteMany<T> {
        self.deleting(filter, true)
    }

    fn deleting(&self, filter: Filter<T>, many: bool) -> DeleteMany<T> {
        DeleteMany {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            column: T::COLUMNS.deleted_at,
            many,
            options: WriteOptions::default(),
        }
    }
}

impl<T: SoftDeleted> Repository<T> {
    /// Deletes the document with this id softly, and says whether there was a live one: what
    /// [`delete`](Self::delete) does on a model with `soft_delete`. A second deletion finds nothing, and the
    /// time of the first one stays.
    ///
    /// MongoDB: `update` of the deletion time; with hooks, `findAndModify`.
    ///
    /// # Errors
    ///
    /// As for [`delete`](Self::delete).
    pub fn soft_delete(&self, id: impl Operand<T::Id>) -> DeleteOne<T> {
        self.delete(id)
    }
}

/// A deletion of many documents. Made by [`Repository::delete_many`]; nothing is sent before it is
/// awaited.
#[must_use = "a deletion is sent when it is awaited"]
pub struct DeleteMany<T> {
    repository: Repository<T>,
    target: Target,
    /// Where the time of deletion goes; none for a deletion for good.
    column: Option<&'static str>,
    many: bool,
    options: WriteOptions,
}

write_options!(DeleteMany.options);
collation!(DeleteMany.options.operation);

impl<T: Model> DeleteMany<T> {
    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.options.operation.set_hint(index.into_hint());
        self
    }

    async fn run(self) -> Result<u64> {
        let Self { repository, target, column, many, options } = self;
        repository.check(&options.operation)?;
        let filter = filter_document(&target.scoped::<T>())?;
        let Some(column) = column else { return repository.inner.delete(filter, many, &options).await };
        let Changes { sent, paths, .. } = repository.deletion(column)?;
        let reach = if many { Reach::All } else { Reach::One };
        Ok(repository.inner.update(filter, sent, &paths, reach, &options).await?.matched_count)
    }
}

action!(DeleteMany -> u64);

impl<T: Model> fmt::Debug for DeleteMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteMany")
            .field("model", &T::NAME)
            .field("many", &self.many)
            .finish_non_exhaustive()
    }
}

/// A deletion of one document. Made by [`Repository::delete`] and [`Repository::delete_one`]; nothing is
/// sent before it is awaited.
#[must_use = "a deletion is sent when it is awaited"]
#[derive(Debug)]
pub struct DeleteOne<T: Model> {
    inner: DeleteMany<T>,
    /// Whether hooks are called, if there are any.
    by_id: bool,
}

write_options!(DeleteOne.inner.options);
hook_options!(DeleteOne.inner.options);
collation!(DeleteOne.inner.options.operation);

impl<T: Model> DeleteOne<T> {
    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.inner = self.inner.hint(index);
        self
    }

    async fn run(self) -> Result<bool> {
        let DeleteMany { repository, target, column, options, .. } = &self.inner;
        let fires = |event| self.by_id && Repository::<T>::fires(event, options);
        if fires(Event::BeforeDelete) || fires(Event::AfterDelete) {
            return repository.delete_hooked(target, *column, options).await;
        }
        Ok(self.inner.run().await? > 0)
    }
}

impl<T: Model> IntoFuture for DeleteOne<T> {
    type Output = Result<bool>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
