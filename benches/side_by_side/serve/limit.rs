//! What nobody can beat over this driver: batches that are drained without a look at the documents, documents that are
//! sent as they were read, two commands at a time, and a change that is written by hand.

use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use mongodb::bson::{RawDocumentBuf, doc};
use mongodb::{Client, Database};

use super::plain::Medium;
use super::{spread, unknown};
use crate::protocol::{Outcome, SOURCE, Task, Watch};
use crate::stage::scratch;

pub(super) const WORKS: [&str; 9] = [
    "find_small",
    "find_medium",
    "find_large",
    "page_200",
    "create_many_small",
    "create_many_small_ordered",
    "create_many_medium",
    "create_many_large",
    "save_bytes",
];

pub(super) struct Subject {
    source: Database,
    scratch: Database,
}

impl Subject {
    pub(super) async fn connect(uri: &str) -> Result<Self> {
        let client = Client::with_uri_str(uri).await?;
        Ok(Self { source: client.database(SOURCE), scratch: client.database(&scratch("limit")) })
    }

    pub(super) async fn work(&self, task: &Task) -> Result<Outcome> {
        match task.work.as_str() {
            "find_small" => self.drain("small", 1, None).await,
            "find_medium" => self.drain("medium", 1, None).await,
            "find_large" => self.drain("large", 1, None).await,
            "page_200" => self.drain("small", task.operations, Some(200)).await,
            "create_many_small" => self.send("small", 10_000, 2).await,
            "create_many_small_ordered" => self.send("small", 100_000, 1).await,
            "create_many_medium" => self.send("medium", 3_000, 2).await,
            "create_many_large" => self.send("large", 250, 2).await,
            "save_bytes" => self.set(task.operations).await,
            _ => unknown(task),
        }
    }

    async fn send(&self, name: &str, at_a_time: usize, in_flight: usize) -> Result<Outcome> {
        let source = self.source.collection::<RawDocumentBuf>(name);
        let documents: Vec<RawDocumentBuf> = source.find(doc! {}).await?.try_collect().await?;
        let collection = &self.scratch.collection::<RawDocumentBuf>(name);
        let watch = Watch::start();
        stream::iter(documents.chunks(at_a_time))
            .map(|chunk| async move { collection.insert_many(chunk).ordered(in_flight == 1).await })
            .buffered(in_flight)
            .try_for_each(|_| async { Ok(()) })
            .await?;
        Ok(watch.stop(documents.len() as u64))
    }

    async fn drain(&self, name: &str, operations: usize, limit: Option<u32>) -> Result<Outcome> {
        let collection = self.source.collection::<RawDocumentBuf>(name);
        let watch = Watch::start();
        let mut batches = Vec::new();
        for _ in 0..operations {
            let mut find = collection.find(doc! {});
            if let Some(limit) = limit {
                find = find.limit(i64::from(limit)).batch_size(limit);
            }
            let mut cursor = find.batch().await?;
            while let Some(batch) = cursor.next().await {
                batches.push(batch?);
            }
        }
        let outcome = watch.stop(0);
        let (mut documents, mut bytes) = (0, 0);
        for batch in &batches {
            for document in batch.doc_slices()? {
                let document = document?;
                documents += 1;
                bytes += document.as_document().map_or(0, |document| document.as_bytes().len() as u64);
            }
        }
        Ok(Outcome { documents, checksum: bytes, ..outcome })
    }

    /// Knows beforehand which field has changed.
    async fn set(&self, operations: usize) -> Result<Outcome> {
        let collection = self.scratch.collection::<Medium>("medium");
        let values: Vec<Medium> = collection.find(doc! {}).await?.try_collect().await?;
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let Medium { id, rating, .. } = values[spread(operation, values.len())];
            let update = collection.update_one(doc! { "_id": id }, doc! { "$set": { "rating": rating + 1 } });
            modified += update.await?.modified_count;
        }
        Ok(watch.stop(modified))
    }
}
