//! oximod. A model's database stands on its struct, so there is one for reading and one for writing.

mod models;

use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use mongodb::bson::doc;
use oximod::{Model, OxiClient, Queryable};

use crate::protocol::{Outcome, Task, Watch};
use crate::weights::Weigh;
use crate::{spread, unknown};
use models::{Created, Large, Medium, Small};

pub(crate) const WORKS: [&str; 10] = [
    "find_small",
    "find_medium",
    "find_large",
    "page_200",
    "create_many_small",
    "create_many_small_ordered",
    "get_one",
    "insert_one",
    "update_one",
    "update_returning",
];

pub(crate) async fn connect(uri: &str) -> Result<()> {
    Ok(OxiClient::init_global(uri.to_owned()).await?)
}

pub(crate) async fn work(task: &Task) -> Result<Outcome> {
    match task.work.as_str() {
        "find_small" => {
            let watch = Watch::start();
            done(&watch, &Small::query().all().await?)
        }
        "find_medium" => {
            let watch = Watch::start();
            done(&watch, &Medium::query().all().await?)
        }
        "find_large" => {
            let watch = Watch::start();
            done(&watch, &Large::query().all().await?)
        }
        "page_200" => pages(task.operations).await,
        "create_many_small" => create_many(false).await,
        "create_many_small_ordered" => create_many(true).await,
        "get_one" => get(task.operations).await,
        "insert_one" => insert(task.operations).await,
        "update_one" => update_one(task.operations).await,
        "update_returning" => update_returning(task.operations).await,
        _ => unknown(task),
    }
}

fn done<T: Weigh>(watch: &Watch, values: &[T]) -> Result<Outcome> {
    Ok(watch.stop(values.len() as u64).of(values))
}

async fn pages(operations: usize) -> Result<Outcome> {
    let watch = Watch::start();
    let mut pages = Vec::with_capacity(operations);
    for _ in 0..operations {
        pages.push(Small::query().limit(200).all().await?);
    }
    let documents = pages.iter().map(Vec::len).sum::<usize>();
    Ok(watch.stop(documents as u64).of(pages.iter().flatten()))
}

async fn create_many(ordered: bool) -> Result<Outcome> {
    let source = Small::get_collection()?.clone_with_type::<Created>();
    let values: Vec<Created> = source.find(doc! {}).await?.try_collect().await?;
    let watch = Watch::start();
    let created = Created::get_collection()?.insert_many(&values).ordered(ordered).await?;
    Ok(watch.stop(created.inserted_ids.len() as u64))
}

async fn first(count: usize) -> Result<Vec<Created>> {
    let source = Small::get_collection()?.clone_with_type::<Created>();
    Ok(source.find(doc! {}).limit(count as i64).await?.try_collect().await?)
}

async fn get(operations: usize) -> Result<Outcome> {
    let values = first(operations).await?;
    let watch = Watch::start();
    let mut found = Vec::with_capacity(operations);
    for operation in 0..operations {
        let id = values[spread(operation, values.len())]._id.context("no id")?;
        found.push(Small::find_by_id(id).await?.context("a document is missing")?);
    }
    Ok(watch.stop(found.len() as u64).of(&found))
}

async fn insert(operations: usize) -> Result<Outcome> {
    let values = first(operations).await?;
    let watch = Watch::start();
    let mut created = 0;
    for value in &values {
        value.save().await?;
        created += 1;
    }
    Ok(watch.stop(created))
}

async fn update_one(operations: usize) -> Result<Outcome> {
    let values = first(operations).await?;
    let watch = Watch::start();
    let mut modified = 0;
    for operation in 0..operations {
        let id = values[spread(operation, values.len())]._id.context("no id")?;
        modified += Created::update_by_id(id, doc! { "$inc": { "ratio": 1.0 } }).await?.modified_count;
    }
    Ok(watch.stop(modified))
}

async fn update_returning(operations: usize) -> Result<Outcome> {
    let values = first(operations).await?;
    let watch = Watch::start();
    let mut updated = 0;
    for operation in 0..operations {
        let id = values[spread(operation, values.len())]._id.context("no id")?;
        let query = Created::query().filter(|small| small._id.eq(id));
        updated += u64::from(query.update_one(|small| small.ratio.inc(1.0)).await?.is_some());
    }
    Ok(watch.stop(updated))
}
