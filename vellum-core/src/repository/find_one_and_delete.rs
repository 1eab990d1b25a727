//! `find_one_and_delete`.

use std::fmt;

use mongodb::options::ReturnDocument;

use super::Repository;
use super::action::action;
use super::find_one_and_update::FoundAndUpdated;
use super::options::{IntoHint, WriteOptions, collation, max_time, write_options};
use super::write::Target;
use crate::bson::RawDocumentBuf;
use crate::driver::filter_document;
use crate::error::Result;
use crate::filter::Filter;
use crate::model::{Doc, Model};
use crate::sort::{self, IntoSort, Sort};

impl<T: Model> Repository<T> {
    /// Deletes one of the documents that a filter means, the first one in an order if there is one, and
    /// gives it as it was; softly where the model says so. Hooks are not called.
    ///
    /// MongoDB: `findAndModify` with `remove`, or an update of the deletion time.
    pub fn find_one_and_delete(&self, filter: Filter<T>) -> FindOneAndDelete<T> {
        FindOneAndDelete {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            sort: Vec::new(),
            options: WriteOptions::default(),
        }
    }
}

/// A deletion that gives the document. Made by [`Repository::find_one_and_delete`]; nothing is sent
/// before it is awaited.
#[must_use = "a deletion is sent when it is awaited"]
pub struct FindOneAndDelete<T> {
    repository: Repository<T>,
    target: Target,
    sort: Vec<Sort<T>>,
    options: WriteOptions,
}

write_options!(FindOneAndDelete.options);
collation!(FindOneAndDelete.options.operation);
max_time!(FindOneAndDelete.options.operation);

impl<T: Model> FindOneAndDelete<T> {
    /// Which document is deleted if there are several: the first one in this order.
    pub fn sort(mut self, sort: impl IntoSort<T>) -> Self {
        self.sort = sort.into_sort();
        self
    }

    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.options.operation.set_hint(index.into_hint());
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let Self { repository, target, sort, options } = self;
        let sort = sort::document(&sort)?;
        let how = FoundAndUpdated { sort, ..FoundAndUpdated::new(ReturnDocument::Before, options) };
        let found = repository.send_find_one_and_delete(&target, T::COLUMNS.deleted_at, how).await?;
        found.map(|document| repository.read(&document)).transpose()
    }
}

impl<T: Model> Repository<T> {
    /// Deletes a document and gives it: softly if there is a column for that, and otherwise for good, as it
    /// was.
    pub(super) async fn send_find_one_and_delete(
        &self,
        target: &Target,
        column: Option<&'static str>,
        how: FoundAndUpdated,
    ) -> Result<Option<RawDocumentBuf>> {
        if let Some(column) = column {
            return self.send_find_one_and_update(target, &self.deletion(column)?, how).await;
        }
        let FoundAndUpdated { sort, options, .. } = how;
        self.check(&options.operation)?;
        let filter = filter_document(&target.scoped::<T>())?;
        self.inner.find_one_and_delete(filter, sort, &options).await
    }
}

action!(FindOneAndDelete -> Option<Doc<T>>);

impl<T: Model> fmt::Debug for FindOneAndDelete<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindOneAndDelete").field("model", &T::NAME).finish_non_exhaustive()
    }
}
