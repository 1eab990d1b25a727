use vellum::pipeline::window::Window;
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

fn main() {
    let users: UserRepository = todo!();
    users.aggregate().group_by(
        |u| u.city(),
        |city, u| CityStats::grouped().city(city).people(sum(u.age()).over(Window::documents(..=0))),
    );
}
