//! Statements that several verbs send, each in the transaction of the repository's handle if it has one.
//!
//! They are written for no model, and what they wait in is boxed: see [`Inner`].

use std::borrow::Cow;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use mongodb::error::Result as Driven;
use mongodb::results::UpdateResult;

use super::Inner;
use super::find_one_and_update::FoundAndUpdated;
use super::options::{ReadOptions, WriteOptions, apply};
use crate::bson::{Bson, Document, RawDocumentBuf};
use crate::driver::{Batches, Sent, in_session, opened};
use crate::error::{Error, Result};

/// Which of the documents that its filter means an update changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    One,
    /// One, which is inserted if there is none.
    OneOrNew,
    All,
}

impl Inner {
    /// How many documents there are, behind so many and up to so many.
    pub(super) fn count<'a>(
        &'a self,
        filter: Document,
        (skip, limit): (u64, Option<u64>),
        options: &'a ReadOptions,
    ) -> BoxFuture<'a, Result<u64>> {
        async move {
            let counted = in_session!(self, |collection, options| {
                let mut count = collection.count_documents(filter);
                if skip > 0 {
                    count = count.skip(skip);
                }
                if let Some(limit) = limit {
                    count = count.limit(limit);
                }
                count = apply!(count, options, [selection_criteria read_concern]);
                apply!(count, options.operation, [hint collation max_time comment])
            });
            Ok(counted.await?)
        }
        .boxed()
    }

    pub(super) fn distinct<'a>(
        &'a self,
        path: &'a str,
        filter: Document,
        options: &'a ReadOptions,
    ) -> BoxFuture<'a, Result<Vec<Bson>>> {
        async move {
            let values = in_session!(self, |collection, path, options| {
                let mut distinct = collection.distinct(path, filter);
                distinct = apply!(distinct, options, [selection_criteria read_concern]);
                apply!(distinct, options.operation, [hint collation max_time comment])
            });
            Ok(values.await?)
        }
        .boxed()
    }

    pub(super) fn aggregate<'a>(
        &'a self,
        stages: Vec<Document>,
        options: &'a ReadOptions,
    ) -> BoxFuture<'a, Result<Batches>> {
        async move {
            let batch = self.sizes.batch();
            Ok(opened!(self, |collection, options| {
                let mut aggregate = collection.aggregate(stages).batch_size(batch);
                aggregate =
                    apply!(aggregate, options, [selection_criteria read_concern batch_size allow_disk_use]);
                apply!(aggregate, options.operation, [hint collation max_time comment])
            }))
        }
        .boxed()
    }

    /// Sends an update. Its own paths are for messages.
    pub(super) fn update<'a>(
        &'a self,
        filter: Document,
        sent: Sent,
        paths: &'a [Cow<'static, str>],
        reach: Reach,
        options: &'a WriteOptions,
    ) -> impl Future<Output = Result<UpdateResult>> + Send + use<'a> {
        let answer = in_session!(self, |collection, options| {
            let mut update = match reach {
                Reach::One | Reach::OneOrNew => collection.update_one(filter, sent.body),
                Reach::All => collection.update_many(filter, sent.body),
            };
            // Options that say nothing new would be serialized all the same.
            if reach == Reach::OneOrNew {
                update = update.upsert(true);
            }
            if !sent.array_filters.is_empty() {
                update = update.array_filters(sent.array_filters);
            }
            update = apply!(update, options.operation, [hint collation comment]);
            apply!(update, options, [write_concern])
        });
        self.updated(paths, answer)
    }

    /// Updates one document, and gives it.
    pub(super) fn find_one_and_update<'a>(
        &'a self,
        filter: Document,
        sent: Sent,
        paths: &'a [Cow<'static, str>],
        found: FoundAndUpdated,
    ) -> impl Future<Output = Result<Option<RawDocumentBuf>>> + Send + use<'a> {
        let FoundAndUpdated { sort, returned, upsert, options } = found;
        let options = &options;
        let answer = in_session!(self, |collection, options| {
            let mut update = collection.find_one_and_update(filter, sent.body).return_document(returned);
            if upsert {
                update = update.upsert(true);
            }
            if !sent.array_filters.is_empty() {
                update = update.array_filters(sent.array_filters);
            }
            if !sort.is_empty() {
                update = update.sort(sort);
            }
            update = apply!(update, options.operation, [hint collation max_time comment]);
            apply!(update, options, [write_concern])
        });
        self.updated(paths, answer)
    }

    /// The answer to an update; an error of a violated index with its fields.
    async fn updated<R>(&self, paths: &[Cow<'static, str>], answer: BoxFuture<'_, Driven<R>>) -> Result<R> {
        match answer.await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(self.with_index_fields(Error::of_update(&self.name, paths, error)).await),
        }
    }

    /// Gives how many documents are gone.
    pub(super) fn delete<'a>(
        &'a self,
        filter: Document,
        many: bool,
        options: &'a WriteOptions,
    ) -> BoxFuture<'a, Result<u64>> {
        async move {
            let sent = in_session!(self, |collection, options| {
                let delete =
                    if many { collection.delete_many(filter) } else { collection.delete_one(filter) };
                let delete = apply!(delete, options.operation, [hint collation comment]);
                apply!(delete, options, [write_concern])
            });
            Ok(sent.await?.deleted_count)
        }
        .boxed()
    }

    /// Gives the document as it was.
    pub(super) fn find_one_and_delete<'a>(
        &'a self,
        filter: Document,
        sort: Document,
        options: &'a WriteOptions,
    ) -> BoxFuture<'a, Result<Option<RawDocumentBuf>>> {
        async move {
            let found = in_session!(self, |collection, options| {
                let mut delete = collection.find_one_and_delete(filter);
                if !sort.is_empty() {
                    delete = delete.sort(sort);
                }
                delete = apply!(delete, options.operation, [hint collation max_time comment]);
                apply!(delete, options, [write_concern])
            });
            Ok(found.await?)
        }
        .boxed()
    }
}
