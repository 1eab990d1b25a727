//! Indexes that MongoDB would refuse, or that say nothing.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
#[vellum(index(unique), index(keys(emial = 1)), index(keys(age = 2)))]
#[vellum(index(keys(age = 1, name = 1), ttl = "1d"), index(keys(name = 1), sparse, partial = adults))]
struct User {
    #[vellum(unique, index)]
    email: String,
    #[vellum(index(ttl = "30 days"))]
    age: i32,
    #[vellum(index(weight = 5), unique(live))]
    name: String,
}

fn adults() -> Filter<User> {
    User::q().age().gte(18)
}

fn main() {}
