use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
    bonus: Option<i32>,
}

fn main() {
    let _ = User::expr(|u| u.age().gt(u.bonus() + 1));
}
