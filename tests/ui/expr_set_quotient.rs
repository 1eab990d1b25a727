use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
    share: i32,
}

fn main() {
    let _ = User::set_with(|u| [u.share().set(u.age() / 2)]);
}
