use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
}

fn main() {
    let _ = User::q().name().inc(" II");
}
