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

async fn query(users: &UserRepository) {
    let _ = users.find(Filter::all()).hint(Post::q().title().asc()).await;
}

fn main() {}
