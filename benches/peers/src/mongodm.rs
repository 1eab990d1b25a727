//! mongodm: its repository derefs to the driver's collection, so most works are the driver's own.

use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use mongodb::Client;
use mongodb::bson::doc;
use mongodb::options::ReturnDocument;
use mongodm::prelude::{CollectionConfig, Model, Repository};

use crate::plain::{Large, Medium, Small};
use crate::protocol::{Outcome, SOURCE, Task, Watch};
use crate::weights::{Weigh, weigh};
use crate::{scratch, spread, unknown};

weigh!(crate::plain);

pub(crate) const WORKS: [&str; 12] = [
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
    "update_returning",
];

macro_rules! model {
    ($model:ident, $config:ident, $collection:literal) => {
        pub(crate) struct $config;

        impl CollectionConfig for $config {
            fn collection_name() -> &'static str {
                $collection
            }
        }

        impl Model for $model {
            type CollConf = $config;
        }
    };
}

model!(Small, SmallConfig, "small");
model!(Medium, MediumConfig, "medium");
model!(Large, LargeConfig, "large");

pub(crate) struct Subject {
    source: mongodb::Database,
    scratch: mongodb::Database,
}

impl Subject {
    pub(crate) async fn connect(uri: &str) -> Result<Self> {
        let client = Client::with_uri_str(uri).await?;
        Ok(Self { source: client.database(SOURCE), scratch: client.database(&scratch("mongodm")) })
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
            "update_returning" => self.update_returning(task.operations).await,
            _ => unknown(task),
        }
    }

    async fn find<T: Model + Weigh + Unpin>(&self) -> Result<Outcome> {
        let repository = Repository::<T>::new(self.source.clone());
        let watch = Watch::start();
        let values: Vec<T> = repository.find(doc! {}).await?.try_collect().await?;
        Ok(watch.stop(values.len() as u64).of(&values))
    }

    async fn pages(&self, operations: usize) -> Result<Outcome> {
        let repository = Repository::<Small>::new(self.source.clone());
        let watch = Watch::start();
        let mut pages: Vec<Vec<Small>> = Vec::with_capacity(operations);
        for _ in 0..operations {
            pages.push(repository.find(doc! {}).limit(200).await?.try_collect().await?);
        }
        let documents = pages.iter().map(Vec::len).sum::<usize>();
        Ok(watch.stop(documents as u64).of(pages.iter().flatten()))
    }

    async fn create_many<T: Model + Weigh + Unpin>(&self, ordered: bool) -> Result<Outcome> {
        let source = Repository::<T>::new(self.source.clone());
        let values: Vec<T> = source.find(doc! {}).await?.try_collect().await?;
        let repository = Repository::<T>::new(self.scratch.clone());
        let watch = Watch::start();
        let created = repository.insert_many(&values).ordered(ordered).await?;
        Ok(watch.stop(created.inserted_ids.len() as u64))
    }

    async fn first(&self, count: usize) -> Result<Vec<Small>> {
        let source = Repository::<Small>::new(self.source.clone());
        Ok(source.find(doc! {}).limit(count as i64).await?.try_collect().await?)
    }

    async fn get(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let repository = Repository::<Small>::new(self.source.clone());
        let watch = Watch::start();
        let mut found = Vec::with_capacity(operations);
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            found.push(repository.find_one(doc! { "_id": id }).await?.context("a document is missing")?);
        }
        Ok(watch.stop(found.len() as u64).of(&found))
    }

    async fn insert(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let repository = Repository::<Small>::new(self.scratch.clone());
        let watch = Watch::start();
        let mut created = 0;
        for value in &values {
            repository.insert_one(value).await?;
            created += 1;
        }
        Ok(watch.stop(created))
    }

    async fn update_one(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let repository = Repository::<Small>::new(self.scratch.clone());
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let result = repository.update_one(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } }).await?;
            modified += result.modified_count;
        }
        Ok(watch.stop(modified))
    }

    async fn update_returning(&self, operations: usize) -> Result<Outcome> {
        let values = self.first(operations).await?;
        let repository = Repository::<Small>::new(self.scratch.clone());
        let watch = Watch::start();
        let mut updated = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let document = repository
                .find_one_and_update(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } })
                .return_document(ReturnDocument::After)
                .await?;
            updated += u64::from(document.is_some());
        }
        Ok(watch.stop(updated))
    }
}
