//! A hook that is named but is no method.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(before_insert = [normalise, check]))]
struct User {
    email: String,
}

impl User {
    async fn normalize(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    async fn check(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

fn main() {}
