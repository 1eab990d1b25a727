use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn main() {
    let _ = User::set_with(|u| u.age().inc(1));
}
