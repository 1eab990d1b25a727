use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    tags: Vec<String>,
}

fn main() {
    let _ = User::q().tags().contains(3);
}
