use vellum::pipeline::Densify;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
}

fn ask(users: UserRepository) {
    users.aggregate().densify(|u| Densify::step(u.name(), 1));
}

fn main() {}
