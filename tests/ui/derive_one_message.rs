//! One mistake is one message: what the macro writes is still there for other code.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", versionned)]
#[vellum(index(keys(address.city = 1)))]
struct User {
    #[vellum(unique)]
    email: String,
    address: Address,
}

#[derive(Clone, Embedded)]
struct Address {
    city: String,
    #[vellum(flaten)]
    more: More,
}

#[derive(Clone, Embedded)]
struct More {
    street: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Card {
    email: String,
    #[vellum(path = address.city)]
    city: String,
}

async fn find(db: &Database) -> vellum::Result<Option<Doc<User>>> {
    let users = UserRepository::new(db);
    let q = User::q();
    let _ = users.find(q.email().eq("a") & q.address().city().starts_with("L")).select::<Card>().await?;
    users.get_by_email("ada@example.org").await
}

fn main() {}
