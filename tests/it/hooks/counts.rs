//! Every verb that writes, and exactly the hooks that it calls.

use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::model::{calls, note};

macro_rules! counted {
    ($($name:ident($($own:tt)*)),*) => {$(
        async fn $name($($own)* self, cx: &HookContext<'_>) -> vellum::Result<()> {
            note(cx, "");
            Ok(())
        }
    )*};
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "things", versioned)]
#[vellum(hooks(before_insert = change, after_insert = look, before_update = change, after_update = look))]
#[vellum(index(keys(n = 1), unique))]
struct Thing {
    n: i32,
    m: i32,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "marks", soft_delete, hooks(before_delete = look, after_delete = look))]
struct Mark {
    n: i32,
}

impl Thing {
    counted! { change(&mut), look(&) }
}

impl Mark {
    counted! { look(&) }
}

fn thing(n: i32) -> Thing {
    Thing { n, m: 0 }
}

async fn called(db: &TestDatabase, what: impl AsyncFnOnce()) -> Vec<String> {
    calls(db);
    what().await;
    calls(db).into_iter().map(|call| call.trim().to_owned()).collect()
}

#[tokio::test]
async fn each_verb_calls_its_hooks_and_no_others() {
    let db = TestDatabase::start().await.unwrap();
    let things = ThingRepository::new(&db);
    things.sync_indexes().await.unwrap();
    let q = Thing::q();
    let insert = ["before_insert", "after_insert"];
    let update = ["before_update", "after_update"];

    assert_eq!(called(&db, async || assert!(things.create(thing(1)).await.is_ok())).await, insert);
    let many = called(&db, async || assert!(things.create_many([thing(2), thing(3)]).await.is_ok())).await;
    assert_eq!(many, ["before_insert", "before_insert", "after_insert", "after_insert"]);
    let one = things.find(q.n().eq(1)).first().await.unwrap().unwrap();
    assert_eq!(
        called(&db, async || assert!(things.update(one.id(), q.m().inc(1)).await.is_ok())).await,
        update
    );

    let mut held = things.require(one.id()).await.unwrap();
    held.m += 1;
    assert_eq!(called(&db, async || things.save(&mut held).await.unwrap()).await, update);
    assert_eq!(called(&db, async || things.save(&mut held).await.unwrap()).await, [""; 0]);
    held.m += 1;
    assert_eq!(called(&db, async || things.save(&mut held).skip_hooks().await.unwrap()).await, [""; 0]);
    let again = called(&db, async || {
        drop(things.retry_on_conflict(held.id(), 3, |thing| thing.m += 1).await.unwrap());
    });
    assert_eq!(again.await, update);

    let none = called(&db, async || {
        let mut saved = things.require(one.id()).await.unwrap();
        saved.m += 5;
        assert_eq!(things.bulk().save(&saved).await.unwrap().modified, 1);
        things.update_one(q.n().eq(1), q.m().inc(1)).await.unwrap();
        things.update_one(q.n().eq(7), q.m().inc(1)).upsert(thing(7)).await.unwrap();
        things.update_many(Filter::all(), q.m().inc(1)).await.unwrap();
        things.find_one_and_update(q.n().eq(1), q.m().inc(1)).await.unwrap();
        things.find_one_and_replace(q.n().eq(1), thing(1)).await.unwrap();
        things.replace(one.id(), thing(1)).await.unwrap();
        let bulk = things
            .bulk()
            .create(thing(8))
            .update(one.id(), q.m().inc(1))
            .update_one(q.n().eq(2), q.m().inc(1));
        drop(bulk.delete_one(q.n().eq(8)).await.unwrap());
        things.find(Filter::all()).await.unwrap();
        things.loader().get(one.id()).await.unwrap();
    })
    .await;
    assert_eq!(none, [""; 0]);
}

#[tokio::test]
async fn deletions_by_id_call_hooks_and_others_do_not() {
    let db = TestDatabase::start().await.unwrap();
    let marks = MarkRepository::new(&db);
    let q = Mark::q();
    let all = marks.create_many((0..5).map(|n| Mark { n })).await.unwrap();
    let by_id = called(&db, async || assert!(marks.delete(all[0].id()).await.unwrap())).await;
    assert_eq!(by_id, ["before_delete", "after_delete"]);
    let deletion = ["before_delete", "after_delete"];
    let one = marks.create(Mark { n: 9 }).await.unwrap();
    assert_eq!(called(&db, async || assert!(marks.soft_delete(one.id()).await.unwrap())).await, deletion);
    assert_eq!(called(&db, async || assert!(marks.restore(one.id()).await.unwrap())).await, [""; 0]);
    let one = marks.require(one.id()).await.unwrap();
    assert_eq!(called(&db, async || assert!(marks.delete_doc(&one).await.unwrap())).await, deletion);
    assert_eq!(called(&db, async || assert!(marks.hard_delete(one.id()).await.unwrap())).await, deletion);
    let none = called(&db, async || {
        assert!(!marks.soft_delete(all[0].id()).await.unwrap());
        assert!(!marks.hard_delete(one.id()).await.unwrap());
        assert!(!marks.delete(all[0].id()).await.unwrap());
        assert!(marks.delete_one(q.n().eq(1)).await.unwrap());
        assert!(marks.find_one_and_delete(q.n().eq(2)).await.unwrap().is_some());
        assert_eq!(marks.bulk().delete_one(q.n().eq(3)).await.unwrap().deleted, 1);
        assert_eq!(marks.delete_many(Filter::all()).await.unwrap(), 1);
    })
    .await;
    assert_eq!(none, [""; 0]);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "pages", versioned, soft_delete, hooks(before_update = change, after_update = look))]
struct Page {
    n: i32,
}

impl Page {
    async fn change(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, "");
        self.n += 1;
        Ok(())
    }

    counted! { look(&) }
}

#[tokio::test]
async fn a_restoration_is_an_update_that_hooks_join() {
    let db = TestDatabase::start().await.unwrap();
    let pages = PageRepository::new(&db);
    let id = *pages.create(Page { n: 0 }).await.unwrap().id();
    assert!(pages.delete(id).await.unwrap());
    let restored = called(&db, async || assert!(pages.restore(id).await.unwrap())).await;
    assert_eq!(restored, ["before_update", "after_update"]);
    let page = pages.require(id).await.unwrap();
    assert_eq!((page.n, page.version()), (1, 3));
    let none = called(&db, async || {
        assert!(!pages.restore(id).await.unwrap());
        assert!(pages.delete(id).await.unwrap());
        assert!(pages.restore(id).skip_hooks().await.unwrap());
        assert_eq!(pages.purge_deleted(Utc::now()).await.unwrap(), 0);
    });
    assert_eq!(none.await, [""; 0]);
    assert_eq!(pages.require(id).await.unwrap().n, 1);
}
