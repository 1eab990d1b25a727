use vellum::geo::Point;
use vellum::pipeline::Near;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
    location: Point,
}

fn ask(users: UserRepository) {
    users.aggregate().geo_near(|u| u.name(), Near::to(Point::new(0.0, 0.0)));
}

fn main() {}
