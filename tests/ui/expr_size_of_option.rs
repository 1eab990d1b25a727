use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    tags: Option<Vec<String>>,
}

fn main() {
    let _ = User::expr(|u| u.tags().size().gt(1));
}
