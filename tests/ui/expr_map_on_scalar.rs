use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn main() {
    let _ = User::expr(|u| u.age().map(|age| age + 1).size().gt(1));
}
