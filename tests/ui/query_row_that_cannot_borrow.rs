//! Numbers are no part of the server's bytes that could be borrowed.

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
    name: &'a str,
    age: &'a i32,
}

fn main() {}
