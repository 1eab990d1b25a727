//! `flatten`, and what a variant holds, have fields.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
struct Address {
    #[vellum(flatten)]
    city: String,
}

#[derive(Clone, Embedded)]
enum Payment {
    Card(i64),
    Cash,
}

fn main() {}
