//! Enums.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Card { kind: String },
    #[vellum(rename = "card")]
    Debit { number: String },
    IsCard,
    Both(String, String),
}

#[derive(Clone, Embedded)]
enum Role {
    Admin,
    #[vellum(other, alias = "user")]
    Member,
    #[vellum(other)]
    Guest,
}

fn main() {}
