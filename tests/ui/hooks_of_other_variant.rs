//! A variant's hook that belongs to the enum, not to what the variant holds.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
struct Click {
    x: i32,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "events")]
enum Event {
    #[vellum(hooks(before_insert = approve))]
    Click(Click),
    #[vellum(hooks(before_insert = Click::count))]
    Idle,
}

impl Event {
    async fn approve(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

impl Click {
    async fn count(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

fn main() {}
