//! A model that says `validate` and has no rules.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", validate)]
struct User {
    email: String,
}

#[derive(Clone, Embedded)]
#[vellum(validate)]
struct Address {
    city: String,
}

fn main() {}
