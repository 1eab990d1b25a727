//! `bytes` is for lists of bytes.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    #[vellum(bytes)]
    hash: String,
}

fn main() {}
