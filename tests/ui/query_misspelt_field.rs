use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

fn main() {
    let _ = User::q().emial().eq("x");
}
