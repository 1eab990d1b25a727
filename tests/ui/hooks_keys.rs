//! Events and lists of hooks that are none, all of a model's at once.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
#[vellum(hooks(
    before_insrt = check,
    before_save = check,
    after_insert,
    before_insert = [check, check],
    before_delete = "guard",
    after_delete = [],
    before_update = check,
    before_update = check,
))]
struct User {
    #[vellum(hooks(before_insert = check))]
    email: String,
}

impl User {
    async fn check(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}

#[derive(Clone, Vellum)]
#[vellum(collection = "things", hooks)]
struct Thing {
    name: String,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "others", hooks())]
struct Other {
    name: String,
}

#[derive(Clone, Embedded)]
enum Payment {
    #[vellum(hooks(before_insert = check))]
    Card { last4: String },
}

fn main() {}
