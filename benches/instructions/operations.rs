//! What is repeated against a server: one operation after the other, as the side-by-side run does them.

use std::hint::black_box;

use anyhow::{Context, Result, bail};
use mongodb::bson::{Document, doc};
use mongodb::options::ReturnDocument;
use mongodb::{Client, Collection};
use vellum::prelude::*;

use crate::{contents, kernels, models, plain};

/// The documents that the operations are about. All are made in every run, so that the difference of two runs has only
/// operations in it.
const POOL: u64 = 2_000;

pub(crate) fn repeat(work: &str, subject: &str, uri: &str, times: u64) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = Client::with_uri_str(uri).await?;
        let database = client.database(&format!("{subject}_{work}"));
        let pool: Vec<plain::Small> = (0..POOL).map(contents::small).collect();
        let collection: Collection<plain::Small> = database.collection("small");
        collection.drop().await?;
        database.create_collection("small").await?;
        if work != "insert_one" {
            collection.insert_many(&pool).await?;
        }
        match subject {
            "vellum" => vellum(work, client, database.name(), &pool, times).await,
            _ => driver(work, &collection, &pool, times).await,
        }
    })
}

async fn driver(
    work: &str,
    collection: &Collection<plain::Small>,
    pool: &[plain::Small],
    times: u64,
) -> Result<()> {
    let increment = || doc! { "$inc": { "score": 1 } };
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
    for value in pool.iter().cycle().take(times as usize) {
        let increment = || models::Small::q().score().inc(1);
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
