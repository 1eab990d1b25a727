use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    scores: Vec<i32>,
}

fn main() {
    let _ = User::q().scores().push("new");
}
