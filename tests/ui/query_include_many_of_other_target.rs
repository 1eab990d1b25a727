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

fn rows(orders: OrderRepository) {
    let _ = orders.find(Filter::all()).include_many(Order::q().customer());
}

fn main() {}
