use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

fn change(users: &UserRepository) {
    let _ = users.update_many(Filter::all(), User::q().age().inc(1)).upsert(User { age: 1 });
}

fn main() {}
