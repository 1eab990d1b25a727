use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    spent: i32,
    budget: i32,
}

fn main() {
    let _ = User::q().spent().gt(User::q().budget());
}
