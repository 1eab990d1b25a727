//! `null` is for options.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
struct Address {
    #[vellum(null)]
    city: String,
}

fn main() {}
