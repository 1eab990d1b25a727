use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    items: Vec<Item>,
    lines: Vec<Line>,
}

#[derive(Clone, Embedded)]
struct Item {
    price: i32,
}

#[derive(Clone, Embedded)]
struct Line {
    price: i32,
}

fn main() {
    let _ = User::q().items().pull_if(|_| User::q().lines().any().price().gt(5));
}
