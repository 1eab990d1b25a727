//! Models that are enums: hooks of the whole and of single variants.

use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::model::{calls, note};

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Click {
    x: i32,
}

impl Click {
    async fn clamp(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("clamp {}", self.x));
        self.x = self.x.clamp(0, 100);
        Ok(())
    }

    async fn trace(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("trace {}", self.x));
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "events", hooks(before_insert = turn, after_delete = [all]))]
enum Event {
    #[vellum(hooks(before_insert = clamp, after_insert = trace, after_delete = trace, before_update = clamp))]
    Click(Click),
    #[vellum(hooks(before_insert = [whole, checks::longer], after_insert = keyed))]
    Key {
        code: String,
    },
    #[vellum(hooks(after_insert = keyed))]
    Idle,
    Other {
        n: i32,
    },
}

mod checks {
    use vellum::prelude::*;

    pub(super) async fn longer(event: &mut super::Event, cx: &HookContext<'_>) -> vellum::Result<()> {
        super::note(cx, "longer");
        match event {
            super::Event::Key { code } if code.is_empty() => Err(cx.stop("a key has a code")),
            _ => Ok(()),
        }
    }
}

impl Event {
    async fn turn(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, "turn");
        if let Self::Other { n: 7 } = self {
            *self = Self::Click(Click { x: 700 });
        }
        Ok(())
    }

    async fn whole(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, "whole");
        if let Self::Key { code } = self
            && code == "idle"
        {
            *self = Self::Idle;
        }
        Ok(())
    }

    async fn keyed(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("keyed {self:?}"));
        Ok(())
    }

    async fn all(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, "all");
        Ok(())
    }
}

#[tokio::test]
async fn the_hooks_of_a_variant_are_for_its_documents_only() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let stored = events.create(Event::Click(Click { x: 500 })).await.unwrap();
    assert_eq!(*stored, Event::Click(Click { x: 100 }));
    assert_eq!(calls(&db), ["before_insert turn", "before_insert clamp 500", "after_insert trace 100"]);
    events.create(Event::Other { n: 1 }).await.unwrap();
    assert_eq!(calls(&db), ["before_insert turn"]);
    events.create(Event::Idle).await.unwrap();
    assert_eq!(calls(&db), ["before_insert turn", "after_insert keyed Idle"]);
    events.delete(stored.id()).await.unwrap();
    assert_eq!(calls(&db), ["after_delete all", "after_delete trace 100"]);
}

#[tokio::test]
async fn a_hook_is_called_for_the_variant_that_the_value_is_by_then() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let turned = events.create(Event::Other { n: 7 }).await.unwrap();
    assert_eq!(*turned, Event::Click(Click { x: 100 }));
    assert_eq!(calls(&db), ["before_insert turn", "before_insert clamp 700", "after_insert trace 100"]);
    let idle = events.create(Event::Key { code: "idle".into() }).await.unwrap();
    assert_eq!(*idle, Event::Idle);
    assert_eq!(calls(&db), ["before_insert turn", "before_insert whole", "after_insert keyed Idle"]);
    assert!(events.create(Event::Key { code: String::new() }).await.unwrap_err().is_hook());
    assert_eq!(calls(&db), ["before_insert turn", "before_insert whole", "before_insert longer"]);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "single")]
enum Single {
    #[vellum(hooks(before_insert = bump))]
    Only { n: i32 },
}

impl Single {
    async fn bump(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        let Self::Only { n } = self;
        *n += 1;
        Ok(())
    }
}

#[tokio::test]
async fn an_enum_of_one_variant_has_hooks() {
    let db = TestDatabase::start().await.unwrap();
    let stored = SingleRepository::new(&db).create(Single::Only { n: 1 }).await.unwrap();
    assert_eq!(*stored, Single::Only { n: 2 });
}
