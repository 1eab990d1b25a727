//! `find_one_and_delete`.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;
use mongodb::options::{FindOneAndDeleteOptions, FindOneAndUpdateOptions, ReturnDocument};

use super::Repository;
use super::write::{Target, deletion};
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
            target: Target::live(filter.into_ast()),
            sort: Vec::new(),
            options: FindOneAndDeleteOptions::default(),
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
    options: FindOneAndDeleteOptions,
}

impl<T: Model> FindOneAndDelete<T> {
    /// Which document is deleted if there are several: the first one in this order.
    pub fn sort(mut self, sort: impl IntoSort<T>) -> Self {
        self.sort = sort.into_sort();
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let Self { repository, target, sort, mut options } = self;
        options.sort = Some(sort::document(&sort)?).filter(|sort| !sort.is_empty());
        let found = match T::COLUMNS.deleted_at {
            Some(column) => {
                let mut update = FindOneAndUpdateOptions::default();
                update.return_document = Some(ReturnDocument::Before);
                update.sort = options.sort;
                repository.send_find_one_and_update(&target, &deletion::<T>(column)?, update).await?
            }
            None => {
                let filter = filter_document(&target.scoped::<T>())?;
                repository.inner.collection.find_one_and_delete(filter).with_options(options).await?
            }
        };
        found.map(|document| repository.read(&document)).transpose()
    }
}

impl<T: Model> IntoFuture for FindOneAndDelete<T> {
    type Output = Result<Option<Doc<T>>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Model> fmt::Debug for FindOneAndDelete<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindOneAndDelete").field("model", &T::NAME).finish_non_exhaustive()
    }
}
