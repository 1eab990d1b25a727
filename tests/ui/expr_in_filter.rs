use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    city: String,
}

fn main() {
    let _ = User::q().city().to_upper();
}
