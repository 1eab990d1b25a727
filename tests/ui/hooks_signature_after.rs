//! A method that would change a document that is stored already.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(after_insert = announce))]
struct User {
    email: String,
}

impl User {
    async fn announce(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

fn main() {}
