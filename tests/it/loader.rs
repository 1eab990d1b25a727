//! `loader`: many callers at once, each with its own answer.

use std::sync::Arc;

use futures_util::future::join_all;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase, TestServer};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "items", soft_delete, versioned)]
struct Item {
    number: i32,
}

async fn start(documents: i32) -> (TestDatabase, ItemRepository, Vec<Doc<Item>>) {
    let db = TestDatabase::start().await.unwrap();
    let items = ItemRepository::new(&db);
    let stored = items.create_many((0..documents).map(|number| Item { number })).await.unwrap();
    (db, items, stored)
}

#[tokio::test]
async fn callers_that_wait_at_once_share_a_query_and_each_gets_its_own() {
    let (db, items, stored) = start(200).await;
    let commands = Commands::capture(&db);
    let loader = items.loader();
    let found = join_all(stored.iter().map(|one| loader.get(one.id()))).await;
    for (one, found) in stored.iter().zip(found) {
        assert_eq!(found.unwrap().as_ref(), Some(one));
    }
    let queries = commands.count("find");
    assert!((4..10).contains(&queries), "{queries} queries");
}

#[tokio::test]
async fn missing_deleted_and_repeated_ids_are_answered_as_by_get() {
    let (_db, items, stored) = start(40).await;
    items.delete(stored[7].id()).await.unwrap();
    let loader = items.loader();
    let mut ids: Vec<Uuid> = stored.iter().map(|one| *one.id()).collect();
    ids.extend([Uuid::nil(), ids[3], ids[3]]);
    let found = join_all(ids.iter().map(|id| loader.get(id))).await;
    for (id, found) in ids.iter().zip(found) {
        assert_eq!(found.unwrap(), items.get(id).await.unwrap());
    }
    let all = join_all(ids.iter().map(|id| loader.require(id))).await;
    assert!(all[7].as_ref().unwrap_err().is_not_found() && all[40].as_ref().unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_document_that_cannot_be_read_fails_its_own_caller_only() {
    let (_db, items, stored) = start(40).await;
    items.driver().update_one(doc! { "number": 20 }, doc! { "$set": { "number": "twenty" } }).await.unwrap();
    let loader = items.loader();
    let found = join_all(stored.iter().map(|one| loader.get(one.id()))).await;
    for (at, found) in found.iter().enumerate() {
        assert_eq!(found.as_ref().is_err_and(vellum::Error::is_decode), at == 20, "{at}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_harms_none() {
    let (_db, items, stored) = start(100).await;
    let stored = Arc::new(stored);
    let tasks: Vec<_> = (0..400)
        .map(|n: usize| {
            let (items, stored) = (items.clone(), Arc::clone(&stored));
            tokio::spawn(async move {
                let one = &stored[n % stored.len()];
                let loader = items.loader();
                let get = loader.get(one.id());
                if n.is_multiple_of(3) {
                    let _ = tokio::time::timeout(std::time::Duration::from_micros(n as u64 * 3), get).await;
                } else {
                    assert_eq!(get.await.unwrap().as_ref(), Some(one));
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(items.loader().get(stored[0].id()).await.unwrap().as_ref(), Some(&stored[0]));
}

#[tokio::test]
async fn an_error_of_the_query_is_every_callers() {
    let server = TestServer::start().await.unwrap();
    let db = server.database("loading").await.unwrap();
    let items = ItemRepository::new(&db);
    let stored = items.create_many((0..40).map(|number| Item { number })).await.unwrap();
    let fail = doc! {
        "configureFailPoint": "failCommand",
        "mode": "alwaysOn",
        "data": { "failCommands": ["find"], "errorCode": 13 },
    };
    db.client().database("admin").run_command(fail).await.unwrap();
    let loader = items.loader();
    let found = join_all(stored.iter().map(|one| loader.get(one.id()))).await;
    let off = doc! { "configureFailPoint": "failCommand", "mode": "off" };
    db.client().database("admin").run_command(off).await.unwrap();
    assert!(found.iter().all(|found| found.as_ref().is_err_and(vellum::Error::is_unauthorized)));
    assert!(loader.get(stored[0].id()).await.unwrap().is_some());
}
