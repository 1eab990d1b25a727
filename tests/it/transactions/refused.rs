//! What cannot be part of a transaction is refused by name, and nothing is sent.

use std::future::Future;

use vellum::options::{ReadConcern, ReadPreference, WriteConcern};
use vellum::prelude::*;
use vellum::testing::Commands;
use vellum::transaction::Tx;

use super::model::{Item, ItemRepository, item, names, start};

/// Runs something that is refused, in a transaction that goes on; gives the message.
async fn refusal<T, Fut>(run: impl Fn(Tx) -> Fut + Send + Sync) -> String
where
    T: Send,
    Fut: Future<Output = vellum::Result<T>> + Send,
{
    let (db, items) = start().await;
    let commands = Commands::capture(&db);
    let sent = &commands;
    let run = &run;
    let message = db
        .transaction(|tx| async move {
            let Err(error) = run(tx.clone()).await else { panic!("it was not refused") };
            assert!(error.is_transaction(), "{error}");
            assert_eq!(sent.names(), [""; 0]);
            ItemRepository::new(&tx).create(item("three", 3)).await?;
            Ok::<_, vellum::Error>(error.to_string())
        })
        .await
        .unwrap();
    assert_eq!(names(&items).await, ["one", "three", "two"], "the transaction goes on");
    message
}

#[tokio::test]
async fn loaders() {
    let message = refusal(|tx| async move { ItemRepository::new(&tx).loader().get(Uuid::nil()).await }).await;
    assert_eq!(
        message,
        "transaction: a loader cannot be used in a transaction: use `get`, or `find` with `is_in`"
    );
    refusal(|tx| async move { ItemRepository::new(&tx).loader().require(Uuid::nil()).await }).await;
}

#[tokio::test]
async fn write_groups() {
    let create =
        refusal(|tx| async move { ItemRepository::new(&tx).write_group().create(item("x", 1)).await });
    assert!(create.await.contains("a write group cannot be used in a transaction: use `create`"));
    let update = refusal(|tx| async move {
        ItemRepository::new(&tx).write_group().update(Uuid::nil(), Item::q().number().inc(1)).await
    });
    assert!(update.await.contains("a write group"));
}

#[tokio::test]
async fn plans_indexes_and_pipelines_that_write() {
    let find =
        refusal(|tx| async move { ItemRepository::new(&tx).find(Filter::all()).explain().await }).await;
    let aggregate = refusal(|tx| async move { ItemRepository::new(&tx).aggregate().explain().await }).await;
    assert!(find.contains("`explain`") && aggregate.contains("`explain`"));
    let sync = refusal(|tx| async move { ItemRepository::new(&tx).sync_indexes().await }).await;
    assert!(sync.contains("`sync_indexes`"));
    let merge = refusal(|tx| async move { ItemRepository::new(&tx).aggregate().merge::<Item>().await }).await;
    let out = refusal(|tx| async move { ItemRepository::new(&tx).aggregate().out::<Item>().await }).await;
    assert!(merge.contains("`merge` and `out`") && out.contains("`merge` and `out`"));
}

#[tokio::test]
async fn another_transaction() {
    let message =
        refusal(|tx| async move { tx.transaction(|_| async move { Ok::<_, vellum::Error>(()) }).await });
    assert!(message.await.contains("another transaction cannot be used in a transaction: use the handle"));
}

#[tokio::test]
async fn concerns_and_preferences_of_single_operations() {
    let read = refusal(|tx| async move {
        ItemRepository::new(&tx).find(Filter::all()).read_concern(ReadConcern::majority()).await
    });
    assert!(read.await.contains("the read concern is that of the whole transaction"));
    let write = refusal(|tx| async move {
        ItemRepository::new(&tx).create(item("x", 1)).write_concern(WriteConcern::majority()).await
    });
    assert!(write.await.contains("the write concern is that of the whole transaction"));
    let secondary = refusal(|tx| async move {
        let secondary = ReadPreference::Secondary { options: None };
        ItemRepository::new(&tx).find(Filter::all()).read_preference(secondary).await
    });
    assert!(secondary.await.contains("reads from the primary"));
}

#[tokio::test]
async fn what_only_the_server_refuses_has_a_name_too() {
    let (db, items) = start().await;
    let failed = db
        .transaction(|tx| async move {
            ItemRepository::new(&tx).aggregate().raw(doc! { "$out": "elsewhere" }).await.map(drop)
        })
        .await
        .unwrap_err();
    assert!(failed.to_string().contains("in no transaction"), "{failed}");
    assert_eq!(names(&items).await, ["one", "two"]);
}
