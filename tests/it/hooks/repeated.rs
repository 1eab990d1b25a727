//! Writes that someone else gets in the way of while hooks are at work.

use std::sync::atomic::{AtomicI32, Ordering};

use vellum::Error;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::model::{calls, note};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "contested", versioned, hooks(before_update = meddle, before_delete = peek))]
struct Contested {
    /// How often the hooks write the document behind the operation's back.
    rivals: i32,
    hits: i32,
}

impl Contested {
    async fn meddle(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        self.peek(cx).await
    }

    async fn peek(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("{} {:?}", self.rivals, cx.version()));
        if self.rivals > 0 {
            let q = Contested::q();
            let change = [q.rivals().inc(-1), q.hits().inc(1)];
            let id = *cx.id::<Uuid>().unwrap();
            ContestedRepository::new(cx.db()).update(id, change).skip_hooks().await?;
        }
        Ok(())
    }
}

async fn start(rivals: i32) -> (TestDatabase, ContestedRepository, Uuid) {
    let db = TestDatabase::start().await.unwrap();
    let contested = ContestedRepository::new(&db);
    let id = *contested.create(Contested { rivals, hits: 0 }).await.unwrap().id();
    (db, contested, id)
}

#[tokio::test]
async fn hooks_see_a_document_again_that_has_moved_on() {
    let (db, contested, id) = start(2).await;
    let after = contested.update(id, Contested::q().hits().inc(10)).await.unwrap().unwrap();
    assert_eq!((after.hits, after.version()), (12, 4));
    assert_eq!(calls(&db), ["before_update 2 Some(1)", "before_update 1 Some(2)", "before_update 0 Some(3)"]);

    let (db, contested, id) = start(2).await;
    assert!(contested.delete(id).await.unwrap());
    assert_eq!(calls(&db).len(), 3);
    assert_eq!(contested.get(id).await.unwrap(), None);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "plain", hooks(before_update = count))]
struct Plain {
    rivals: i32,
    hits: i32,
    other: i32,
}

impl Plain {
    async fn count(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        if self.rivals > 0 {
            let q = Plain::q();
            let id = *cx.id::<Uuid>().unwrap();
            let change = [q.rivals().inc(-1), q.hits().inc(1)];
            PlainRepository::new(cx.db()).update(id, change).skip_hooks().await?;
        }
        self.hits += 100;
        Ok(())
    }
}

#[tokio::test]
async fn without_versions_the_fields_that_hooks_change_are_guarded() {
    let db = TestDatabase::start().await.unwrap();
    let plain = PlainRepository::new(&db);
    let id = *plain.create(Plain { rivals: 2, hits: 0, other: 0 }).await.unwrap().id();
    let after = plain.update(id, Plain::q().other().inc(1)).await.unwrap().unwrap();
    assert_eq!(*after, Plain { rivals: 0, hits: 102, other: 1 });
}

#[tokio::test]
async fn a_document_that_never_rests_is_an_optimistic_lock() {
    let (db, contested, id) = start(9).await;
    let error = contested.update(id, Contested::q().hits().inc(10)).await.unwrap_err();
    assert!(
        matches!(&error, Error::OptimisticLock { collection, id: of, expected: 3 }
            if collection == "contested" && *of == id.to_string()),
        "{error}"
    );
    assert!(contested.delete(id).await.unwrap_err().to_string().contains("no longer at version 6"));
    assert_eq!(calls(&db).len(), 6);
    assert_eq!(contested.require(id).await.unwrap().hits, 6);
}

#[tokio::test]
async fn a_version_that_is_missing_is_0_for_hooks_too() {
    let (db, contested, id) = start(0).await;
    contested.driver().update_one(doc! {}, doc! { "$unset": { "version": "" } }).await.unwrap();
    let after = contested.update(id, Contested::q().hits().inc(1)).await.unwrap().unwrap();
    assert_eq!((after.version(), after.hits), (1, 1));
    assert_eq!(calls(&db), ["before_update 0 Some(0)"]);
}

static LEFT: AtomicI32 = AtomicI32::new(1);

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "fleeting", hooks(before_update = vanish, before_delete = look))]
struct Fleeting {
    n: i32,
}

impl Fleeting {
    async fn vanish(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        self.look(cx).await
    }

    async fn look(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        LEFT.fetch_sub(1, Ordering::SeqCst);
        let id = *cx.id::<Uuid>().unwrap();
        FleetingRepository::new(cx.db()).delete(id).skip_hooks().await.map(drop)
    }
}

#[tokio::test]
async fn a_document_that_is_deleted_meanwhile_is_none() {
    let db = TestDatabase::start().await.unwrap();
    let fleeting = FleetingRepository::new(&db);
    let one = fleeting.create(Fleeting { n: 1 }).await.unwrap();
    assert_eq!(fleeting.update(one.id(), Fleeting::q().n().inc(1)).await.unwrap(), None);
    let two = fleeting.create(Fleeting { n: 1 }).await.unwrap();
    assert!(!fleeting.delete(two.id()).await.unwrap());
    assert_eq!(LEFT.load(Ordering::SeqCst), -1);
}
