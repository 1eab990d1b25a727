//! A document goes to JSON only where its model does.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

fn answer(user: Doc<User>) -> String {
    serde_json::to_string(&user).unwrap()
}

fn main() {}
