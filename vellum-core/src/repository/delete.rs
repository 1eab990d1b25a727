//! `delete`, `delete_one`, `delete_many`.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use super::action::action;
use super::options::{IntoHint, WriteOptions, apply, collation, write_options};
use super::write::{Target, deletion};
use crate::driver::filter_document;
use crate::error::Result;
use crate::field::Operand;
use crate::filter::Filter;
use crate::model::Model;

impl<T: Model> Repository<T> {
    /// Deletes the document with this id, and says whether there was one. On a model with
    /// `soft_delete` the document stays, marked with the time of its deletion; a second deletion
    /// finds nothing and changes nothing.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub fn delete(&self, id: impl Operand<T::Id>) -> DeleteOne<T> {
        self.delete_one(Filter::from_ast(Self::by_id(id.into_operand().into_literal())))
    }

    /// Deletes one of the documents that a filter means, and says whether there was one. Softly where
    /// the model says so. Hooks are not called.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub fn delete_one(&self, filter: Filter<T>) -> DeleteOne<T> {
        DeleteOne { inner: self.deleting(filter, false) }
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
            many,
            options: WriteOptions::default(),
        }
    }
}

/// A deletion of many documents. Made by [`Repository::delete_many`]; nothing is sent before it is
/// awaited.
#[must_use = "a deletion is sent when it is awaited"]
pub struct DeleteMany<T> {
    repository: Repository<T>,
    target: Target,
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
        let Self { repository, target, many, options } = self;
        repository.check(&options.operation)?;
        let filter = filter_document(&target.scoped::<T>())?;
        let collection = &repository.inner.collection;
        let Some(column) = T::COLUMNS.deleted_at else {
            let delete = if many { collection.delete_many(filter) } else { collection.delete_one(filter) };
            let delete = apply!(delete, options.operation, [hint collation comment]);
            return Ok(apply!(delete, options, [write_concern]).await?.deleted_count);
        };
        let changes = deletion::<T>(column)?;
        let body = changes.body.clone();
        let update =
            if many { collection.update_many(filter, body) } else { collection.update_one(filter, body) };
        let update = apply!(update, options.operation, [hint collation comment]);
        match apply!(update, options, [write_concern]).await {
            Ok(result) => Ok(result.matched_count),
            Err(error) => Err(repository.update_failed(&changes, error).await),
        }
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
}

write_options!(DeleteOne.inner.options);
collation!(DeleteOne.inner.options.operation);

impl<T: Model> DeleteOne<T> {
    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.inner = self.inner.hint(index);
        self
    }
}

impl<T: Model> IntoFuture for DeleteOne<T> {
    type Output = Result<bool>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { Ok(self.inner.run().await? > 0) })
    }
}
