use vellum::expr::Expr;
use vellum::field::ExprRoot;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "orders")]
struct Order {
    total: i32,
}

fn wrong(total: Expr<ExprRoot<Order>, i32>) {
    let _ = User::expr(|u| u.age().gt(total));
}

fn main() {}
