//! The driver: `Collection<T>` with serde's derives, what one would write without a mapper.

use std::collections::HashMap;
use std::hint::black_box;

use anyhow::{Context, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use mongodb::bson::doc;
use mongodb::bson::oid::ObjectId;
use mongodb::options::ReturnDocument;
use mongodb::{Client, Collection, Database};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::plain::{Large, Medium, Small};
use super::views::driver::MediumView;
use super::{spread, unknown, weight_of_link};
use crate::links::Link;
use crate::protocol::{Outcome, SOURCE, Task, Watch};
use crate::stage::scratch;
use crate::weights::Weigh;

pub(super) struct Subject {
    source: Database,
    scratch: Database,
}

/// What is read and written.
trait Stored: Serialize + DeserializeOwned + Weigh + Send + Sync + Unpin {}

impl<T: Serialize + DeserializeOwned + Weigh + Send + Sync + Unpin> Stored for T {}

impl Subject {
    pub(super) async fn connect(uri: &str, name: &str) -> Result<Self> {
        let client = Client::with_uri_str(uri).await?;
        Ok(Self { source: client.database(SOURCE), scratch: client.database(&scratch(name)) })
    }

    pub(super) async fn work(&self, task: &Task) -> Result<Outcome> {
        match task.work.as_str() {
            "find_small" | "doc_small" => self.find::<Small>("small").await,
            "find_medium" | "doc_medium" => self.find::<Medium>("medium").await,
            "find_large" | "doc_large" => self.find::<Large>("large").await,
            "visit_medium" => self.visit().await,
            "page_200" => self.pages(task.operations).await,
            "include" => self.include().await,
            "create_many_small" => self.create_many::<Small>("small", false).await,
            "create_many_small_ordered" => self.create_many::<Small>("small", true).await,
            "create_many_medium" => self.create_many::<Medium>("medium", false).await,
            "create_many_large" => self.create_many::<Large>("large", false).await,
            "get_one" => self.get::<Small>("small", task.operations, |small| small.id).await,
            "get_medium" => self.get::<Medium>("medium", task.operations, |medium| medium.id).await,
            "insert_one" => self.insert(task.operations).await,
            "update_one" => self.update_one(task.operations).await,
            "update_returning" => self.update_returning(task.operations).await,
            "get_32_loader" => self.get_at_once(task.operations, 32).await,
            "get_128_loader" => self.get_at_once(task.operations, 128).await,
            "insert_32_group" => self.insert_at_once(task.operations).await,
            "inc_32_group" => self.update_at_once(task.operations).await,
            "save_bytes" => self.replace(task.operations).await,
            _ => unknown(task),
        }
    }

    async fn find<T: Stored>(&self, name: &str) -> Result<Outcome> {
        let collection: Collection<T> = self.source.collection(name);
        let watch = Watch::start();
        let values: Vec<T> = collection.find(doc! {}).await?.try_collect().await?;
        Ok(watch.stop(values.len() as u64).of(&values))
    }

    /// What is read borrows from the cursor's batch.
    async fn visit(&self) -> Result<Outcome> {
        let collection: Collection<MediumView<'_>> = self.source.collection("medium");
        let watch = Watch::start();
        let (mut documents, mut checksum) = (0, 0_u64);
        let mut cursor = collection.find(doc! {}).await?;
        while cursor.advance().await? {
            documents += 1;
            checksum = checksum.wrapping_add(black_box(&cursor.deserialize_current()?).weight());
        }
        Ok(Outcome { checksum, ..watch.stop(documents) })
    }

    async fn pages(&self, operations: usize) -> Result<Outcome> {
        let collection: Collection<Small> = self.source.collection("small");
        let watch = Watch::start();
        let mut pages: Vec<Vec<Small>> = Vec::with_capacity(operations);
        for _ in 0..operations {
            pages.push(collection.find(doc! {}).limit(200).await?.try_collect().await?);
        }
        let documents = pages.iter().map(Vec::len).sum::<usize>();
        Ok(watch.stop(documents as u64).of(pages.iter().flatten()))
    }

    /// By hand, what `include` does.
    async fn include(&self) -> Result<Outcome> {
        let links: Collection<Link> = self.source.collection("links");
        let targets: Collection<Small> = self.source.collection("small");
        let watch = Watch::start();
        let links: Vec<Link> = links.find(doc! {}).await?.try_collect().await?;
        let ids: Vec<ObjectId> = links.iter().map(|link| link.target).collect();
        let mut found: HashMap<ObjectId, Small> = HashMap::with_capacity(ids.len());
        let mut cursor = targets.find(doc! { "_id": { "$in": ids } }).await?;
        while let Some(small) = cursor.try_next().await? {
            found.insert(small.id, small);
        }
        let with = |link: Link| {
            let target = found.remove(&link.target);
            (link, target)
        };
        let rows: Vec<(Link, Option<Small>)> = links.into_iter().map(with).collect();
        let outcome = watch.stop(rows.len() as u64);
        let weights =
            rows.iter().map(|(link, small)| weight_of_link(&link.label, small.as_ref())).sum::<u64>();
        Ok(Outcome { checksum: weights, ..outcome })
    }

    async fn create_many<T: Stored>(&self, name: &str, ordered: bool) -> Result<Outcome> {
        let values: Vec<T> = self.source.collection(name).find(doc! {}).await?.try_collect().await?;
        let collection: Collection<T> = self.scratch.collection(name);
        let watch = Watch::start();
        let created = collection.insert_many(&values).ordered(ordered).await?;
        Ok(watch.stop(created.inserted_ids.len() as u64))
    }

    async fn first<T: Stored>(&self, name: &str, count: usize) -> Result<Vec<T>> {
        let found = self.source.collection(name).find(doc! {}).limit(count as i64).await?;
        Ok(found.try_collect().await?)
    }

    async fn get<T: Stored>(&self, name: &str, operations: usize, id: fn(&T) -> ObjectId) -> Result<Outcome> {
        let ids: Vec<ObjectId> = self.first::<T>(name, operations).await?.iter().map(id).collect();
        let collection: Collection<T> = self.source.collection(name);
        let watch = Watch::start();
        let mut found = Vec::with_capacity(operations);
        for operation in 0..operations {
            let document = collection.find_one(doc! { "_id": ids[spread(operation, ids.len())] }).await?;
            found.push(document.context("a document is missing")?);
        }
        Ok(watch.stop(found.len() as u64).of(&found))
    }

    async fn insert(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.scratch.collection("small");
        let watch = Watch::start();
        let mut created = 0;
        for value in &values {
            collection.insert_one(value).await?;
            created += 1;
        }
        Ok(watch.stop(created))
    }

    async fn update_one(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.scratch.collection("small");
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let result = collection.update_one(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } }).await?;
            modified += result.modified_count;
        }
        Ok(watch.stop(modified))
    }

    /// Many callers at once, each of whom waits for its own document.
    async fn get_at_once(&self, operations: usize, callers: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.source.collection("small");
        let watch = Watch::start();
        let found: Vec<Small> = stream::iter(0..operations)
            .map(|operation| {
                let id = values[spread(operation, values.len())].id;
                let collection = &collection;
                async move { collection.find_one(doc! { "_id": id }).await?.context("a document is missing") }
            })
            .buffered(callers)
            .try_collect()
            .await?;
        Ok(watch.stop(found.len() as u64).of(&found))
    }

    async fn insert_at_once(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.scratch.collection("small");
        let watch = Watch::start();
        let inserted =
            stream::iter(&values).map(|value| collection.insert_one(value)).map(IntoFuture::into_future);
        let created = inserted.buffered(32).try_fold(0, |created, _| async move { Ok(created + 1) }).await?;
        Ok(watch.stop(created))
    }

    async fn update_at_once(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.scratch.collection("small");
        let watch = Watch::start();
        let updated = stream::iter(0..operations).map(|operation| {
            let id = values[spread(operation, values.len())].id;
            collection.update_one(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } }).into_future()
        });
        let modified = updated
            .buffered(32)
            .try_fold(0, |modified, result| async move { Ok(modified + result.matched_count) })
            .await?;
        Ok(watch.stop(modified))
    }

    /// One field of each document changes, and a changed value is stored as a whole.
    async fn replace(&self, operations: usize) -> Result<Outcome> {
        let collection: Collection<Medium> = self.scratch.collection("medium");
        let mut values: Vec<Medium> = collection.find(doc! {}).await?.try_collect().await?;
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let place = spread(operation, values.len());
            let value = &mut values[place];
            value.rating += 1;
            modified += collection.replace_one(doc! { "_id": value.id }, &*value).await?.modified_count;
        }
        Ok(watch.stop(modified))
    }

    async fn update_returning(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>("small", operations).await?;
        let collection: Collection<Small> = self.scratch.collection("small");
        let watch = Watch::start();
        let mut updated = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let document = collection
                .find_one_and_update(doc! { "_id": id }, doc! { "$inc": { "ratio": 1.0 } })
                .return_document(ReturnDocument::After)
                .await?;
            updated += u64::from(document.is_some());
        }
        Ok(watch.stop(updated))
    }
}
