//! A field that borrows stands for the model's own type.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Row<'a> {
    age: &'a str,
}

fn main() {}
