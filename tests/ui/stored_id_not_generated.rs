use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", id = i64)]
struct User {
    email: String,
}

fn main() {}
