//! What fills a missing field has the field's type.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
struct Address {
    #[vellum(default = nowhere)]
    city: String,
}

fn nowhere() -> i32 {
    0
}

fn main() {}
