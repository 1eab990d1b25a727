//! Unknown, repeated and misplaced keys, all of a model's at once.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", timestamp, skip, tag = "kind")]
struct User {
    #[vellum(renam = "mail")]
    email: String,
    #[vellum(default, rename = "a", rename = "b")]
    name: String,
    #[vellum(colour = "red")]
    age: i32,
    #[vellum(rename)]
    city: String,
}

#[derive(Clone, Embedded)]
struct Address {
    #[vellum(unique)]
    city: String,
}

fn main() {}
