use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
    tags: Vec<String>,
}

#[derive(Projection)]
struct CityStats {
    city: String,
    people: i64,
}

fn rows(users: UserRepository) {
    let _ = users
        .aggregate()
        .group_by(|u| u.city(), |city, _| CityStats::grouped().city(city).people(count()))
        .filter(|s| s.age().gte(18));
}

fn main() {}
