use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

fn columns(user: &Doc<User>) {
    user.version();
    user.created_at();
    user.deleted_at();
    let _ = User::q().version();
}

fn main() {}
