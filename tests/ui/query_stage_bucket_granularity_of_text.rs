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
    users.aggregate().bucket_auto(
        |u| u.city(),
        (3, vellum::pipeline::Granularity::E6),
        |_, _| CityStats::grouped().city("all").people(count()),
    );
}

fn main() {}
