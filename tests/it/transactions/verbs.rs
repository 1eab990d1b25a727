//! Every verb is part of the transaction: each of its commands says so, others see nothing of it, and after a rollback
//! nothing is left.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::Commands;

use super::model::{AppError, Item, ItemRepository, item, start};

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Item)]
struct Name {
    name: String,
}

type Verb = (&'static str, fn(ItemRepository, Doc<Item>) -> BoxFuture<'static, vellum::Result<()>>);

macro_rules! verbs {
    ($($name:literal: |$items:ident, $one:ident| $run:expr),* $(,)?) => {
        [$(($name, |$items, $one| {
            async move {
                let _used = (&$items, &$one);
                let _ = $run;
                Ok(())
            }
            .boxed()
        })),*]
    };
}

fn one() -> Filter<Item> {
    Item::q().name().eq("one")
}

fn inserting() -> Vec<Verb> {
    let all: [Verb; 4] = verbs! {
        "create": |items, one| items.create(item("new", 9)).await?,
        "create_many": |items, one| items.create_many([item("new", 9), item("newer", 9)]).await?,
        "create_many unordered": |items, one| items.create_many([item("new", 9)]).ordered(false).await?,
        "create_many report": |items, one| items.create_many([item("new", 9)]).report().await?,
    };
    all.to_vec()
}

fn updating() -> Vec<Verb> {
    let all: [Verb; 15] = verbs! {
        "update": |items, one| items.update(one.id(), Item::q().number().inc(1)).await?,
        "update_one": |items, one| items.update_one(self::one(), Item::q().tags().push("new")).await?,
        "update_one array filter": |items, one|
            items.update_one(self::one(), Item::q().tags().each_where(|tag| tag.eq("old")).set("new")).await?,
        "update_many": |items, one| items.update_many(Filter::all(), Item::q().number().inc(1)).await?,
        "update_many computed": |items, one|
            items.update_many(Filter::all(), Item::set_with(|u| [u.number().set(u.number() * 2)])).await?,
        "upsert that inserts": |items, one|
            items.update_one(Item::q().name().eq("new"), Item::q().number().set(9)).upsert(item("new", 9)).await?,
        "upsert that updates": |items, one|
            items.update_one(self::one(), Item::q().number().set(9)).upsert(item("one", 9)).await?,
        "find_one_and_update": |items, one|
            items.find_one_and_update(self::one(), Item::q().number().inc(1)).await?,
        "find_one_and_update upsert": |items, one|
            items.find_one_and_update(Item::q().name().eq("new"), Item::q().number().set(9)).upsert(item("new", 9)).await?,
        "find_one_and_replace": |items, one| items.find_one_and_replace(self::one(), item("other", 9)).await?,
        "find_one_and_delete": |items, one| items.find_one_and_delete(self::one()).await?,
        "replace": |items, one| items.replace(one.id(), item("other", 9)).await?,
        "save": |items, one| {
            let mut one = one.clone();
            one.number = 99;
            items.save(&mut one).await?;
        },
        "retry_on_conflict": |items, one| items.retry_on_conflict(one.id(), 3, |one| one.number = 99).await?,
        "an update that explains why it changes nothing": |items, one| {
            let overflow = items.update(one.id(), Item::q().number().inc(i32::MAX)).await;
            assert!(matches!(overflow, Err(vellum::Error::InvalidUpdate { .. })), "{overflow:?}");
            items.update(one.id(), Item::q().number().inc(1)).await?
        },
    };
    all.to_vec()
}

fn deleting() -> Vec<Verb> {
    let all: [Verb; 8] = verbs! {
        "delete": |items, one| items.delete(one.id()).await?,
        "delete_one": |items, one| items.delete_one(self::one()).await?,
        "delete_many": |items, one| items.delete_many(Filter::all()).await?,
        "delete_doc": |items, one| items.delete_doc(&one).await?,
        "soft_delete": |items, one| items.soft_delete(one.id()).await?,
        "hard_delete": |items, one| items.hard_delete(one.id()).await?,
        "restore": |items, one| {
            items.delete(one.id()).await?;
            assert!(items.restore(one.id()).await?);
            items.update(one.id(), Item::q().number().inc(1)).await?
        },
        "purge_deleted": |items, one| {
            items.delete(one.id()).await?;
            let purged = items.purge_deleted(Utc::now() + chrono::TimeDelta::seconds(60)).await?;
            assert_eq!(purged, 1);
        },
    };
    all.to_vec()
}

fn bulks() -> Vec<Verb> {
    let all: [Verb; 3] = verbs! {
        "bulk": |items, one| {
            let bulk = items.bulk().create(item("new", 9)).update(one.id(), Item::q().number().inc(1));
            let bulk = bulk.update_many(Filter::all(), Item::q().number().inc(1)).delete_one(self::one());
            bulk.await?.into_result()?
        },
        "bulk unordered with a miss": |items, one| {
            let q = Item::q();
            let bulk = items.bulk().update(Uuid::nil(), q.number().inc(1)).update(one.id(), q.number().inc(1));
            let bulk = bulk.upsert_one(q.name().eq("new"), q.number().set(9), item("new", 9)).ordered(false);
            let summary = bulk.await?;
            assert!(matches!(summary.outcomes[0], vellum::repository::BulkOutcome::Missing), "{summary:?}");
            summary.into_result()?
        },
        "bulk save": |items, one| {
            let mut one = one.clone();
            one.number = 99;
            items.bulk().save(&one).await?.into_result()?
        },
    };
    all.to_vec()
}

