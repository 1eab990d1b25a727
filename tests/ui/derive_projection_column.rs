//! A column that the model has not declared is no field of it.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
    home: Option<Address>,
    items: Vec<Item>,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
}

#[derive(Clone, Embedded)]
struct Item {
    sku: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Card {
    version: i64,
    #[vellum(path = created_at)]
    since: Option<DateTime<Utc>>,
}

fn main() {}
