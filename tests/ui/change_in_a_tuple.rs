use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn change(users: &UserRepository) {
    let q = User::q();
    let _ = users.update_many(Filter::all(), (q.age().inc(1), q.age().mul(2)));
}

fn main() {}
