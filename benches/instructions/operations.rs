//! What is repeated against a server: one operation after the other, as the side-by-side run does them.

use std::hint::black_box;

use anyhow::{Context, Result, bail};
use mongodb::bson::{Document, doc};
use mongodb::options::ReturnDocument;
use mongodb::{Client, Collection};
use serde::Serialize;
use vellum::prelude::*;

use crate::{contents, kernels, models, plain};

/// The documents that the operations are about. All are made in every run, so that the difference of two runs has only
/// operations in it.
const POOL: u64 = 2_000;

/// How many documents `create_many` stores at a time.
pub(crate) const MANY: u64 = 100;

pub(crate) fn repeat(work: &str, subject: &str, uri: &str, times: u64) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::with_uri_str(uri).await?;
        let database = client.database(&format!("{subject}_{work}"));
        match work {
            "save" => {
                let pool: Vec<plain::Medium> = (0..POOL / 2).map(contents::medium).collect();
                let collection = stored("medium", &database, &pool, true).await?;
                match subject {
                    "vellum" => save(client, database.name(), times).await,
                    _ => replace(&collection, pool, times).await,
                }
            }
            _ => {
                let pool: Vec<plain::Small> = (0..POOL).map(contents::small).collect();
                let empty = ["insert_one", "create_many"].contains(&work);
                let collection = stored("small", &database, &pool, !empty).await?;
                match subject {
                    "vellum" => vellum(work, client, database.name(), &pool, times).await,
                    _ => driver(work, &collection, &pool, times).await,
                }
            }
        }
    })
}

/// A collection that has the documents, or none.
async fn stored<T: Serialize + Send + Sync>(
    name: &str,
    database: &mongodb::Database,
    pool: &[T],
    filled: bool,
) -> Result<Collection<T>> {
    let collection: Collection<T> = database.collection(name);
    collection.drop().await?;
    database.create_collection(name).await?;
    if filled {
        collection.insert_many(pool).await?;
    }
    Ok(collection)
}

async fn driver(
    work: &str,
    collection: &Collection<plain::Small>,
    pool: &[plain::Small],
    times: u64,
) -> Result<()> {
    if work == "create_many" {
        for many in pool.chunks(MANY as usize).take((times / MANY) as usize) {
            black_box(collection.insert_many(many).await?);
        }
        return Ok(());
    }
    let increment = || doc! { "$inc": { "ratio": 1.0 } };
    for value in pool.iter().cycle().take(times as usize) {
        let id: Document = doc! { "_id": value.id };
        match work {
            "get_one" => drop(black_box(collection.find_one(id).await?.context("a document is missing")?)),
            "insert_one" => drop(black_box(collection.insert_one(value).await?)),
            "update_one" => drop(black_box(collection.update_one(id, increment()).await?)),
            "update_returning" => {
                let update = collection.find_one_and_update(id, increment());
                black_box(update.return_document(ReturnDocument::After).await?);
            }
            _ => bail!("no work `{work}`"),
        }
    }
    Ok(())
}

async fn vellum(work: &str, client: Client, database: &str, pool: &[plain::Small], times: u64) -> Result<()> {
    let database = Database::new(client, database);
    let repository = Repository::<models::Small>::new(&database);
    let pool = pool.iter().map(|value| kernels::decode::<models::Small>(&bson::serialize_to_vec(value)?));
    let pool: Vec<models::Small> = pool.collect::<Result<_>>()?;
    if work == "create_many" {
        for many in pool.chunks(MANY as usize).take((times / MANY) as usize) {
            black_box(repository.create_many(many.to_vec()).await?);
        }
        return Ok(());
    }
    for value in pool.iter().cycle().take(times as usize) {
        let increment = || models::Small::q().ratio().inc(1.0);
        match work {
            "get_one" => drop(black_box(repository.get(value.id).await?.context("a document is missing")?)),
            "insert_one" => drop(black_box(repository.create(value.clone()).await?)),
            "update_one" => {
                let by_id = models::Small::q().id().eq(value.id);
                black_box(repository.update_one(by_id, increment()).await?);
            }
            "update_returning" => drop(black_box(repository.update(value.id, increment()).await?)),
            _ => bail!("no work `{work}`"),
        }
    }
    Ok(())
}

/// One field has changed, and is found out and sent.
async fn save(client: Client, database: &str, times: u64) -> Result<()> {
    let repository = Repository::<models::Medium>::new(&Database::new(client, database));
    let mut documents = repository.find(Filter::all()).await?;
    for document in documents.iter_mut().take(times as usize) {
        document.rating += 1;
        repository.save(document).await?;
    }
    Ok(())
}

/// One field has changed, and the whole document is sent.
async fn replace(collection: &Collection<plain::Medium>, pool: Vec<plain::Medium>, times: u64) -> Result<()> {
    for mut value in pool.into_iter().take(times as usize) {
        value.rating += 1;
        black_box(collection.replace_one(doc! { "_id": value.id }, &value).await?);
    }
    Ok(())
}
