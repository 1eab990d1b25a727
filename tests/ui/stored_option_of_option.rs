use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    nick: Option<Option<String>>,
}

fn main() {}
