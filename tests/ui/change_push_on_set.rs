use std::collections::BTreeSet;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    tags: BTreeSet<String>,
}

fn main() {
    let _ = User::q().tags().push("new");
}
