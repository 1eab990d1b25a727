//! The rows: all, one by one, how many; and how the server gets them.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;

use crate::ast::{Stage, append};
use crate::bson::{Bson, Document, doc, serialize_to_bson};
use crate::driver::options::Hint;
use crate::driver::{Batches, Documents, decode_error, pipeline_documents};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::pipeline::{Aggregate, Bytes, RowType, Typed, part_name, read_rewritten, rewritten};
use crate::repository::options::apply;

/// The field that `count` reads.
const COUNT: &str = "count";

impl<T: Model, S: RowType> Aggregate<T, S> {
    pub(super) async fn rows(self) -> Result<Vec<S::Output>> {
        if self.layout.in_lists::<S>().is_empty() {
            let sizes = Arc::clone(&self.handle.repository.inner.sizes);
            let rows: Vec<Typed<S>> = self.batches(self.scoped()).await?.collect(&sizes).await?;
            return Ok(rows.into_iter().map(|row| row.0).collect());
        }
        let mut stream = self.stream().await?;
        let mut rows = Vec::new();
        while let Some(row) = stream.next().await {
            rows.push(row?);
        }
        Ok(rows)
    }

    /// The rows one by one, holding one batch of them at a time. A row that cannot be read is one `Err` item, and
    /// the stream goes on.
    ///
    /// # Errors
    ///
    /// What the server, or a stage that cannot be sent, has against the pipeline.
    pub async fn stream(self) -> Result<RowStream<S>> {
        let batches = self.batches(self.scoped()).await?;
        let parts = self.layout.in_lists::<S>();
        let rows = if parts.is_empty() {
            Reading::Straight(batches.stream())
        } else {
            Reading::Rewritten(batches.stream(), parts)
        };
        Ok(RowStream { rows, collection: Arc::clone(self.handle.repository.name()), row: PhantomData })
    }

    /// The first row.
    ///
    /// # Errors
    ///
    /// As of the pipeline itself.
    pub async fn first(self) -> Result<Option<S::Output>> {
        self.limit(1).stream().await?.next().await.transpose()
    }

    /// How many rows there are.
    ///
    /// MongoDB: `$count`.
    ///
    /// # Errors
    ///
    /// As of the pipeline itself.
    pub async fn count(mut self) -> Result<u64> {
        // What changes rows only changes nothing here.
        while self.stages.last().is_some_and(Stage::keeps_count) {
            self.stages.pop();
        }
        append(&mut self.stages, Stage::Count(COUNT));
        let counted: Option<Typed<Document>> = self.batches(self.scoped()).await?.first().await?;
        match counted.and_then(|row| row.0.get(COUNT).cloned()) {
            Some(Bson::Int32(count)) => Ok(u64::try_from(count).unwrap_or(0)),
            Some(Bson::Int64(count)) => Ok(u64::try_from(count).unwrap_or(0)),
            _ => Ok(0),
        }
    }

    /// How the server would run the pipeline, and what that took. A read concern is left out: the server explains
    /// with none.
    ///
    /// MongoDB: `explain` with `executionStats`.
    ///
    /// # Errors
    ///
    /// As of the pipeline itself.
    pub async fn explain(self) -> Result<Document> {
        let db = self.handle.repository.db();
        db.outside_transactions("`explain`", "the server explains outside of them only")?;
        self.handle.repository.check(&self.handle.options.operation)?;
        let pipeline = pipeline_documents(&self.scoped())?;
        let mut aggregate =
            doc! { "aggregate": self.handle.repository.name().as_ref(), "pipeline": pipeline };
        let mut cursor = Document::new();
        let options = &self.handle.options;
        if let Some(size) = options.batch_size {
            cursor.insert("batchSize", i64::from(size));
        }
        aggregate.insert("cursor", cursor);
        match &options.operation.hint {
            Some(Hint::Name(name)) => drop(aggregate.insert("hint", name)),
            Some(Hint::Keys(keys)) => drop(aggregate.insert("hint", keys)),
            _ => {}
        }
        if let Some(Ok(collation)) = options.operation.collation.as_ref().map(serialize_to_bson) {
            aggregate.insert("collation", collation);
        }
        if let Some(allow) = options.allow_disk_use {
            aggregate.insert("allowDiskUse", allow);
        }
        let mut explain = doc! { "explain": aggregate, "verbosity": "executionStats" };
        if let Some(time) = options.operation.max_time {
            explain.insert("maxTimeMS", i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
        }
        if let Some(comment) = &options.operation.comment {
            explain.insert("comment", comment.clone());
        }
        let explain = self.handle.repository.db().driver().run_command(explain);
        Ok(apply!(explain, options, [selection_criteria]).await?)
    }

    async fn batches(&self, stages: Vec<Stage>) -> Result<Batches> {
        let repository = &self.handle.repository;
        let options = &self.handle.options;
        repository.check(&options.operation)?;
        repository.inner.aggregate(pipeline_documents(&stages)?, options).await
    }
}

/// A stream of the rows of a pipeline. It holds one batch, and reads the next one meanwhile.
///
/// A row that cannot be read is one `Err` item, and the stream goes on behind it.
#[must_use = "a stream does nothing until it is polled"]
pub struct RowStream<S: RowType> {
    rows: Reading<S>,
    collection: Arc<str>,
    row: PhantomData<fn() -> S>,
}

enum Reading<S: RowType> {
    Straight(Documents<Typed<S>>),
    /// With parts that stand in the place of lists.
    Rewritten(Documents<Bytes>, Vec<(String, usize)>),
}

impl<S: RowType> RowStream<S> {
    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<S::Output>> {
        StreamExt::next(self).await
    }
}

fn read<S: RowType>(row: &Bytes, parts: &[(String, usize)], collection: &str) -> Result<S::Output> {
    let document = rewritten(&row.0, parts).map_err(|fault| decode_error(collection, &row.0, &fault))?;
    read_rewritten::<S>(&document)
        .map_err(|fault| of_lists(decode_error(collection, &document, &fault), parts))
}

/// The error with the path that the value has on the server.
#[cold]
fn of_lists(mut error: Error, parts: &[(String, usize)]) -> Error {
    if let Error::Decode { path, .. } = &mut error {
        for (list, part) in parts {
            let Some(below) = path.strip_prefix(part_name(*part).as_str()) else { continue };
            if below.is_empty() || below.starts_with(['.', '[']) {
                *path = format!("{list}{below}");
                break;
            }
        }
    }
    error
}

impl<S: RowType> Stream for RowStream<S> {
    type Item = Result<S::Output>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { rows, collection, .. } = &mut *self;
        Poll::Ready(match rows {
            Reading::Straight(rows) => ready!(rows.poll_next_unpin(cx)).map(|row| row.map(|row| row.0)),
            Reading::Rewritten(rows, parts) => {
                let row = ready!(rows.poll_next_unpin(cx));
                row.map(|row| row.and_then(|row| read::<S>(&row, parts, collection)))
            }
        })
    }
}

impl<S: RowType> fmt::Debug for RowStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("collection", &self.collection).finish_non_exhaustive()
    }
}
