//! `delete_doc`: a document that has been read.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;
use mongodb::options::ReturnDocument;

use super::Repository;
use super::find_one_and_update::FoundAndUpdated;
use super::options::{WriteOptions, hook_options, write_options};
use super::write::Target;
use crate::driver::filter_document;
use crate::error::Result;
use crate::hooks::Event;
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
hook_options!(DeleteDoc<'a>.options);

impl<T: Model> DeleteDoc<'_, T> {
    async fn run(self) -> Result<bool> {
        let Self { repository, document, options } = self;
        repository.watch(Event::BeforeDelete, document, &options).await?;
        let target = repository.held(document);
        let found = if Repository::<T>::fires(Event::AfterDelete, &options) {
            repository.delete_held_watched(&target, &options).await?
        } else {
            let found = repository.delete_held(&target, &options).await?;
            if found {
                repository.written(&options).await;
            }
            found
        };
        if found {
            Ok(true)
        } else {
            Err(repository.why_missed(document.id(), document.stored().version).await)
        }
    }
}

impl<T: Model> Repository<T> {
    async fn delete_held(&self, target: &Target, options: &WriteOptions) -> Result<bool> {
        if let Some(column) = T::COLUMNS.deleted_at {
            return Ok(self.send_held(target, self.deletion(column)?, options).await? > 0);
        }
        let filter = filter_document(&target.scoped::<T>())?;
        Ok(self.inner.delete(filter, false, options).await? > 0)
    }

    /// The same, with the document as it is afterwards for the hooks.
    async fn delete_held_watched(&self, target: &Target, options: &WriteOptions) -> Result<bool> {
        let how = FoundAndUpdated::new(ReturnDocument::After, options.clone());
        let Some(deleted) = self.send_find_one_and_delete(target, T::COLUMNS.deleted_at, how).await? else {
            return Ok(false);
        };
        self.watch(Event::AfterDelete, &self.read(&deleted)?, options).await?;
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
