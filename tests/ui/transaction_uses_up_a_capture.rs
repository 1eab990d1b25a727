//! A transaction that uses up a value that the next try would need again.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    email: String,
}

async fn example(db: &Database, ada: User) -> vellum::Result<Doc<User>> {
    db.transaction(|tx| async move { UserRepository::new(&tx).create(ada).await }).await
}

fn main() {}
