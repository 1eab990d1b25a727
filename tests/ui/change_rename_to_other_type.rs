use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: Option<i32>,
    name: String,
}

fn main() {
    let _ = User::q().age().rename(User::q().name());
}
