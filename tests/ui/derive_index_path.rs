//! A path of an index is checked by the compiler, at the user's token.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", index(keys(address.citi = 1)))]
struct User {
    address: Address,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
}

fn main() {}
