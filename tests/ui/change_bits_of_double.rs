use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    ratio: f64,
}

fn main() {
    let _ = User::q().ratio().bit_or(1.0);
}
