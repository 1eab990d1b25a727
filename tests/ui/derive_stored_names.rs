//! Stored names that are taken, or that MongoDB would read as something else.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "system.users", versioned, rename_all = "camelcase")]
struct User {
    #[vellum(rename = "name")]
    first: String,
    name: String,
    #[vellum(rename = "a.b")]
    dotted: i32,
    #[vellum(rename = "$set")]
    operator: i32,
    #[vellum(alias = "_id")]
    number: i32,
    version: i64,
}

fn main() {}
