use vellum::pipeline::window::rank;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
}

#[derive(Projection)]
struct CityStats {
    city: String,
    people: i64,
}

fn ask(users: UserRepository) {
    users.aggregate().group_by(|u| u.city(), |city, _| CityStats::grouped().city(city).people(rank()));
}

fn main() {}
