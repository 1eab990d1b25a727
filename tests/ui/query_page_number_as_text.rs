use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

async fn query(users: &UserRepository) {
    let _ = users.find(Filter::all()).page("2", 50).await;
}

fn main() {}
