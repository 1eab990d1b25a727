//! Commit, rollback, and what a handle is good for.

use std::rc::Rc;

use vellum::prelude::*;
use vellum::testing::Commands;
use vellum::transaction::Tx;

use super::model::{AppError, Item, ItemRepository, item, names, start};

#[tokio::test]
async fn what_a_closure_wrote_is_there_after_ok_and_gone_after_err() {
    let (db, items) = start().await;
    let three = db
        .transaction(|tx| async move {
            let items = ItemRepository::new(&tx);
            let three = items.create(item("three", 3)).await?;
            assert!(items.get(three.id()).await?.is_some(), "the transaction reads what it wrote");
            Ok::<_, AppError>(three)
        })
        .await
        .unwrap();
    assert_eq!(items.get(three.id()).await.unwrap(), Some(three));

    let refused: Result<(), _> = db
        .transaction(|tx| async move {
            let items = ItemRepository::new(&tx);
            items.create(item("four", 4)).await?;
            items.update_many(Filter::all(), Item::q().number().inc(1)).await?;
            Err(AppError::Own("changed my mind"))
        })
        .await;
    assert!(matches!(refused, Err(AppError::Own("changed my mind"))));
    assert_eq!(names(&items).await, ["one", "three", "two"]);
    assert_eq!(items.get_by_name("one").await.unwrap().unwrap().number, 1);
}

