//! Many operations at once: `bulk`, `create_many`, and what became of each operation.

use vellum::Error;
use vellum::prelude::*;
use vellum::repository::{BulkOutcome, BulkSummary};
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "stock", versioned, timestamps, soft_delete)]
struct Stock {
    #[vellum(unique)]
    sku: String,
    amount: i32,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "events")]
struct Event {
    id: i64,
    #[vellum(unique)]
    name: String,
    count: i32,
}

fn stock(sku: &str, amount: i32) -> Stock {
    Stock { sku: sku.into(), amount }
}

async fn start() -> (TestDatabase, StockRepository) {
    let db = TestDatabase::start().await.unwrap();
    let stocks = StockRepository::new(&db);
    stocks.sync_indexes().await.unwrap();
    (db, stocks)
}

/// What became of each operation, as one word each.
fn words<Id>(summary: &BulkSummary<Id>) -> Vec<&'static str> {
    let word = |outcome: &BulkOutcome<Id>| match outcome {
        BulkOutcome::Inserted { .. } => "inserted",
        BulkOutcome::Upserted { .. } => "upserted",
        BulkOutcome::Updated { .. } => "updated",
        BulkOutcome::Deleted { .. } => "deleted",
        BulkOutcome::Missing => "missing",
        BulkOutcome::Stale => "stale",
        BulkOutcome::Failed(_) => "failed",
        BulkOutcome::NotTried => "not tried",
        _ => "unknown",
    };
    summary.outcomes.iter().map(word).collect()
}

async fn amounts(stocks: &StockRepository) -> Vec<(String, i32, i64)> {
    let all = stocks.find(Filter::all()).sort(Stock::q().sku().asc()).await.unwrap();
    all.iter().map(|one| (one.sku.clone(), one.amount, one.version())).collect()
}

#[tokio::test]
async fn mixed_operations_tell_what_became_of_each() {
    for ordered in [true, false] {
        let (_db, stocks) = start().await;
        let q = Stock::q();
        let old = stocks.create_many(["a", "b", "c", "d", "e"].map(|sku| stock(sku, 1))).await.unwrap();
        let id = |at: usize| *old[at].id();
        let summary = stocks
            .bulk()
            .create(stock("new", 9))
            .update(id(0), q.amount().inc(1))
            .update(Uuid::nil(), q.amount().inc(1))
            .update_one(q.sku().eq("b"), q.amount().inc(2))
            .upsert_one(q.sku().eq("up"), q.amount().inc(5), stock("up", 0))
            .replace(id(2), stock("c", 77))
            .replace(Uuid::max(), stock("z", 77))
            .delete(id(3))
            .delete(Uuid::nil())
            .delete_one(q.sku().eq("e"))
            .update_one(q.sku().eq("b"), Update::none())
            .ordered(ordered)
            .await
            .unwrap();
        let expected = [
            "inserted", "updated", "missing", "updated", "upserted", "updated", "missing", "deleted",
            "missing", "deleted", "updated",
        ];
        assert_eq!(words(&summary), expected, "ordered: {ordered}");
        assert_eq!((summary.inserted, summary.upserted, summary.matched, summary.deleted), (1, 1, 3, 2));
        let BulkOutcome::Inserted { id } = &summary.outcomes[0] else { panic!() };
        assert_eq!(stocks.require(id).await.unwrap().sku, "new");
        let BulkOutcome::Upserted { id } = &summary.outcomes[4] else { panic!() };
        assert_eq!(*stocks.require(id).await.unwrap(), stock("up", 5));
        let left = [("a", 2, 2), ("b", 3, 2), ("c", 77, 2), ("new", 9, 1), ("up", 5, 1)];
        assert_eq!(
            amounts(&stocks).await,
            left.map(|(sku, amount, version)| (sku.to_owned(), amount, version))
        );
        let gone = stocks.find(Filter::all()).only_deleted().await.unwrap();
        assert!(
            gone.len() == 2
                && gone.iter().all(|one| one.version() == 2 && one.updated_at() == one.deleted_at())
        );
    }
}

