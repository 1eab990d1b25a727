//! Hooks under names that mean something else where the model is.
#![deny(warnings)]
#![allow(dead_code)]

use vellum::Vellum;

struct Hooks;
struct Box;
enum Event {}
struct HookContext;
type Result = Option<()>;

fn call() {}
fn none() {}

mod r#loop {
    pub(super) async fn r#break(_: &mut super::User, _: &vellum::hooks::HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(before_insert = [r#move, call, r#loop::r#break], after_update = none))]
struct User {
    call: String,
}

impl User {
    async fn r#move(&mut self, _: &vellum::hooks::HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    async fn call(&mut self, _: &vellum::hooks::HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    async fn none(&self, _: &vellum::hooks::HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

#[derive(Clone, Vellum)]
#[vellum(collection = "singles")]
enum Single {
    #[vellum(hooks(before_delete = none, after_delete = none))]
    Only,
}

impl Single {
    async fn none(&self, _: &vellum::hooks::HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

fn main() {}
