//! A model has one id.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", id = ObjectId)]
struct User {
    id: i64,
    #[vellum(id)]
    email: String,
}

fn main() {}