#[tokio::test]
async fn an_ordered_bulk_stops_at_what_is_refused_and_an_unordered_one_goes_on() {
    for ordered in [true, false] {
        let (_db, stocks) = start().await;
        let q = Stock::q();
        stocks.create_many(["a", "b"].map(|sku| stock(sku, 1))).await.unwrap();
        let summary = stocks
            .bulk()
            .create(stock("c", 1))
            .create(stock("a", 2))
            .create(stock("d", 1))
            .update_one(q.sku().eq("b"), q.sku().set("a"))
            .update_one(q.sku().eq("b"), q.amount().set(5))
            .ordered(ordered)
            .await
            .unwrap();
        let expected = if ordered {
            ["inserted", "failed", "not tried", "not tried", "not tried"]
        } else {
            ["inserted", "failed", "inserted", "failed", "updated"]
        };
        assert_eq!(words(&summary), expected);
        for (_, error) in summary.failures() {
            let Error::DuplicateKey { collection, index, fields } = error else { panic!("{error}") };
            assert_eq!(
                (collection.as_str(), index.as_str(), fields.as_slice()),
                ("stock", "sku_1", &["sku".to_owned()][..])
            );
        }
        assert!(summary.into_result().unwrap_err().is_duplicate_key());
        assert_eq!(amounts(&stocks).await.len(), if ordered { 3 } else { 4 });
    }
}

#[tokio::test]
async fn a_document_that_someone_else_has_changed_is_stale() {
    let (_db, stocks) = start().await;
    let q = Stock::q();
    let [fresh, stale, gone] = ["a", "b", "c"].map(|sku| stock(sku, 1));
    let (fresh, stale, gone) = (
        stocks.create(fresh).await.unwrap(),
        stocks.create(stale).await.unwrap(),
        stocks.create(gone).await.unwrap(),
    );
    stocks.update(stale.id(), q.amount().set(50)).await.unwrap();
    stocks.delete(gone.id()).await.unwrap();
    for ordered in [true, false] {
        let summary = stocks
            .bulk()
            .update_doc(&stale, q.amount().set(0))
            .delete_doc(&stale)
            .update_doc(&gone, q.amount().set(0))
            .delete_doc(&gone)
            .ordered(ordered)
            .await
            .unwrap();
        assert_eq!(words(&summary), ["stale", "stale", "missing", "missing"]);
    }
    let summary = stocks.bulk().update_doc(&fresh, q.amount().set(7)).await.unwrap();
    assert!(matches!(summary.outcomes[0], BulkOutcome::Updated { matched: Some(1), modified: Some(1) }));
    assert_eq!(stocks.require(stale.id()).await.unwrap().amount, 50);
}

#[tokio::test]
async fn what_cannot_be_sent_stops_a_bulk_before_anything_is() {
    let (db, stocks) = start().await;
    let q = Stock::q();
    let commands = Commands::capture(&db);
    let bulk =
        stocks.bulk().create(stock("a", 1)).update_many(Filter::all(), q.amount().set(1) & q.amount().inc(1));
    assert!(matches!(bulk.await.unwrap_err(), Error::InvalidUpdate { path, .. } if path == "amount"));
    let bulk =
        stocks.bulk().create(stock("a", 1)).upsert_one(q.amount().eq(1), q.amount().inc(1), stock("a", 1));
    assert!(matches!(bulk.await.unwrap_err(), Error::InvalidUpdate { .. }));
    assert_eq!(words(&stocks.bulk().await.unwrap()), [""; 0]);
    assert!(commands.names().is_empty());
}

#[tokio::test]
async fn a_result_that_does_not_fit_is_refused_in_a_bulk_too() {
    let (_db, stocks) = start().await;
    let q = Stock::q();
    let full = stocks.create(stock("full", i32::MAX)).await.unwrap();
    let summary = stocks.bulk().update(full.id(), q.amount().inc(1)).await.unwrap();
    let error = summary.into_result().unwrap_err().to_string();
    assert_eq!(error, "invalid update of `amount`: the result would not fit the field's type");
    assert!(stocks.bulk().update_many(Filter::all(), q.amount().inc(1)).await.is_err());
    assert_eq!(stocks.require(full.id()).await.unwrap().amount, i32::MAX);
}

