//! A hook that holds over an `.await` what cannot go to another thread.

use std::rc::Rc;

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users", hooks(before_delete = count))]
struct User {
    email: String,
}

impl User {
    async fn count(&self, _: &HookContext<'_>) -> vellum::Result<()> {
        let counted = Rc::new(1);
        std::future::ready(()).await;
        drop(counted);
        Ok(())
    }
}

fn main() {}
