//! `serde` needs serde's impls.

use vellum::prelude::*;

#[derive(Clone)]
struct Plain;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    #[vellum(serde)]
    plain: Plain,
}

fn main() {}
