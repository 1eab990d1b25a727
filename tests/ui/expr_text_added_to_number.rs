use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
    city: String,
}

fn main() {
    let _ = User::expr(|u| (u.age() + u.city()).gt(3));
}
