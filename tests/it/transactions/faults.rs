//! What is tried again, how often, and what is not.

use std::time::{Duration, Instant};

use mongodb::bson::{Document, doc};
use tokio::sync::{Mutex, MutexGuard, OnceCell};
use vellum::Database;
use vellum::prelude::*;
use vellum::testing::{Commands, TestServer};

use super::model::{AppError, Calls, Item, ItemRepository, item, names};

/// One server for these tests, which set its only fail point one after the other.
static SERVER: OnceCell<TestServer> = OnceCell::const_new();
static FAIL_POINT: Mutex<()> = Mutex::const_new(());

struct Faulty {
    db: Database,
    items: ItemRepository,
    _alone: MutexGuard<'static, ()>,
}

async fn start(name: &str) -> Faulty {
    let alone = FAIL_POINT.lock().await;
    let server = SERVER.get_or_init(async || TestServer::start().await.unwrap()).await;
    let db = server.database(name).await.unwrap();
    let items = ItemRepository::new(&db);
    items.sync_indexes().await.unwrap();
    items.create(item("one", 1)).await.unwrap();
    Faulty { db, items, _alone: alone }
}

impl Faulty {
    async fn fail(&self, times: i32, data: Document) {
        let mode = doc! { "times": times };
        let fail = doc! { "configureFailPoint": "failCommand", "mode": mode, "data": data };
        self.db.client().database("admin").run_command(fail).await.unwrap();
    }

    async fn heal(&self) {
        let off = doc! { "configureFailPoint": "failCommand", "mode": "off" };
        self.db.client().database("admin").run_command(off).await.unwrap();
    }
}

fn conflict(command: &str) -> Document {
    doc! { "failCommands": [command], "errorCode": 112, "errorLabels": ["TransientTransactionError"] }
}

#[tokio::test]
async fn a_transient_error_is_tried_again_whether_returned_wrapped_or_swallowed() {
    let faulty = start("transient").await;
    for (round, how) in ["returned", "wrapped", "swallowed"].into_iter().enumerate() {
        faulty.fail(2, conflict("insert")).await;
        let tries = Calls::default();
        let counted = &tries;
        let name = format!("new{round}");
        let created = faulty
            .db
            .transaction(|tx| {
                let name = name.clone();
                async move {
                    counted.call();
                    match (ItemRepository::new(&tx).create(item(&name, 1)).await, how) {
                        (Err(error), "returned") => Err(AppError::Database(error)),
                        (Err(_), "wrapped") => Err(AppError::Own("something failed")),
                        _ => Ok(()),
                    }
                }
            })
            .await;
        assert!(created.is_ok(), "{how}: {created:?}");
        assert_eq!(tries.count(), 3, "{how}");
        assert!(faulty.items.get_by_name(&name).await.unwrap().is_some(), "{how}");
    }
}

#[tokio::test]
async fn tries_end_in_time_with_the_error_of_the_last_one() {
    let faulty = start("bounded").await;
    faulty.fail(10_000, conflict("insert")).await;
    let tries = Calls::default();
    let counted = &tries;
    let begun = Instant::now();
    let failed = faulty
        .db
        .transaction(|tx| async move {
            counted.call();
            ItemRepository::new(&tx).create(item("two", 2)).await
        })
        .retry_for(Duration::from_millis(300))
        .await;
    assert!(failed.as_ref().is_err_and(vellum::Error::is_retryable), "{failed:?}");
    assert!(tries.count() > 2);
    assert!(begun.elapsed() < Duration::from_secs(2));

    let once = Calls::default();
    let counted = &once;
    let failed: Result<(), AppError> = faulty
        .db
        .transaction(|tx| async move {
            counted.call();
            let created = ItemRepository::new(&tx).create(item("two", 2)).await;
            created.map(drop).map_err(|_| AppError::Own("in my words"))
        })
        .retry_for(Duration::ZERO)
        .await;
    faulty.heal().await;
    assert!(matches!(failed, Err(AppError::Own("in my words"))));
    assert_eq!(once.count(), 1);
    assert_eq!(names(&faulty.items).await, ["one"]);
}

#[tokio::test]
async fn a_lost_connection_is_tried_again() {
    let faulty = start("lost").await;
    faulty.fail(1, doc! { "failCommands": ["update"], "closeConnection": true }).await;
    let tries = Calls::default();
    let counted = &tries;
    faulty
        .db
        .transaction(|tx| async move {
            counted.call();
            let items = ItemRepository::new(&tx);
            items.create(item("two", 2)).await?;
            items.update_one(Item::q().name().eq("one"), Item::q().number().inc(1)).await
        })
        .await
        .unwrap();
    assert_eq!(tries.count(), 2);
    assert_eq!(faulty.items.get_by_name("one").await.unwrap().unwrap().number, 2);
    assert_eq!(names(&faulty.items).await, ["one", "two"]);
}

