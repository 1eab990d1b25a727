//! A projection of another model cannot be selected.

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

async fn cards(users: Repository<User>) -> vellum::Result<Vec<ItemCard>> {
    users.find(Filter::all()).select::<ItemCard>().await
}

fn main() {}
