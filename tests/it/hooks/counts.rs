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

    let none = called(&db, async || {
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
    let none = called(&db, async || {
        assert!(!marks.delete(all[0].id()).await.unwrap());
        assert!(marks.delete_one(q.n().eq(1)).await.unwrap());
        assert!(marks.find_one_and_delete(q.n().eq(2)).await.unwrap().is_some());
        assert_eq!(marks.bulk().delete_one(q.n().eq(3)).await.unwrap().deleted, 1);
        assert_eq!(marks.delete_many(Filter::all()).await.unwrap(), 1);
    })
    .await;
    assert_eq!(none, [""; 0]);
}
