//! `find_one_and_replace`.

use std::fmt;

use mongodb::options::ReturnDocument;

use super::Repository;
use super::action::action;
use super::find_one_and_update::FoundAndUpdated;
use super::options::{IntoHint, WriteOptions, collation, max_time, write_options};
use super::write::Target;
use crate::error::Result;
use crate::filter::Filter;
use crate::model::{Doc, Model};
use crate::policy::Visibility;
use crate::sort::{self, IntoSort, Sort};

impl<T: Model> Repository<T> {
    /// Puts another value in the place of one of the documents that a filter means, and gives the
    /// document as it is afterwards, or as it was before. Id and time of creation stay, the version
    /// moves on; fields that the model does not know are gone. Hooks are not called, and the value is checked
    /// by its types only. On a model with a shard key, the document is looked for under the value's own key,
    /// unless the filter says one by `eq`.
    ///
    /// MongoDB: `findAndModify` with `$replaceWith`.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateKey`](crate::Error::DuplicateKey) for a unique index;
    /// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) if the value has another id of its own;
    /// [`Error::OutOfScope`](crate::Error::OutOfScope) if it would be outside of the handle's
    /// [scope](crate::Database::scoped).
    pub fn find_one_and_replace(&self, filter: Filter<T>, value: T) -> FindOneAndReplace<T> {
        FindOneAndReplace {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            value,
            sort: Vec::new(),
            returned: ReturnDocument::After,
            options: WriteOptions::default(),
        }
    }
}

/// A replacement that gives the document. Made by [`Repository::find_one_and_replace`]; nothing is sent
/// before it is awaited.
#[must_use = "a replacement is sent when it is awaited"]
pub struct FindOneAndReplace<T> {
    repository: Repository<T>,
    target: Target,
    value: T,
    sort: Vec<Sort<T>>,
    returned: ReturnDocument,
    options: WriteOptions,
}

write_options!(FindOneAndReplace.options);
collation!(FindOneAndReplace.options.operation);
max_time!(FindOneAndReplace.options.operation);

impl<T: Model> FindOneAndReplace<T> {
    /// Gives the document as it was before.
    pub fn return_before(mut self) -> Self {
        self.returned = ReturnDocument::Before;
        self
    }

    /// Which document is replaced if there are several: the first one in this order.
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

    /// Also replaces a document that is deleted softly, which is live afterwards.
    pub fn with_deleted(mut self) -> Self {
        self.target.visibility = Visibility::All;
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let Self { repository, target, value, sort, returned, options } = self;
        let how = FoundAndUpdated { sort: sort::document(&sort)?, ..FoundAndUpdated::new(returned, options) };
        let (target, changes) = repository.replacing(target, value)?;
        let found = repository.send_find_one_and_update(&target, &changes, how).await?;
        found.map(|document| repository.read(&document)).transpose()
    }
}

action!(FindOneAndReplace -> Option<Doc<T>>);

impl<T: Model> fmt::Debug for FindOneAndReplace<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindOneAndReplace").field("model", &T::NAME).finish_non_exhaustive()
    }
}
