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
    users.aggregate().add_fields(|u| CityStats::projected().city(u.city()).people(1)).text("coffee");
}

fn main() {}
