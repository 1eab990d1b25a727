use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
    tags: Vec<String>,
}

fn rows(users: UserRepository) {
    let _ = users.aggregate().unwind(|u| u.age());
}

fn main() {}
