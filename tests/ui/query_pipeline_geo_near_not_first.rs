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

fn main() {
    let users: UserRepository = todo!();
    users
        .aggregate()
        .group_by(|u| u.city(), |city, _| CityStats::grouped().city(city).people(count()))
        .geo_near(|s| s.city(), Near::to(Point::new(0.0, 0.0)));
}
