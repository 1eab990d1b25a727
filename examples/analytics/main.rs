//! Real documents through typed models: every document of three collections is read, stored again and compared, and
//! then questions are asked of them.
//!
//! `cargo run --example analytics` takes the files `customers.json`, `accounts.json` and `restaurants.json` (Extended
//! JSON, one document per line) of the folder that `VELLUM_DATA` names, and makes documents up where there are none. It
//! fails if a single document is refused, or is changed by being read and stored.

mod data;
mod models;
mod questions;

use std::path::Path;

use bson::Document;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use data::Result;
use models::{Account, Customer, Restaurant};

#[tokio::main]
async fn main() -> Result<()> {
    let folder = data::folder()?;
    match &folder {
        Some(folder) => println!("The documents of {}", folder.display()),
        None => println!("No folder with documents (VELLUM_DATA), so a few are made up."),
    }
    let (found, db) = (TestDatabase::start().await?, TestDatabase::start().await?);
    let documents = |collection| documents(folder.as_deref(), collection);

    data::carry::<Customer>(documents(Customer::COLLECTION)?, &found, &db).await?;
    data::carry::<Account>(documents(Account::COLLECTION)?, &found, &db).await?;
    data::carry::<Restaurant>(documents(Restaurant::COLLECTION)?, &found, &db).await?;

    // `near` needs the `2dsphere` index that the model declares.
    Repository::<Restaurant>::new(&db).sync_indexes().await?;

    questions::of_customers(&db).await?;
    questions::of_accounts(&db).await?;
    questions::of_restaurants(&db).await?;
    Ok(())
}

fn documents(folder: Option<&Path>, collection: &str) -> Result<Vec<Document>> {
    folder.map_or_else(|| Ok(data::made_up(collection)), |folder| data::read(folder, collection))
}
