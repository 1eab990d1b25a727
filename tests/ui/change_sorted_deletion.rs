use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn change(users: &UserRepository) {
    let _ = users.delete_many(User::q().age().lt(18)).sort(User::q().age().asc());
}

fn main() {}
