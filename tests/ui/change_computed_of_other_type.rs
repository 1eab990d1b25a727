use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
    name: String,
}

fn main() {
    let _ = User::set_with(|u| u.age().set(u.name()));
}
