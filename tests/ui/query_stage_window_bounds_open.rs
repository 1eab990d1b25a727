use vellum::pipeline::window::Window;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
}

fn ask(users: UserRepository) {
    Window::documents(-1..1);
    drop(users);
}

fn main() {}
