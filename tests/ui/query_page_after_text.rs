use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

async fn query(users: &UserRepository, after: String) {
    let _ = users.find(Filter::all()).limit(50).after(after).page_slice().await;
}

fn main() {}
