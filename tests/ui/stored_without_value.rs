use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    stop: std::sync::Arc<std::sync::Mutex<i32>>,
}

fn main() {}
