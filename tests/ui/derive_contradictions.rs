//! Keys that cannot stand together.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    #[vellum(skip, rename = "mail")]
    email: String,
    #[vellum(flatten, index)]
    address: Address,
    #[vellum(serde, bytes)]
    hash: Vec<u8>,
    #[vellum(id, default)]
    number: i64,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
}

fn main() {}
