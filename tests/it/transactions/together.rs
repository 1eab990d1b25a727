//! Many transactions at once, and many operations in one.

use futures_util::future::{join_all, try_join_all};
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

use super::model::{AppError, Calls, Item, ItemRepository, item, names, start};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "accounts")]
struct Account {
    balance: i64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_is_neither_made_nor_lost_by_twenty_tasks() {
    let db = TestDatabase::start().await.unwrap();
    let accounts = AccountRepository::new(&db);
    let stored = accounts.create_many((0..4).map(|_| Account { balance: 100 })).await.unwrap();
    let ids: Vec<Uuid> = stored.iter().map(|account| *account.id()).collect();
    let tries = Calls::default();
    let tasks = (0..20).map(|n: usize| {
        let (db, tries) = ((*db).clone(), tries.clone());
        let (from, to) = (ids[n % 4], ids[(n + 1 + n / 4 % 3) % 4]);
        tokio::spawn(async move {
            for amount in [7, 30] {
                let tries = &tries;
                let moved: Result<(), AppError> = db
                    .transaction(|tx| async move {
                        tries.call();
                        let accounts = AccountRepository::new(&tx);
                        let mut payer = accounts.require(from).await?;
                        payer.balance -= amount;
                        if payer.balance < 0 {
                            return Err(AppError::Own("too little"));
                        }
                        accounts.save(&mut payer).await?;
                        accounts.update(to, Account::q().balance().inc(amount)).await?;
                        Ok(())
                    })
                    .await;
                assert!(matches!(moved, Ok(()) | Err(AppError::Own("too little"))), "{moved:?}");
            }
        })
    });
    try_join_all(tasks).await.unwrap();
    let balances = accounts.find(Filter::all()).values().await.unwrap();
    assert_eq!(balances.iter().map(|account| account.balance).sum::<i64>(), 400);
    assert!(balances.iter().all(|account| account.balance >= 0));
    assert!(tries.count() >= 40, "{} tries", tries.count());
}

#[tokio::test]
async fn operations_at_the_same_time_are_sent_one_after_the_other() {
    let (db, items) = start().await;
    db.transaction(|tx| async move {
        let items = ItemRepository::new(&tx);
        let created =
            join_all((0..30).map(|n| items.create(item(&format!("n{n:02}"), n)).into_future())).await;
        assert!(created.iter().all(Result::is_ok));
        let (count, found) = tokio::join!(
            items.find(Filter::all()).count(),
            items.find(Item::q().number().gt(10)).into_future(),
        );
        assert_eq!((count?, found?.len()), (32, 19));
        Ok::<_, vellum::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(names(&items).await.len(), 32);
}

#[tokio::test]
async fn an_unordered_insertion_has_one_command_under_way() {
    let (db, items) = start().await;
    let commands = Commands::capture(&db);
    let many: Vec<Item> = (0..2_500).map(|n| item(&format!("n{n}"), n)).collect();
    let created = db
        .transaction(|tx| {
            let many = many.clone();
            async move { ItemRepository::new(&tx).create_many(many).ordered(false).await }
        })
        .await
        .unwrap();
    assert_eq!(created.len(), 2_500);
    assert_eq!(commands.names(), ["insert", "insert", "commitTransaction"]);
    assert_eq!(items.find(Filter::all()).count().await.unwrap(), 2_502);

    let mut many: Vec<Item> = (0..2_500).map(|n| item(&format!("m{n}"), n)).collect();
    many[7].name = "one".to_owned();
    let failed = db
        .transaction(|tx| {
            let many = many.clone();
            async move { ItemRepository::new(&tx).create_many(many).ordered(false).await }
        })
        .await;
    assert!(failed.unwrap_err().is_duplicate_key());
    assert_eq!(items.find(Filter::all()).count().await.unwrap(), 2_502);
}

#[tokio::test]
async fn a_stream_can_be_written_along() {
    let (db, items) = start().await;
    let many: Vec<Item> = (0..500).map(|n| item(&format!("n{n}"), n)).collect();
    items.create_many(many).await.unwrap();
    let commands = Commands::capture(&db);
    db.transaction(|tx| async move {
        let items = ItemRepository::new(&tx);
        let mut stream = items.find(Item::q().number().gte(0)).batch_size(100).stream().await?;
        let mut seen = 0;
        while let Some(found) = stream.next().await {
            let found = found?;
            seen += 1;
            if seen % 50 == 0 {
                items.update(found.id(), Item::q().number().set(-1)).await?;
            }
        }
        assert_eq!(seen, 502);
        Ok::<_, vellum::Error>(())
    })
    .await
    .unwrap();
    assert_eq!(items.find(Item::q().number().eq(-1)).count().await.unwrap(), 10);
    assert!(commands.count("getMore") >= 5);
}
