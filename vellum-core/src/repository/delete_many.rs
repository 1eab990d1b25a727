//! `delete_one`, `delete_many`.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;
use mongodb::options::{DeleteOptions, UpdateOptions};

use super::Repository;
use super::write::{Target, deletion};
use crate::driver::filter_document;
use crate::error::Result;
use crate::filter::Filter;
use crate::model::Model;

impl<T: Model> Repository<T> {
    /// Deletes one of the documents that a filter means, and says whether there was one. Softly where
    /// the model says so. Hooks are not called.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub fn delete_one(&self, filter: Filter<T>) -> DeleteOne<T> {
        DeleteOne(self.deleting(filter, false))
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
            target: Target::live(filter.into_ast()),
            many,
            options: DeleteOptions::default(),
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
    options: DeleteOptions,
}

impl<T: Model> DeleteMany<T> {
    async fn run(self) -> Result<u64> {
        let filter = filter_document(&self.target.scoped::<T>())?;
        let collection = &self.repository.inner.collection;
        let Some(column) = T::COLUMNS.deleted_at else {
            let delete =
                if self.many { collection.delete_many(filter) } else { collection.delete_one(filter) };
            return Ok(delete.with_options(self.options).await?.deleted_count);
        };
        let changes = deletion::<T>(column)?;
        let body = changes.body.clone();
        let update = if self.many {
            collection.update_many(filter, body)
        } else {
            collection.update_one(filter, body)
        };
        match update.with_options(as_update(self.options)).await {
            Ok(result) => Ok(result.matched_count),
            Err(error) => Err(self.repository.update_failed(&changes, error).await),
        }
    }
}

/// The same options for the update that deletes softly.
fn as_update(options: DeleteOptions) -> UpdateOptions {
    UpdateOptions::builder()
        .collation(options.collation)
        .hint(options.hint)
        .write_concern(options.write_concern)
        .comment(options.comment)
        .build()
}

impl<T: Model> IntoFuture for DeleteMany<T> {
    type Output = Result<u64>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Model> fmt::Debug for DeleteMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteMany")
            .field("model", &T::NAME)
            .field("many", &self.many)
            .finish_non_exhaustive()
    }
}

/// A deletion of one document. Made by [`Repository::delete_one`]; nothing is sent before it is awaited.
#[must_use = "a deletion is sent when it is awaited"]
#[derive(Debug)]
pub struct DeleteOne<T: Model>(DeleteMany<T>);

impl<T: Model> IntoFuture for DeleteOne<T> {
    type Output = Result<bool>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { Ok(self.0.run().await? > 0) })
    }
}
