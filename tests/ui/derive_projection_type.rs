//! A projection's field has the type of the model's.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Card {
    email: i32,
}

fn main() {}
