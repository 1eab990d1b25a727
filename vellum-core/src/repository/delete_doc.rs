//! `delete_doc`: a document that has been read.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use super::options::{WriteOptions, apply, write_options};
use crate::driver::filter_document;
use crate::error::Result;
use crate::model::{Doc, Model};

impl<T: Model> Repository<T> {
    /// Deletes a document that has been read, unless someone else has written it since: softly where the
    /// model says so.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    ///
    /// # Errors
    ///
    /// [`Error::OptimisticLock`](crate::Error::OptimisticLock) if someone else has written the document
    /// since, on a model with versions; [`Error::NotFound`](crate::Error::NotFound) if it is gone, or
    /// deleted softly already. What is given is therefore always `true`.
    pub fn delete_doc<'a>(&self, document: &'a Doc<T>) -> DeleteDoc<'a, T> {
        DeleteDoc { repository: self.clone(), document, options: WriteOptions::default() }
    }
}

/// A deletion of a document that has been read. Made by [`Repository::delete_doc`]; nothing is sent before
/// it is awaited.
#[must_use = "a deletion is sent when it is awaited"]
pub struct DeleteDoc<'a, T: Model> {
    repository: Repository<T>,
    document: &'a Doc<T>,
    options: WriteOptions,
}

write_options!(DeleteDoc<'a>.options);

impl<T: Model> DeleteDoc<'_, T> {
    async fn run(self) -> Result<bool> {
        let Self { repository, document, options } = self;
        let target = Repository::held(document);
        let found = match T::COLUMNS.deleted_at {
            Some(column) => repository.send_held(&target, &repository.deletion(column)?, &options).await?,
            None => {
                let delete = repository.inner.collection.delete_one(filter_document(&target.scoped::<T>())?);
                let delete = apply!(delete, options.operation, [comment]);
                apply!(delete, options, [write_concern]).await?.deleted_count
            }
        };
        if found == 0 {
            return Err(repository.why_missed(document.id(), document.stored().version).await);
        }
        Ok(true)
    }
}

impl<'a, T: Model> IntoFuture for DeleteDoc<'a, T> {
    type Output = Result<bool>;
    type IntoFuture = BoxFuture<'a, Result<bool>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Model> fmt::Debug for DeleteDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteDoc").field("model", &T::NAME).finish_non_exhaustive()
    }
}
