//! Behind an `Option` a value is an `Option`.

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
    #[vellum(path = home.city)]
    city: String,
}

fn main() {}
