use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    city: String,
}

fn main() {
    let _ = User::q().city().near(vellum::geo::Point::new(0.0, 0.0));
}
