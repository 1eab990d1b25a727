//! A projection's fields are checked against the model.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
    address: Address,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Card {
    emial: String,
    #[vellum(path = address.citi)]
    city: String,
}

fn main() {}
