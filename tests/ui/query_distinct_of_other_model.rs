use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "posts")]
struct Post {
    title: String,
}

fn query(users: &UserRepository) {
    let _ = users.find(Filter::all()).distinct(Post::q().title());
}

fn main() {}
