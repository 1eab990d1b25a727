use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    city: String,
}

fn main() {
    let _ = User::expr(|u| u.city().year().gt(2000));
}