#[tokio::test]
async fn a_commit_that_nobody_knows_of_is_sent_again_and_the_closure_is_not_called_again() {
    let faulty = start("unknown").await;
    let commands = Commands::capture(&faulty.db);
    let unknown = doc! {
        "failCommands": ["commitTransaction"],
        "errorCode": 91,
        "errorLabels": ["UnknownTransactionCommitResult"],
    };
    for (round, data) in [unknown, doc! { "failCommands": ["commitTransaction"], "closeConnection": true }]
        .into_iter()
        .enumerate()
    {
        commands.clear();
        faulty.fail(3, data).await;
        let tries = Calls::default();
        let counted = &tries;
        let name = format!("new{round}");
        let committed = Calls::default();
        let callback = &committed;
        faulty
            .db
            .transaction(|tx| {
                let name = name.clone();
                async move {
                    counted.call();
                    tx.after_commit(callback.calling());
                    ItemRepository::new(&tx).create(item(&name, 2)).await
                }
            })
            .await
            .unwrap();
        assert_eq!((tries.count(), committed.count()), (1, 1));
        assert!(commands.count("commitTransaction") >= 3);
        assert!(faulty.items.get_by_name(&name).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_commit_that_stays_unknown_says_so_and_calls_nothing() {
    let faulty = start("never").await;
    let unknown = doc! {
        "failCommands": ["commitTransaction"],
        "errorCode": 91,
        "errorLabels": ["UnknownTransactionCommitResult"],
    };
    faulty.fail(100_000, unknown).await;
    let called = Calls::default();
    let callback = &called;
    let failed = faulty
        .db
        .transaction(|tx| async move {
            tx.after_commit(callback.calling());
            tx.after_rollback(callback.calling());
            ItemRepository::new(&tx).create(item("two", 2)).await
        })
        .retry_for(Duration::from_millis(200))
        .await
        .unwrap_err();
    faulty.heal().await;
    assert!(failed.is_commit_unknown() && !failed.is_retryable(), "{failed}");
    assert!(failed.to_string().starts_with("nobody can say"), "{failed}");
    assert_eq!(called.count(), 0);
}

#[tokio::test]
async fn a_commit_that_conflicts_runs_the_closure_again() {
    let faulty = start("commits").await;
    faulty.fail(2, conflict("commitTransaction")).await;
    let (tries, committed, rolled_back) = (Calls::default(), Calls::default(), Calls::default());
    let (counted, commit, rollback) = (&tries, &committed, &rolled_back);
    faulty
        .db
        .transaction(|tx| async move {
            counted.call();
            tx.after_commit(commit.calling());
            tx.after_rollback(rollback.calling());
            ItemRepository::new(&tx).create(item("two", 2)).await
        })
        .await
        .unwrap();
    assert_eq!((tries.count(), committed.count(), rolled_back.count()), (3, 1, 0));
}

#[tokio::test]
async fn each_try_sees_documents_as_they_are_stored() {
    let faulty = start("afresh").await;
    faulty.fail(1, conflict("update")).await;
    let add = 5;
    let one = faulty
        .db
        .transaction(|tx| async move {
            let items = ItemRepository::new(&tx);
            let mut one = items.get_by_name("one").await?.unwrap();
            one.number += add;
            items.save(&mut one).await?;
            Ok::<_, vellum::Error>(one)
        })
        .await
        .unwrap();
    assert_eq!((one.number, one.version()), (6, 2));
    assert_eq!(faulty.items.get_by_name("one").await.unwrap(), Some(one));
}

#[tokio::test]
async fn another_permanent_error_is_not_tried_again() {
    let faulty = start("permanent").await;
    faulty.fail(1, doc! { "failCommands": ["find"], "errorCode": 13 }).await;
    let tries = Calls::default();
    let counted = &tries;
    let failed = faulty
        .db
        .transaction(|tx| async move {
            counted.call();
            let items = ItemRepository::new(&tx);
            drop(items.find(Filter::all()).await);
            Ok::<_, vellum::Error>(())
        })
        .await;
    assert!(failed.unwrap_err().is_unauthorized());
    assert_eq!(tries.count(), 1);
}

/// What waits in the server for a while.
fn slow(command: &str) -> Document {
    doc! { "failCommands": [command], "blockConnection": true, "blockTimeMS": 400 }
}

/// Whether something comes to be so, before long.
async fn comes_to_be(condition: impl AsyncFn() -> bool) -> bool {
    for _ in 0..200 {
        if condition().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test]
async fn a_commit_that_is_under_way_is_finished_although_nobody_waits() {
    let faulty = start("leaving").await;
    faulty.fail(1, slow("commitTransaction")).await;
    let (committed, rolled_back) = (Calls::default(), Calls::default());
    let (commit, rollback) = (&committed, &rolled_back);
    let transaction = faulty.db.transaction(|tx| async move {
        tx.after_commit(commit.calling());
        tx.after_rollback(rollback.calling());
        ItemRepository::new(&tx).create(item("two", 2)).await
    });
    let left = tokio::time::timeout(Duration::from_millis(200), transaction.into_future()).await;
    assert!(left.is_err());
    assert!(comes_to_be(async || committed.count() == 1).await);
    assert_eq!(names(&faulty.items).await, ["one", "two"]);
    assert_eq!(rolled_back.count(), 0);
}

#[tokio::test]
async fn a_statement_that_is_under_way_is_finished_and_rolled_back() {
    let faulty = start("statement").await;
    faulty.fail(1, slow("update")).await;
    let commands = Commands::capture(&faulty.db);
    let transaction = faulty.db.transaction(|tx| async move {
        let items = ItemRepository::new(&tx);
        items.update_one(Item::q().name().eq("one"), Item::q().number().inc(100)).await?;
        items.create(item("two", 2)).await
    });
    let left = tokio::time::timeout(Duration::from_millis(200), transaction.into_future()).await;
    assert!(left.is_err());
    assert!(comes_to_be(async || commands.count("abortTransaction") == 1).await);
    let begun = Instant::now();
    faulty.items.update_one(Item::q().name().eq("one"), Item::q().number().inc(1)).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(faulty.items.get_by_name("one").await.unwrap().unwrap().number, 2);
    assert_eq!(commands.count("insert"), 0);
}
