//! Vellum.

use std::hint::black_box;

use anyhow::{Context, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use mongodb::Client;
use vellum::prelude::*;

use super::models::{Large, Medium, Small};
use super::views::vellum::MediumView;
use super::{spread, unknown, weight_of_link};
use crate::links::Linked;
use crate::protocol::{Outcome, SOURCE, Task, Watch};
use crate::stage::scratch;
use crate::weights::Weigh;

pub(super) struct Subject {
    source: Database,
    scratch: Database,
}

impl Subject {
    pub(super) async fn connect(uri: &str) -> Result<Self> {
        let client = Client::with_uri_str(uri).await?;
        Ok(Self {
            source: Database::new(client.clone(), SOURCE),
            scratch: Database::new(client, scratch("vellum")),
        })
    }

    pub(super) async fn work(&self, task: &Task) -> Result<Outcome> {
        match task.work.as_str() {
            "find_small" => self.find::<Small>().await,
            "find_medium" => self.find::<Medium>().await,
            "find_large" => self.find::<Large>().await,
            "doc_small" => self.find_documents::<Small>().await,
            "doc_medium" => self.find_documents::<Medium>().await,
            "doc_large" => self.find_documents::<Large>().await,
            "visit_medium" => self.visit().await,
            "page_200" => self.pages(task.operations).await,
            "include" => self.include().await,
            "create_many_small" => self.create_many::<Small>(false).await,
            "create_many_small_ordered" => self.create_many::<Small>(true).await,
            "create_many_medium" => self.create_many::<Medium>(false).await,
            "create_many_large" => self.create_many::<Large>(false).await,
            "get_one" => self.get::<Small>(task.operations, |small| small.id).await,
            "get_medium" => self.get::<Medium>(task.operations, |medium| medium.id).await,
            "insert_one" => self.insert(task.operations).await,
            "update_one" => self.update_one(task.operations).await,
            "update_returning" => self.update_returning(task.operations).await,
            "get_32_loader" => self.get_at_once(task.operations, 32).await,
            "get_128_loader" => self.get_at_once(task.operations, 128).await,
            "insert_32_group" => self.insert_at_once(task.operations).await,
            "inc_32_group" => self.update_at_once(task.operations).await,
            "save_bytes" => self.save(task.operations).await,
            _ => unknown(task),
        }
    }

    async fn find<T: Model + Weigh>(&self) -> Result<Outcome> {
        let repository = Repository::<T>::new(&self.source);
        let watch = Watch::start();
        let values: Vec<T> = repository.find(Filter::all()).values().await?;
        Ok(watch.stop(values.len() as u64).of(&values))
    }

    async fn find_documents<T: Model + Weigh>(&self) -> Result<Outcome> {
        let repository = Repository::<T>::new(&self.source);
        let watch = Watch::start();
        let documents: Vec<Doc<T>> = repository.find(Filter::all()).await?;
        Ok(watch.stop(documents.len() as u64).of(documents.iter().map(|document| &**document)))
    }

    async fn visit(&self) -> Result<Outcome> {
        let repository = Repository::<Medium>::new(&self.source);
        let watch = Watch::start();
        let (mut documents, mut checksum) = (0, 0_u64);
        let visit = repository.find(Filter::all()).for_each_row::<MediumView<'_>>(|medium| {
            documents += 1;
            checksum = checksum.wrapping_add(black_box(&medium).weight());
        });
        visit.await?;
        Ok(Outcome { checksum, ..watch.stop(documents) })
    }

    async fn pages(&self, operations: usize) -> Result<Outcome> {
        let repository = Repository::<Small>::new(&self.source);
        let watch = Watch::start();
        let mut pages = Vec::with_capacity(operations);
        for _ in 0..operations {
            pages.push(repository.find(Filter::all()).limit(200).values().await?);
        }
        let documents = pages.iter().map(Vec::len).sum::<usize>();
        Ok(watch.stop(documents as u64).of(pages.iter().flatten()))
    }

    async fn include(&self) -> Result<Outcome> {
        let repository = Repository::<Linked>::new(&self.source);
        let watch = Watch::start();
        let rows = repository.find(Filter::all()).include(Linked::q().target()).await?;
        let outcome = watch.stop(rows.len() as u64);
        let weights = rows.iter().map(|(link, small)| weight_of_link(&link.label, small.as_deref()));
        Ok(Outcome { checksum: weights.sum(), ..outcome })
    }

    async fn create_many<T: Model>(&self, ordered: bool) -> Result<Outcome> {
        let values = Repository::<T>::new(&self.source).find(Filter::all()).values().await?;
        let repository = Repository::<T>::new(&self.scratch);
        let watch = Watch::start();
        let created = repository.create_many(values).ordered(ordered).await?;
        Ok(watch.stop(created.len() as u64))
    }

    async fn first<T: Model>(&self, count: usize) -> Result<Vec<T>> {
        Ok(Repository::<T>::new(&self.source).find(Filter::all()).limit(count as u64).values().await?)
    }

    async fn get<T>(&self, operations: usize, id: fn(&T) -> ObjectId) -> Result<Outcome>
    where
        T: Model<Id = ObjectId> + Weigh,
    {
        let ids: Vec<ObjectId> = self.first::<T>(operations).await?.iter().map(id).collect();
        let repository = Repository::<T>::new(&self.source);
        let watch = Watch::start();
        let mut found = Vec::with_capacity(operations);
        for operation in 0..operations {
            let document = repository.get(ids[spread(operation, ids.len())]).await?;
            found.push(document.context("a document is missing")?);
        }
        Ok(watch.stop(found.len() as u64).of(found.iter().map(|document| &**document)))
    }

    async fn insert(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let repository = Repository::<Small>::new(&self.scratch);
        let watch = Watch::start();
        let mut created = 0;
        for value in values {
            repository.create(value).await?;
            created += 1;
        }
        Ok(watch.stop(created))
    }

    async fn update_one(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let repository = Repository::<Small>::new(&self.scratch);
        let watch = Watch::start();
        let mut modified = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let summary = repository.update_one(Small::q().id().eq(id), Small::q().ratio().inc(1.0)).await?;
            modified += summary.modified;
        }
        Ok(watch.stop(modified))
    }

    /// Many callers at once, each of whom waits for its own document.
    async fn get_at_once(&self, operations: usize, callers: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let loader = Repository::<Small>::new(&self.source).loader();
        let watch = Watch::start();
        let found: Vec<Doc<Small>> = stream::iter(0..operations)
            .map(|operation| {
                let id = values[spread(operation, values.len())].id;
                let loader = &loader;
                async move { loader.get(id).await?.context("a document is missing") }
            })
            .buffered(callers)
            .try_collect()
            .await?;
        Ok(watch.stop(found.len() as u64).of(found.iter().map(|document| &**document)))
    }

    async fn insert_at_once(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let group = Repository::<Small>::new(&self.scratch).write_group();
        let watch = Watch::start();
        let inserted = stream::iter(values).map(|value| group.create(value));
        let created = inserted.buffered(32).try_fold(0, |created, _| async move { Ok(created + 1) }).await?;
        Ok(watch.stop(created))
    }

    async fn update_at_once(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let group = Repository::<Small>::new(&self.scratch).write_group();
        let watch = Watch::start();
        let updated = stream::iter(0..operations).map(|operation| {
            let id = values[spread(operation, values.len())].id;
            group.update(id, Small::q().ratio().inc(1.0))
        });
        let modified = updated
            .buffered(32)
            .try_fold(0, |modified, found| async move { Ok(modified + u64::from(found)) })
            .await?;
        Ok(watch.stop(modified))
    }

    async fn save(&self, operations: usize) -> Result<Outcome> {
        let repository = Repository::<Medium>::new(&self.scratch);
        let mut documents = repository.find(Filter::all()).await?;
        let watch = Watch::start();
        let mut saved = 0;
        for operation in 0..operations {
            let place = spread(operation, documents.len());
            documents[place].rating += 1;
            repository.save(&mut documents[place]).await?;
            saved += 1;
        }
        Ok(watch.stop(saved))
    }

    async fn update_returning(&self, operations: usize) -> Result<Outcome> {
        let values = self.first::<Small>(operations).await?;
        let repository = Repository::<Small>::new(&self.scratch);
        let watch = Watch::start();
        let mut updated = 0;
        for operation in 0..operations {
            let id = values[spread(operation, values.len())].id;
            let document = repository.update(id, Small::q().ratio().inc(1.0)).await?;
            updated += u64::from(document.is_some());
        }
        Ok(watch.stop(updated))
    }
}
