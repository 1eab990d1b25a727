//! Keys whose features are still to come.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", referenced_by(Order), schema_version = 3)]
struct User {
    #[vellum(filterable)]
    email: String,
}

fn main() {}
