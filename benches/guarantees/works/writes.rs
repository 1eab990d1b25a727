//! Writing.

use anyhow::{Context, Result, ensure};
use vellum::Update;
use vellum::prelude::*;

use super::ids;
use crate::entries::Entry;
use crate::models::Medium;
use crate::stage::numbers;
use crate::watch::{Elapsed, Watch};

/// A repository of an empty collection.
async fn emptied<T: Model>(db: &Database) -> Result<Repository<T>> {
    let repository = Repository::<T>::new(db);
    repository.driver().drop().await?;
    db.driver().create_collection(T::COLLECTION).await?;
    Ok(repository)
}

pub(super) async fn create_many<T: Entry>(db: &Database, count: u64) -> Result<Elapsed> {
    let repository = emptied::<T>(db).await?;
    let values: Vec<T> = (0..count).map(T::numbered).collect();
    let watch = Watch::start();
    let created = repository.create_many(values).ordered(false).await?;
    let elapsed = watch.elapsed();
    ensure!(created.len() as u64 == count, "{} documents instead of {count}", created.len());
    Ok(elapsed)
}

pub(super) async fn create<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let repository = emptied::<T>(db).await?;
    let values: Vec<T> = numbers().take(operations).map(T::numbered).collect();
    let mut created = Vec::with_capacity(operations);
    let watch = Watch::start();
    for value in values {
        created.push(repository.create(value).await?);
    }
    Ok(watch.elapsed())
}

pub(super) async fn create_in_group<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let group = emptied::<T>(db).await?.write_group();
    let values: Vec<T> = numbers().take(operations).map(T::numbered).collect();
    let mut created = Vec::with_capacity(operations);
    let watch = Watch::start();
    for value in values {
        created.push(group.create(value).await?);
    }
    Ok(watch.elapsed())
}

pub(super) async fn update<T: Entry>(
    db: &Database,
    operations: usize,
    change: fn() -> Update<T>,
) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let mut updated = Vec::with_capacity(operations);
    let ids = ids::<T>(operations);
    let watch = Watch::start();
    for id in ids {
        updated.push(repository.update(id, change()).await?.context("a document is missing")?);
    }
    Ok(watch.elapsed())
}

pub(super) async fn update_one<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let ids = ids::<T>(operations);
    let watch = Watch::start();
    for id in ids {
        let summary = repository.update_one(T::with_id(id), T::raised()).await?;
        ensure!(summary.matched == 1, "a document is missing");
    }
    Ok(watch.elapsed())
}

pub(super) async fn update_in_group<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let group = Repository::<T>::new(db).write_group();
    let ids = ids::<T>(operations);
    let watch = Watch::start();
    for id in ids {
        ensure!(group.update(id, T::raised()).await?, "a document is missing");
    }
    Ok(watch.elapsed())
}

pub(super) async fn save<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let mut documents = repository.find(Filter::all()).limit(operations as u64).await?;
    let watch = Watch::start();
    for document in &mut documents {
        document.raise();
        repository.save(document).await?;
    }
    Ok(watch.elapsed())
}

/// The documents of both ways to change one field.
async fn rated(db: &Database, operations: usize) -> Result<(Repository<Medium>, Vec<Doc<Medium>>)> {
    let repository = Repository::<Medium>::new(db);
    let documents = repository.find(Filter::all()).limit(operations as u64).await?;
    Ok((repository, documents))
}

pub(super) async fn save_rating(db: &Database, operations: usize) -> Result<Elapsed> {
    let (repository, mut documents) = rated(db, operations).await?;
    let watch = Watch::start();
    for document in &mut documents {
        document.rating += 1;
        repository.save(document).await?;
    }
    Ok(watch.elapsed())
}

pub(super) async fn set_rating(db: &Database, operations: usize) -> Result<Elapsed> {
    let (repository, documents) = rated(db, operations).await?;
    let mut updated = Vec::with_capacity(operations);
    let watch = Watch::start();
    for document in &documents {
        let change = Medium::q().rating().set(document.rating + 1);
        updated.push(repository.update(document.id(), change).await?.context("a document is missing")?);
    }
    Ok(watch.elapsed())
}
