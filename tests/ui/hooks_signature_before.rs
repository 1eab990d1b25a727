//! Methods that cannot be called before an insert: one that may not change the document, one that is not
//! `async`, one with another result, one without a context.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(before_insert = [look, at_once, other, alone]))]
struct User {
    email: String,
}

impl User {
    async fn look(&self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    fn at_once(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    async fn other(&mut self, _: &HookContext<'_>) -> Result<(), String> {
        Ok(())
    }

    async fn alone(&mut self) -> vellum::Result<()> {
        Ok(())
    }
}

fn main() {}
