//! A part is a projection of what the model has there.

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
#[vellum(from = Item)]
struct ItemCard {
    sku: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Card {
    home: Option<ItemCard>,
    items: Vec<Option<ItemCard>>,
}

fn main() {}
