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

#[derive(Clone, Vellum)]
#[vellum(collection = "stats")]
struct Stats {
    city: String,
    people: i64,
}

fn ask(users: UserRepository) {
    let _ = users
        .aggregate()
        .group_by(|u| u.city(), |city, _| CityStats::grouped().city(city).people(count()))
        .merge::<Stats>();
}

fn main() {}
