use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn main() {
    let _ = User::q().age().set("old");
}
