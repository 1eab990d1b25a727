use vellum::prelude::*;

#[derive(Clone)]
struct Address;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    home: Address,
    others: Vec<Address>,
}

fn main() {}
