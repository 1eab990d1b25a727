use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
    tags: Vec<String>,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    customer: Ref<User>,
    label: String,
}

fn rows(users: UserRepository) {
    let _ = users.aggregate().lookup(|u| u.age(), Order::q().label());
}

fn main() {}
