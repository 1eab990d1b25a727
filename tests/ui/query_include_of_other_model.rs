use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    customer: Ref<User>,
    label: String,
}

fn rows(users: UserRepository) {
    let _ = users.find(Filter::all()).include(Order::q().customer());
}

fn main() {}
