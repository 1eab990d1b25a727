use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    counts: std::collections::HashMap<i32, i32>,
}

fn main() {}
