//! A row is visited in documents of its own model.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    number: String,
}

#[derive(Projection)]
#[vellum(from = Order)]
struct Row<'a> {
    number: &'a str,
}

async fn rows(users: Repository<User>) -> vellum::Result<()> {
    users.find(Filter::all()).for_each_row::<Row>(|row| println!("{}", row.number)).await
}

fn main() {}
