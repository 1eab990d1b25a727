use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    spot: vellum::geo::Point,
}

fn main() {
    let _ = User::q().spot().within(vellum::geo::Point::new(0.0, 0.0));
}
