use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
    city: String,
}

fn main() {
    let _ = User::expr(|u| cond(u.age().gt(17), u.city(), 5).eq("x"));
}
