use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "posts")]
struct Post {
    likes: i32,
}

fn change(users: &UserRepository) {
    let _ = users.update(Uuid::nil(), Post::q().likes().inc(1));
}

fn main() {}
