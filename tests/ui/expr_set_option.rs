use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    share: i32,
    bonus: Option<i32>,
}

fn main() {
    let _ = User::set_with(|u| [u.share().set(u.bonus())]);
}
