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

#[derive(Projection)]
struct CityStats {
    city: String,
    people: i64,
}

fn ask(users: UserRepository) {
    users
        .aggregate()
        .add_fields(|u| CityStats::projected().city(u.city()).people(1))
        .geo_near(|(u, _)| u.location(), Near::to(Point::new(0.0, 0.0)));
}

fn main() {}
