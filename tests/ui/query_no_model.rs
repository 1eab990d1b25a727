use vellum::prelude::*;

struct User;

fn all(db: &Database) {
    let _ = Repository::<User>::new(db);
}

fn main() {}
