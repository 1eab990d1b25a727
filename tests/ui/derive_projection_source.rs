//! A projection is taken from a model or an embedded type.

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

struct Other;

#[derive(Projection)]
#[vellum(from = Other)]
struct Card {
    email: String,
}

fn main() {}
