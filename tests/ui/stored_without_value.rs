use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    stop: std::time::Duration,
}

fn main() {}
