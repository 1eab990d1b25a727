//! Reading. What was read is let go after the watch has been looked at.

use anyhow::{Context, Result, ensure};
use vellum::prelude::*;

use super::ids;
use crate::entries::Entry;
use crate::stage::groups;
use crate::watch::{Elapsed, Watch};

pub(super) async fn values<T: Model>(db: &Database, count: u64) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let watch = Watch::start();
    let values: Vec<T> = repository.find(Filter::all()).values().await?;
    let elapsed = watch.elapsed();
    ensure!(values.len() as u64 == count, "{} documents instead of {count}", values.len());
    Ok(elapsed)
}

pub(super) async fn documents<T: Model>(db: &Database, count: u64) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let watch = Watch::start();
    let documents: Vec<Doc<T>> = repository.find(Filter::all()).await?;
    let elapsed = watch.elapsed();
    ensure!(documents.len() as u64 == count, "{} documents instead of {count}", documents.len());
    Ok(elapsed)
}

pub(super) async fn get<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let ids = ids::<T>(operations);
    let mut found = Vec::with_capacity(operations);
    let watch = Watch::start();
    for id in ids {
        found.push(repository.get(id).await?.context("a document is missing")?);
    }
    let elapsed = watch.elapsed();
    ensure!(found.len() == operations, "{} documents instead of {operations}", found.len());
    Ok(elapsed)
}

/// The same through a loader.
pub(super) async fn load<T: Entry>(db: &Database, operations: usize) -> Result<Elapsed> {
    let loader = Repository::<T>::new(db).loader();
    let ids = ids::<T>(operations);
    let mut found = Vec::with_capacity(operations);
    let watch = Watch::start();
    for id in ids {
        found.push(loader.get(id).await?.context("a document is missing")?);
    }
    Ok(watch.elapsed())
}

/// By an indexed field.
pub(super) async fn find_200<T: Entry>(db: &Database, entries: u64, operations: usize) -> Result<Elapsed> {
    let repository = Repository::<T>::new(db);
    let groups = groups(entries);
    let mut found = Vec::with_capacity(operations);
    let watch = Watch::start();
    for group in groups.iter().cycle().take(operations) {
        found.push(repository.find(T::of_group(*group)).await?);
    }
    let elapsed = watch.elapsed();
    ensure!(
        found.len() == operations && found.iter().all(|found| found.len() == 200),
        "documents are missing"
    );
    Ok(elapsed)
}
