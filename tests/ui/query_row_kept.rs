//! What a row borrows does not outlive the visit.

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

async fn names(users: Repository<User>) -> vellum::Result<()> {
    let mut names = Vec::new();
    users.find(Filter::all()).for_each_row::<Row>(|row| names.push(row.name)).await?;
    Ok(())
}

fn main() {}
