//! Keys whose features are still to come.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(before_insert = check), validate)]
struct User {
    #[vellum(filterable)]
    email: String,
}

fn main() {}
