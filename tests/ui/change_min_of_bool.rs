use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    active: bool,
}

fn main() {
    let _ = User::q().active().min(true);
}
