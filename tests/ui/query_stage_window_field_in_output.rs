use vellum::pipeline::window::{partition_by, rank};
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
    users
        .aggregate()
        .set_window_fields(|u| partition_by(u.city()), |u| CityStats::windowed().city(u.city()).people(rank()));
}

fn main() {}