#[tokio::test]
async fn others_see_nothing_before_the_commit() {
    let (db, items) = start().await;
    let outside = &items;
    db.transaction(|tx| async move {
        let items = ItemRepository::new(&tx);
        items.create(item("three", 3)).await?;
        items.update_one(Item::q().name().eq("one"), Item::q().number().set(10)).await?;
        assert_eq!(items.get_by_name("one").await?.unwrap().number, 10);
        assert_eq!(names(outside).await, ["one", "two"]);
        assert_eq!(outside.get_by_name("one").await?.unwrap().number, 1);
        Ok::<_, vellum::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(names(&items).await, ["one", "three", "two"]);
}

#[tokio::test]
async fn a_transaction_that_does_nothing_sends_nothing() {
    let (db, _items) = start().await;
    let commands = Commands::capture(&db);
    db.transaction(|_| async { Ok::<_, vellum::Error>(()) }).await.unwrap();
    let own: Result<(), AppError> = db.transaction(|_| async { Err(AppError::Own("no")) }).await;
    assert!(own.is_err());
    assert!(commands.all().is_empty());
}

#[tokio::test]
async fn handles_made_of_the_handle_are_in_the_transaction() {
    let (db, items) = start().await;
    let noon = "2026-01-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
    let rebound = items.clone();
    let failed: Result<(), AppError> = db
        .transaction(|tx| {
            let rebound = rebound.clone();
            async move {
                let clocked = tx.with_clock(move || noon);
                let three = ItemRepository::new(&clocked).create(item("three", 3)).await?;
                assert_eq!(three.created_at(), Some(&noon));
                let scoped = tx.scoped(Item::q().number().gt(2));
                let found = ItemRepository::new(&scoped).find(Filter::all()).await?;
                assert_eq!(found.len(), 1, "the scope holds, and the document is there");
                let keyed = tx.with_cursor_key("secret");
                assert_eq!(ItemRepository::new(&keyed).find(Filter::all()).count().await?, 3);
                let rebound: ItemRepository = rebound.within(&tx);
                assert_eq!(rebound.find(Filter::all()).count().await?, 3);
                assert_eq!(Repository::<Item>::new(&tx.clone()).find(Filter::all()).count().await?, 3);
                assert_eq!(format!("{:?}", &*tx), format!("{:?}", rebound.db()));
                Err(AppError::Own("enough seen"))
            }
        })
        .await;
    assert!(matches!(failed, Err(AppError::Own(_))));
    assert_eq!(names(&items).await, ["one", "two"]);
}

#[tokio::test]
async fn a_handle_that_outlives_its_transaction_is_refused() {
    let (db, items) = start().await;
    let kept = db.transaction(|tx| async move { Ok::<Tx, vellum::Error>(tx) }).await.unwrap();
    let mut kept_stream = None;
    let stream = &mut kept_stream;
    let many: Vec<Item> = (0..2000).map(|n| item(&format!("{n}"), n)).collect();
    items.create_many(many).await.unwrap();
    *stream = Some(
        db.transaction(|tx| async move {
            let mut stream = ItemRepository::new(&tx).find(Filter::all()).batch_size(10).stream().await?;
            stream.next().await.unwrap()?;
            Ok::<_, vellum::Error>(stream)
        })
        .await
        .unwrap(),
    );
    let commands = Commands::capture(&db);
    let error = ItemRepository::new(&kept).find(Filter::all()).count().await.unwrap_err();
    assert!(error.is_transaction() && error.to_string().contains("has ended"), "{error}");
    assert!(ItemRepository::new(&kept).create(item("three", 3)).await.is_err());
    let mut stream = kept_stream.unwrap();
    let mut rest = Vec::new();
    while let Some(row) = stream.next().await {
        rest.push(row);
    }
    assert_eq!(rest.len(), 10, "what was read already, and the error");
    assert!(rest.last().unwrap().as_ref().is_err_and(vellum::Error::is_transaction));
    assert_eq!(commands.names(), ["killCursors"; 0]);
}

/// Everything in a transaction may live on another thread, and borrow what is around it.
#[tokio::test]
async fn a_transaction_can_be_spawned_and_can_borrow() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let (db, items) = start().await;
    let name = "three".to_owned();
    let borrowed = &name;
    let here = Rc::new(3);
    let number = *here;
    is_send(
        db.transaction(|tx| async move {
            ItemRepository::new(&tx).create(item(borrowed, number)).await?;
            Ok::<_, AppError>(())
        })
        .into_future(),
    )
    .await
    .unwrap();
    let owned = (*db).clone();
    let spawned = tokio::spawn(async move {
        owned
            .transaction(|tx| async move {
                let items = ItemRepository::new(&tx);
                let mut one = items.get_by_name("one").await?.unwrap();
                one.number += 10;
                items.save(&mut one).await?;
                Ok::<_, AppError>(one.number)
            })
            .await
    });
    assert_eq!(spawned.await.unwrap().unwrap(), 11);
    assert_eq!(names(&items).await, ["one", "three", "two"]);
}

#[tokio::test]
async fn options_are_sent_with_the_transaction() {
    use std::time::Duration;
    use vellum::options::{ReadConcern, WriteConcern};
    let (db, _items) = start().await;
    let commands = Commands::capture(&db);
    db.transaction(|tx| async move {
        ItemRepository::new(&tx).create(item("three", 3)).await?;
        Ok::<_, vellum::Error>(())
    })
    .read_concern(ReadConcern::snapshot())
    .write_concern(WriteConcern::majority())
    .read_preference(vellum::options::ReadPreference::Primary)
    .max_commit_time(Duration::from_secs(7))
    .retry_for(Duration::from_secs(3))
    .await
    .unwrap();
    let all = commands.all();
    assert_eq!(all[0].body.get_document("readConcern").unwrap().get_str("level").unwrap(), "snapshot");
    assert_eq!(all[0].body.get("writeConcern"), None);
    assert_eq!(all[1].name, "commitTransaction");
    assert_eq!(all[1].body.get_document("writeConcern").unwrap().get_str("w").unwrap(), "majority");
    assert!(all[1].body.contains_key("maxTimeMS"));
}

#[tokio::test]
async fn the_driver_can_be_used_in_the_transaction() {
    let (db, items) = start().await;
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            let (raw, all) = (ItemRepository::new(&tx).driver(), ItemRepository::new(&tx));
            let done = tx.with_session(move |session| {
                Box::pin(async move { raw.delete_many(doc! {}).session(session).await })
            });
            assert_eq!(done.await?.deleted_count, 2);
            assert_eq!(all.find(Filter::all()).count().await?, 0);
            Err(AppError::Own("no"))
        })
        .await;
    assert!(matches!(failed, Err(AppError::Own("no"))), "{failed:?}");
    assert_eq!(names(&items).await, ["one", "two"]);
}
