//! What nobody can beat over this driver: batches that are drained without a look at the documents.

use anyhow::Result;
use futures_util::StreamExt;
use mongodb::bson::{RawDocumentBuf, doc};
use mongodb::{Client, Database};

use super::unknown;
use crate::protocol::{Outcome, SOURCE, Task, Watch};

pub(super) const WORKS: [&str; 4] = ["find_small", "find_medium", "find_large", "page_200"];

pub(super) struct Subject {
    source: Database,
}

impl Subject {
    pub(super) async fn connect(uri: &str) -> Result<Self> {
        Ok(Self { source: Client::with_uri_str(uri).await?.database(SOURCE) })
    }

    pub(super) async fn work(&self, task: &Task) -> Result<Outcome> {
        match task.work.as_str() {
            "find_small" => self.drain("small", 1, None).await,
            "find_medium" => self.drain("medium", 1, None).await,
            "find_large" => self.drain("large", 1, None).await,
            "page_200" => self.drain("small", task.operations, Some(200)).await,
            _ => unknown(task),
        }
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
}
