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
    let _ = users.aggregate().group_by(|u| u.age(), |_, u| CityStats::grouped().city(u.city()).people(count()));
}

fn main() {}
