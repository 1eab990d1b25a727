//! wither. It inserts one document at a time by `save`, an upsert with journaling; so bulks, inserts and updates go
//! through the collection that it offers.

mod models;

use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use wither::Model;
use wither::bson::doc;
use wither::mongodb::options::{FindOptions, InsertManyOptions};
use wither::mongodb::{Client, Database};

use crate::protocol::{Outcome, SOURCE, Task, Watch};
use crate::weights::Weigh;
use crate::{scratch, spread, unknown};
use models::{Large, Medium, Small};

pub(crate) const WORKS: [&str; 11] = [
    "find_small",
    "find_medium",
    "find_large",
    "page_200",
    "create_many_small",
    "create_many_small_ordered",
    "create_many_medium",
    "create_many_large",
    "get_one",
    "insert_one",
    "update_one",
];

pub(crate) struct Subject {
    source: Database,
    scratch: Database,
}

impl Subject {
    pub(crate) async fn connect(uri: &str) -> Result<Self> {
        let client = Client::with_uri_str(uri).await?;
        Ok(Self { source: client.database(SOURCE), scratch: client.database(&scratch("wither")) })
    }

    pub(crate) async fn work(&self, task: &Task) -> Result<Outcome> {
        match task.work.as_str() {
            "find_small" => self.find::<Small>().await,
            "find_medium" => self.find::<Medium>().await,
            "find_large" => self.find::<Large>().await,
            "page_200" => self.pages(task.operations).await,
            "create_many_small" => self.create_many::<Small>(false).await,
            "create_many_small_ordered" => self.create_many::<Small>(true).await,
            "create_many_medium" => self.create_many::<Medium>(false).await,
            "create_many_large" => self.create_many::<Large>(false).await,
            "get_one" => self.get(task.operations).await,
            "insert_one" => self.insert(task.operations).await,
            "update_one" => self.update_one(task.operations).await,
            _ => unknown(task),
        }
    }

    async fn find<T: Model + Weigh + Send>(&self) -> Result<Outcome> {
        let watch = Watch::start();
        let values: Vec<T> = T::find(&self.source, None, None).await?.try_collect().await?;
        Ok(watch.stop(values.len() as u64).of(&values))
    }

    async fn pages(&self, operations: usize) -> Result<Outcome> {
        let watch = Watch::start();
        let mut pages = Vec::with_capacity(operations);
        for _ in 0..operations {
            pages.push(self.first(200).await?);
        }
        let documents = pages.iter().map(Vec::len).sum::<usize>();
        Ok(watch.stop(documents as u64).of(pages.iter().flatten()))
    }

    async fn create_many<T: Model + Send>(&self, ordered: bool) -> Result<Outcome> {
        let values: Vec<T> = T::find(&self.source, None, None).await?.try_collect().await?;
        let collection = T::collection(&self.scratch);
        let options = InsertManyOptions::builder().ordered(ordered).build();
        let watch = Watch::start();
        let documents: Result<Vec<_>, _> = values.iter().map(T::document_from_instance).collect();
        let created = collection.insert_many(documents?, options).await?;
        Ok(watch.stop(created.inserted_ids.len() as u64))
    }

    async fn first(&self, count: usize) -> Result<Vec<Small>> {
        let options = FindOptions::builder().limit(count as i64).build();
        Ok(Small::find(&self.source, None, options).await?.try_collect().await?)
    }

    async fn get(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let watch = Watch::start();
        let mut found = Vec::with_capacity(operations);
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id.clone().context("no id")?;
            let document = Small::find_one(&self.source, doc! { "_id": id }, None).await?;
            found.push(document.context("a document is missing")?);
        }
        Ok(watch.stop(found.len() as u64).of(&found))
    }

    async fn insert(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let collection = Small::collection(&self.scratch);
        let watch = Watch::start();
        let mut created = 0;
        for value in &values {
            collection.insert_one(value.document_from_instance()?, None).await?;
            created += 1;
        }
        Ok(watch.stop(created))
    }

    async fn update_one(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let collection = Small::collection(&self.scratch);
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id.clone().context("no id")?;
            let result =
                collection.update_one(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } }, None).await?;
            modified += result.modified_count as u64;
        }
        Ok(watch.stop(modified))
    }
}