/// What others see: the stored documents.
async fn stored(items: &ItemRepository) -> Vec<Document> {
    let sorted = items.driver().find(doc! {}).sort(doc! { "_id": 1 }).await.unwrap();
    sorted.try_collect().await.unwrap()
}

#[tokio::test]
async fn every_verb_that_writes_joins() {
    let (db, items) = start().await;
    let outside = &items;
    let before = stored(&items).await;
    let one = items.get_by_name("one").await.unwrap().unwrap();
    let commands = Commands::capture(&db);
    for (name, run) in [inserting(), updating(), deleting(), bulks()].concat() {
        commands.clear();
        let (sent, one, before) = (&commands, &one, &before);
        let rolled_back: Result<(), AppError> = db
            .transaction(|tx| async move {
                let items = ItemRepository::new(&tx);
                run(items.clone(), one.clone()).await?;
                let inside = items.find(Filter::all()).with_deleted().await?;
                let sent: Vec<_> = sent.all();
                for command in &sent {
                    assert!(command.body.contains_key("autocommit"), "{name}: {command:?}");
                }
                let hidden = stored(outside).await;
                assert_eq!(hidden, *before, "{name} is seen from outside");
                let seen: Vec<_> = inside.iter().map(|one| one.to_document().unwrap()).collect();
                assert_ne!(seen, *before, "{name} does nothing");
                Err(AppError::Own("seen"))
            })
            .await;
        assert!(matches!(rolled_back, Err(AppError::Own("seen"))), "{name}: {rolled_back:?}");
        assert_eq!(stored(&items).await, *before, "{name} is not undone");
    }
}

fn reading() -> Vec<Verb> {
    let all: [Verb; 22] = verbs! {
        "get": |items, new| assert!(items.get(new.id()).await?.is_some()),
        "require": |items, new| items.require(new.id()).await?,
        "get_by": |items, new| assert!(items.get_by_name("new").await?.is_some()),
        "find": |items, new| assert_eq!(items.find(Filter::all()).await?.len(), 3),
        "first": |items, new| assert!(items.find(Item::q().number().eq(9)).first().await?.is_some()),
        "count": |items, new| assert_eq!(items.find(Filter::all()).count().await?, 3),
        "count within limits": |items, new| assert_eq!(items.find(Filter::all()).skip(1).limit(9).count().await?, 2),
        "exists": |items, new| assert!(items.find(Item::q().number().eq(9)).exists().await?),
        "values": |items, new| assert_eq!(items.find(Filter::all()).values().await?.len(), 3),
        "select": |items, new| assert_eq!(items.find(Filter::all()).select::<Name>().await?.len(), 3),
        "distinct": |items, new| assert_eq!(items.find(Filter::all()).distinct(Item::q().name()).await?.len(), 3),
        "stream": |items, new| {
            let stream = items.find(Filter::all()).batch_size(1).stream().await?;
            assert_eq!(stream.count().await, 3);
        },
        "for_each_row": |items, new| {
            let mut rows = 0;
            items.find(Filter::all()).batch_size(2).for_each_row::<Name>(|_| rows += 1).await?;
            assert_eq!(rows, 3);
        },
        "page": |items, new| {
            let page = items.find(Filter::all()).page(1, 2).await?;
            assert_eq!((page.items.len(), page.total), (2, 3));
        },
        "page_slice": |items, new| {
            let query = items.find(Filter::all()).sort(Item::q().name().asc()).limit(2);
            let first = query.clone().page_slice().await?;
            let second = query.after(first.next.clone()).page_slice().await?;
            assert_eq!((first.items.len(), second.items.len()), (2, 1));
        },
        "aggregate": |items, new| assert_eq!(items.aggregate().await?.len(), 3),
        "aggregate stream": |items, new|
            assert_eq!(items.aggregate().batch_size(1).stream().await?.count().await, 3),
        "aggregate first": |items, new|
            assert!(items.aggregate().filter(|u| u.number().eq(9)).first().await?.is_some()),
        "aggregate count": |items, new| assert_eq!(items.aggregate().count().await?, 3),
        "aggregate lookup": |items, new| {
            let rows = items.aggregate().lookup(|u| u.name(), Item::q().name()).await?;
            assert!(rows.iter().all(|(_, same)| same.len() == 1));
            assert_eq!(rows.len(), 3);
        },
        "an update without changes": |items, new| {
            let none: [vellum::Update<Item>; 0] = [];
            assert!(items.update(new.id(), none).await?.is_some());
        },
        "why a save misses": |items, new| {
            let mut stale = new.clone();
            items.update(new.id(), Item::q().number().inc(1)).await?;
            stale.number = 50;
            assert!(items.save(&mut stale).await.unwrap_err().is_optimistic_lock());
        },
    };
    all.to_vec()
}

#[tokio::test]
async fn every_verb_that_reads_sees_what_the_transaction_wrote() {
    let (db, _items) = start().await;
    let commands = Commands::capture(&db);
    for (name, run) in reading() {
        commands.clear();
        let sent = &commands;
        let rolled_back: Result<(), AppError> = db
            .transaction(|tx| async move {
                let items = ItemRepository::new(&tx);
                let new = items.create(item("new", 9)).await?;
                run(items, new).await?;
                for command in sent.all() {
                    assert!(command.body.contains_key("autocommit"), "{name}: {command:?}");
                }
                Err(AppError::Own("seen"))
            })
            .await;
        assert!(matches!(rolled_back, Err(AppError::Own("seen"))), "{name}: {rolled_back:?}");
    }
}
