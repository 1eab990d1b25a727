use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    spent: i32,
    city: String,
}

fn main() {
    let _ = User::expr(|u| u.spent().gt(u.city()));
}
