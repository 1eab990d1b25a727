//! What becomes of errors, whether they are returned, wrapped or swallowed.

use std::time::{Duration, Instant};

use vellum::prelude::*;
use vellum::testing::Commands;

use super::model::{AppError, Calls, Item, ItemRepository, item, names, start};

#[tokio::test]
async fn a_duplicate_is_returned_as_itself_at_the_first_try() {
    let (db, items) = start().await;
    let begun = Instant::now();
    for swallow in [false, true] {
        let tries = Calls::default();
        let counted = &tries;
        let failed = db
            .transaction(|tx| async move {
                counted.call();
                let items = ItemRepository::new(&tx);
                items.create(item("three", 3)).await?;
                let again = items.create(item("one", 1)).await;
                if !swallow {
                    again?;
                }
                Ok::<_, vellum::Error>(())
            })
            .await;
        match failed {
            Err(vellum::Error::DuplicateKey { collection, index, fields }) => {
                assert_eq!((collection.as_str(), fields), ("items", vec!["name".to_owned()]));
                assert!(!index.is_empty());
            }
            other => panic!("swallowed: {swallow}: {other:?}"),
        }
        assert_eq!(tries.count(), 1);
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(names(&items).await, ["one", "two"]);
}

#[tokio::test]
async fn after_a_failed_statement_nothing_more_is_sent_and_the_first_error_is_returned() {
    let (db, items) = start().await;
    let commands = Commands::capture(&db);
    let (tries, seen) = (Calls::default(), Calls::default());
    let (counted, saw) = (&tries, &seen);
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            counted.call();
            let items = ItemRepository::new(&tx);
            let duplicate = items.create(item("one", 1)).await.unwrap_err();
            assert!(duplicate.is_duplicate_key());
            let refused = items.find(Filter::all()).count().await.unwrap_err();
            assert!(refused.is_transaction(), "{refused}");
            assert!(refused.to_string().contains("has failed"), "{refused}");
            saw.call();
            items.create(item("three", 3)).await?;
            Ok(())
        })
        .await;
    assert!(matches!(failed, Err(AppError::Database(error)) if error.is_duplicate_key()));
    assert_eq!((tries.count(), seen.count()), (1, 1));
    let names_sent = commands.names();
    assert_eq!(names_sent, ["insert", "listIndexes", "abortTransaction"]);
    assert_eq!(names(&items).await, ["one", "two"]);
}

#[tokio::test]
async fn an_application_keeps_its_own_word_for_a_failure() {
    let (db, _items) = start().await;
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            match ItemRepository::new(&tx).create(item("one", 1)).await {
                Err(error) if error.is_duplicate_key() => Err(AppError::Own("the name is taken")),
                other => Ok(other.map(drop)?),
            }
        })
        .await;
    assert!(matches!(failed, Err(AppError::Own("the name is taken"))), "{failed:?}");
}

#[tokio::test]
async fn duplicates_of_every_verb_are_named() {
    let (db, items) = start().await;
    let two = items.get_by_name("two").await.unwrap().unwrap();
    for verb in 0..7 {
        let id = *two.id();
        let held = two.clone();
        let failed: Result<(), vellum::Error> = db
            .transaction(|tx| {
                let mut held = held.clone();
                async move {
                    let (items, q) = (ItemRepository::new(&tx), Item::q());
                    let (to_one, of_two) = (q.name().set("one"), q.name().eq("two"));
                    match verb {
                        0 => drop(items.update(id, to_one).await?),
                        1 => drop(items.update_one(of_two, to_one).await?),
                        2 => drop(items.update_many(of_two, to_one).await?),
                        3 => drop(items.replace(id, item("one", 5)).await?),
                        4 => {
                            held.name = "one".to_owned();
                            items.save(&mut held).await?;
                        }
                        5 => drop(items.create_many([item("three", 3), item("one", 1)]).await?),
                        _ => drop(items.bulk().update(id, to_one).await?),
                    }
                    Ok(())
                }
            })
            .await;
        match failed {
            Err(vellum::Error::DuplicateKey { fields, .. }) => assert_eq!(fields, ["name"], "verb {verb}"),
            other => panic!("verb {verb}: {other:?}"),
        }
    }
    assert_eq!(names(&items).await, ["one", "two"]);
}

#[tokio::test]
async fn what_is_refused_here_does_not_end_the_transaction() {
    let (db, items) = start().await;
    db.transaction(|tx| async move {
        let (items, q) = (ItemRepository::new(&tx), Item::q());
        let twice = items.update_many(Filter::all(), [q.number().set(1), q.number().inc(1)]).await;
        assert!(matches!(twice, Err(vellum::Error::InvalidUpdate { .. })), "{twice:?}");
        items.create(item("three", 3)).await?;
        Ok::<_, vellum::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(names(&items).await, ["one", "three", "two"]);
}

#[tokio::test]
async fn a_stale_document_is_an_optimistic_lock_and_can_be_read_again() {
    let (db, items) = start().await;
    let stale = items.get_by_name("one").await.unwrap().unwrap();
    items.update(stale.id(), Item::q().number().inc(1)).await.unwrap();
    let held = &stale;
    let number = db
        .transaction(|tx| async move {
            let items = ItemRepository::new(&tx);
            let mut stale = held.clone();
            stale.number = 50;
            assert!(items.save(&mut stale).await.unwrap_err().is_optimistic_lock());
            let mut fresh = items.require(held.id()).await?;
            fresh.number += 50;
            items.save(&mut fresh).await?;
            Ok::<_, vellum::Error>(fresh.number)
        })
        .await
        .unwrap();
    assert_eq!(number, 52);
}

#[tokio::test]
async fn a_panic_rolls_back() {
    let (db, items) = start().await;
    let owned = (*db).clone();
    let panicked = tokio::spawn(async move {
        owned
            .transaction(|tx| async move {
                let three = ItemRepository::new(&tx).create(item("three", 3)).await?;
                assert_eq!(three.number, 4, "a test's own panic");
                Ok::<_, vellum::Error>(())
            })
            .await
    });
    assert!(panicked.await.unwrap_err().is_panic());
    // Not blocked by what the transaction had written.
    let created = tokio::time::timeout(Duration::from_secs(5), async {
        loop {
            match items.create(item("three", 3)).await {
                Ok(_) => break,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    });
    created.await.unwrap();
}

#[tokio::test]
async fn a_bulk_with_a_failure_commits_nothing() {
    let (db, items) = start().await;
    for ordered in [true, false] {
        let failed = db
            .transaction(|tx| async move {
                let items = ItemRepository::new(&tx);
                let bulk = items.bulk().create(item("three", 3)).create(item("one", 1));
                let bulk = bulk.delete_many(Filter::all()).ordered(ordered);
                let summary = bulk.await?;
                assert_eq!(summary.failures().count(), 1);
                assert!(summary.failures().all(|(place, error)| place == 1 && error.is_duplicate_key()));
                Ok::<_, vellum::Error>(())
            })
            .await;
        assert!(failed.unwrap_err().is_duplicate_key());
    }
    assert_eq!(names(&items).await, ["one", "two"]);
}