#[tokio::test]
async fn deletions_for_good_tell_hits_and_misses() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let event = |id: i64| Event { id, name: id.to_string(), count: 1 };
    for ordered in [true, false] {
        events.create_many((0..6).map(event)).await.unwrap();
        let q = Event::q();
        let bulk =
            events.bulk().delete(0).delete(77).delete(1).delete_many(q.id().gte(4)).delete_one(q.id().eq(88));
        let summary = bulk.ordered(ordered).await.unwrap();
        assert_eq!(words(&summary), ["deleted", "missing", "deleted", "deleted", "deleted"]);
        assert_eq!(summary.deleted, 4);
        assert!(matches!(summary.outcomes[0], BulkOutcome::Deleted { deleted: Some(1) }));
        assert!(matches!(summary.outcomes[3], BulkOutcome::Deleted { deleted: None | Some(2) }));
        let summary =
            events.bulk().replace(2, Event { count: 9, ..event(2) }).replace(99, event(99)).await.unwrap();
        assert_eq!(words(&summary), ["updated", "missing"]);
        let left = events.find(Filter::all()).sort(q.id().asc()).values().await.unwrap();
        assert_eq!(left, [Event { count: 9, ..event(2) }, event(3)]);
        assert_eq!(events.delete_many(Filter::all()).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn few_commands_are_sent() {
    let (db, stocks) = start().await;
    let q = Stock::q();
    stocks.create_many((0..300).map(|n| stock(&n.to_string(), n))).await.unwrap();
    assert!(stocks.bulk().await.unwrap().outcomes.is_empty());
    let commands = Commands::capture(&db);
    let mut bulk = stocks.bulk().ordered(false);
    for n in 0..300 {
        bulk = bulk
            .update_one(q.sku().eq(n.to_string()), q.amount().inc(1))
            .create(stock(&format!("new {n}"), n))
            .delete_one(q.sku().eq(n.to_string()));
    }
    let summary = bulk.await.unwrap().into_result().unwrap();
    assert_eq!((summary.inserted, summary.matched, summary.deleted), (300, 300, 300));
    let names: Vec<_> = commands.names().into_iter().filter(|name| name != "hello").collect();
    assert!(names == ["insert", "update", "update"] || names == ["bulkWrite"], "{names:?}");
}

#[tokio::test]
async fn large_documents_are_split_over_commands() {
    let db = TestDatabase::start().await.unwrap();
    let stocks = StockRepository::new(&db);
    let commands = Commands::capture(&db);
    let big = "x".repeat(6_000_000);
    let created = stocks.create_many((0..10).map(|n| stock(&format!("{big}{n}"), n))).await.unwrap();
    assert_eq!(created.len(), 10);
    let mut bulk = stocks.bulk();
    for one in &created {
        bulk = bulk.replace(one.id(), stock(&big, 1));
    }
    let summary = bulk.await.unwrap().into_result().unwrap();
    assert_eq!(summary.matched, 10);
    assert!(commands.names().iter().filter(|name| *name == "insert").count() >= 2);
}

#[tokio::test]
async fn a_hundred_thousand_documents_report_exactly_which_failed() {
    let (_db, stocks) = start().await;
    let taken = [0, 17, 49_999, 50_000, 99_998, 99_999];
    stocks.create_many(taken.map(|n| stock(&n.to_string(), -1))).await.unwrap();
    let many = || (0..100_000).map(|n: i32| stock(&n.to_string(), n));
    let report = stocks.create_many(many()).ordered(false).report().await.unwrap();
    if let Error::Driver(error) = &report.failed[0].error {
        panic!("{:?}", error.as_driver());
    }
    let failed: Vec<_> = report.failed.iter().map(|failure| (failure.index, failure.value.amount)).collect();
    assert_eq!(failed, taken.map(|n| (usize::try_from(n).unwrap(), n)));
    assert!(
        report.failed.iter().all(
            |failure| matches!(&failure.error, Error::DuplicateKey { fields, .. } if fields == &["sku"])
        )
    );
    assert_eq!((report.created.len(), report.not_tried.len()), (99_994, 0));
    assert_eq!(stocks.find(Filter::all()).count().await.unwrap(), 100_000);

    let report =
        stocks.create_many((99_990..100_010).map(|n| stock(&format!("again {n}"), n)).chain(many())).report();
    let report = report.await.unwrap();
    assert_eq!((report.created.len(), report.failed[0].index, report.not_tried.len()), (20, 20, 99_999));
    assert_eq!(report.created[19].amount, 100_009);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn racing_upserts_in_bulks_leave_one_document() {
    let (_db, stocks) = start().await;
    let q = Stock::q();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let bulk = stocks.bulk().upsert_one(q.sku().eq("a"), q.amount().inc(1), stock("a", 0));
            tokio::spawn(async move { bulk.await.unwrap().into_result().map(|summary| summary.upserted) })
        })
        .collect();
    let mut inserted = 0;
    for task in tasks {
        inserted += task.await.unwrap().unwrap();
    }
    assert_eq!(inserted, 1);
    assert_eq!(amounts(&stocks).await, [("a".to_owned(), 20, 20)]);
}
