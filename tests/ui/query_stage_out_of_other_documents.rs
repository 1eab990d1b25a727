use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "archive")]
struct Archived {
    name: String,
}

fn ask(users: UserRepository) {
    let _ = users.aggregate().out::<Archived>();
}

fn main() {}
