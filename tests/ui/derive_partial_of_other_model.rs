//! The filter of a partial index is one of the model.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", index(keys(age = 1), partial = expensive))]
struct User {
    age: i32,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    total: i64,
}

fn expensive() -> Filter<Order> {
    Order::q().total().gt(1000)
}

fn main() {}
