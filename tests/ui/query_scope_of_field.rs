//! A scope is a filter: a field alone says no value.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    tenant: Uuid,
}

fn scope(db: &Database) -> Database {
    db.scoped(Order::q().tenant())
}

fn main() {}
