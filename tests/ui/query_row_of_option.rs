//! Behind an `Option` a value that borrows is an `Option`, too.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    home: Option<Address>,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Row<'a> {
    #[vellum(path = home.city)]
    city: &'a str,
}

fn main() {}
