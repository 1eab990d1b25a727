//! What is left when nobody waits for a transaction any more.

use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

use super::model::{Calls, Item, ItemRepository, item, names, start};

/// Writes the item "one" from outside, which waits for no transaction that is open.
async fn write_outside(items: &ItemRepository) -> Duration {
    let begun = Instant::now();
    items.update_one(Item::q().name().eq("one"), Item::q().number().inc(1)).await.unwrap();
    begun.elapsed()
}

async fn eventually(commands: &Commands, name: &str) {
    let begun = Instant::now();
    while commands.count(name) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "no {name} in {:?}", commands.names());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_dropped_transaction_blocks_nobody() {
    let (db, items) = start().await;
    let commands = Commands::capture(&db);
    let (written, wait) = oneshot::channel();
    let rolled_back = Calls::default();
    let (mut written, rollback) = (Some(written), rolled_back.clone());
    let owned = (*db).clone();
    let task = tokio::spawn(async move {
        owned
            .transaction(|tx| {
                let (written, rollback) = (written.take(), rollback.clone());
                async move {
                    tx.after_rollback(rollback.calling());
                    let items = ItemRepository::new(&tx);
                    items.update_one(Item::q().name().eq("one"), Item::q().number().inc(100)).await?;
                    if let Some(written) = written {
                        written.send(()).unwrap();
                    }
                    std::future::pending::<()>().await;
                    Ok::<_, vellum::Error>(())
                }
            })
            .await
    });
    wait.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    let waited = write_outside(&items).await;
    assert!(waited < Duration::from_secs(5), "{waited:?}");
    assert_eq!(items.get_by_name("one").await.unwrap().unwrap().number, 2);
    eventually(&commands, "abortTransaction").await;
    let begun = Instant::now();
    while rolled_back.count() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(rolled_back.count(), 1);
}

/// The future is dropped after each of so many microseconds, wherever it is by then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_dropped_at_any_moment_is_made_whole_or_not_at_all() {
    let (db, items) = start().await;
    for micros in (0..6_000).step_by(150) {
        let transaction = db.transaction(|tx| async move {
            let items = ItemRepository::new(&tx);
            items.update_one(Item::q().name().eq("one"), Item::q().number().inc(1)).await?;
            items.update_one(Item::q().name().eq("two"), Item::q().number().inc(1)).await
        });
        drop(tokio::time::timeout(Duration::from_micros(micros), transaction.into_future()).await);
    }
    // Whatever is still open ends now, or these would wait.
    let waited = write_outside(&items).await;
    assert!(waited < Duration::from_secs(5), "{waited:?}");
    items.update_one(Item::q().name().eq("two"), Item::q().number().inc(1)).await.unwrap();
    let mut same = false;
    for _ in 0..100 {
        let number = async |name: &str| items.get_by_name(name).await.unwrap().unwrap().number;
        same = number("one").await + 1 == number("two").await;
        if same {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(same, "one was changed without the other");
}

#[tokio::test]
async fn a_statement_that_is_given_up_is_made_all_the_same() {
    let (db, items) = start().await;
    db.transaction(|tx| async move {
        let items = ItemRepository::new(&tx);
        items.create(item("three", 3)).await?;
        let create = items.create(item("four", 4)).into_future();
        // Polled once: it is on its way then.
        drop(tokio::time::timeout(Duration::ZERO, create).await);
        assert_eq!(items.find(Filter::all()).count().await?, 4);
        Ok::<_, vellum::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(names(&items).await, ["four", "one", "three", "two"]);
}

#[tokio::test]
async fn a_session_is_given_back_after_each_transaction() {
    let db = TestDatabase::start().await.unwrap();
    ItemRepository::new(&db).create(item("one", 1)).await.unwrap();
    let commands = Commands::capture(&db);
    for _ in 0..10 {
        db.transaction(|tx| async move { ItemRepository::new(&tx).find(Filter::all()).count().await })
            .await
            .unwrap();
    }
    let mut sessions: Vec<_> =
        commands.all().into_iter().map(|command| command.body["lsid"].clone()).collect();
    sessions.dedup();
    assert!(sessions.len() < 10, "{} sessions", sessions.len());
}
