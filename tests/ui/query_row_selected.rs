//! Rows that borrow cannot be kept, as `select` does.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Row<'a> {
    name: &'a str,
}

async fn rows(users: Repository<User>) -> vellum::Result<()> {
    let rows = users.find(Filter::all()).select::<Row>().await?;
    Ok(())
}

fn main() {}
