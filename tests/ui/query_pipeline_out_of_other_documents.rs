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

fn main() {
    let users: UserRepository = todo!();
    let _ = users.aggregate().out::<Archived>();
}
