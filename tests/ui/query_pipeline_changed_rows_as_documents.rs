use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    age: i32,
    city: String,
    tags: Vec<String>,
}

async fn rows(users: UserRepository) -> Vec<Doc<User>> {
    users.aggregate().set(|u| [u.age().set(u.age() + 1)]).await.unwrap()
}

fn main() {}
