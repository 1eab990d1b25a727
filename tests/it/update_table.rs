//! Every change operator on every family of fields: after it, the documents are byte for byte what the bare
//! driver's hand-written update makes of equal documents.

mod computed;
mod elements;
mod lists;
mod model;
mod values;

use std::fmt;

use futures_util::TryStreamExt;
use mongodb::options::UpdateModifications;
use vellum::bson::{Document, RawDocumentBuf};
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use model::{Thing, ThingRepository, thing};

/// One update, made with Vellum and written by hand.
struct Row {
    name: &'static str,
    filter: Filter<Thing>,
    changes: Update<Thing>,
    by_hand: ByHand,
}

struct ByHand {
    filter: Document,
    update: UpdateModifications,
    array_filters: Vec<Document>,
}

/// An update of all documents.
fn row(
    name: &'static str,
    changes: impl vellum::IntoUpdate<Thing>,
    by_hand: impl Into<UpdateModifications>,
) -> Row {
    Row {
        name,
        filter: Filter::all(),
        changes: changes.into_update(),
        by_hand: ByHand { filter: doc! {}, update: by_hand.into(), array_filters: Vec::new() },
    }
}

impl Row {
    /// Only of documents that a filter means.
    fn of(self, filter: Filter<Thing>, by_hand: Document) -> Self {
        Self { filter, by_hand: ByHand { filter: by_hand, ..self.by_hand }, ..self }
    }

    fn array_filters(self, array_filters: impl IntoIterator<Item = Document>) -> Self {
        let array_filters = array_filters.into_iter().collect();
        Self { by_hand: ByHand { array_filters, ..self.by_hand }, ..self }
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.name, self.filter, self.changes)
    }
}

/// The same documents twice: for Vellum, and for the hand-written updates.
struct Twins {
    things: ThingRepository,
    copies: mongodb::Collection<RawDocumentBuf>,
    seed: Vec<RawDocumentBuf>,
    _db: TestDatabase,
}

impl Twins {
    async fn start() -> Self {
        let db = TestDatabase::start().await.unwrap();
        let things = ThingRepository::new(&db);
        things.create_many((0..8).map(thing)).await.unwrap();
        // `null` and missing in one more document, as other writers store them.
        let nulls = doc! {
            "$set": { "nick": null, "limit": null, "labels": null, "work": null, "owner": null },
            "$unset": { "note": "" },
        };
        things.driver().update_one(doc! { "_id": 7 }, nulls).await.unwrap();
        let copies = db.driver().collection("copies");
        let seed = documents(&things.driver().clone_with_type()).await;
        Self { things, copies, seed, _db: db }
    }

    async fn reset(&self) {
        for collection in [&self.things.driver().clone_with_type(), &self.copies] {
            collection.delete_many(doc! {}).await.unwrap();
            collection.insert_many(&self.seed).await.unwrap();
        }
    }

    async fn both(&self) -> (Vec<RawDocumentBuf>, Vec<RawDocumentBuf>) {
        (documents(&self.things.driver().clone_with_type()).await, documents(&self.copies).await)
    }

    async fn check(&self, row: &Row) {
        self.reset().await;
        let ByHand { filter, update, array_filters } = &row.by_hand;
        let by_hand = self
            .copies
            .update_many(filter.clone(), update.clone())
            .array_filters(array_filters.clone())
            .await
            .unwrap_or_else(|error| panic!("{row:?}\n{error}"));
        let summary = self
            .things
            .update_many(row.filter.clone(), &row.changes)
            .await
            .unwrap_or_else(|error| panic!("{row:?}\n{error}"));
        let (ours, theirs) = self.both().await;
        for (our, their) in ours.iter().zip(&theirs) {
            assert_eq!(our, their, "{row:?}\n{:#?}", Document::try_from(our.as_ref()));
        }
        assert_eq!(ours.len(), theirs.len());
        assert_ne!(ours, self.seed, "{row:?} changes nothing");
        let expected = (by_hand.matched_count, by_hand.modified_count);
        assert_eq!((summary.matched, summary.modified), expected, "{row:?}");
        self.things.find(Filter::all()).await.unwrap_or_else(|error| panic!("{row:?}\n{error}"));
    }
}

async fn documents(collection: &mongodb::Collection<RawDocumentBuf>) -> Vec<RawDocumentBuf> {
    collection.find(doc! {}).sort(doc! { "_id": 1 }).await.unwrap().try_collect().await.unwrap()
}

async fn check_all(rows: Vec<Row>) {
    let twins = Twins::start().await;
    for row in rows {
        twins.check(&row).await;
    }
}

#[tokio::test]
async fn changes_of_values_are_what_is_written_by_hand() {
    check_all(values::rows()).await;
}

#[tokio::test]
async fn changes_of_lists_are_what_is_written_by_hand() {
    check_all(lists::rows()).await;
}

#[tokio::test]
async fn changes_of_elements_are_what_is_written_by_hand() {
    check_all(elements::rows()).await;
}

#[tokio::test]
async fn computed_changes_are_what_is_written_by_hand() {
    check_all(computed::rows()).await;
}

#[tokio::test]
async fn the_servers_time_is_set_as_the_fields_own_type() {
    let twins = Twins::start().await;
    let q = Thing::q();
    let before = Utc::now() - std::time::Duration::from_mins(1);
    twins
        .things
        .update_many(Filter::all(), [q.made().current_date(), q.seen().current_date()])
        .await
        .unwrap();
    twins.things.update_many(Filter::all(), q.stamp().current_date()).await.unwrap();
    let after = Utc::now() + std::time::Duration::from_mins(1);
    for thing in twins.things.find(Filter::all()).await.unwrap() {
        for time in [Some(thing.made), thing.seen] {
            assert!(time.is_some_and(|time| (before..after).contains(&time)), "{thing:?}");
        }
        let stamp = i64::from(thing.stamp.time);
        assert!((before.timestamp()..after.timestamp()).contains(&stamp), "{thing:?}");
    }
}

#[tokio::test]
async fn what_an_insert_sets_is_what_is_written_by_hand() {
    let twins = Twins::start().await;
    let q = Thing::q();
    let changes = || [q.whole().set_on_insert(5), q.nick().set_on_insert("new"), q.name().set("named")];
    twins.reset().await;
    for id in [1, 99] {
        let by_id = doc! { "_id": id };
        let stored = doc! { "$set": { "name": "named" }, "$setOnInsert": { "whole": 5, "nick": "new" } };
        let mut by_hand = stored.clone();
        let defaults = Document::try_from(twins.seed[3].as_ref()).unwrap();
        for (field, value) in &defaults {
            if !["_id", "name", "whole", "nick"].contains(&field.as_str()) {
                by_hand.get_document_mut("$setOnInsert").unwrap().insert(field.clone(), value.clone());
            }
        }
        twins.copies.update_one(by_id, by_hand).upsert(true).await.unwrap();
        twins.things.update_one(q.id().eq(id), changes()).upsert(thing(3)).await.unwrap();
        let (ours, theirs) = twins.both().await;
        assert_eq!(ours, theirs);
    }
    let new = twins.things.require(99).await.unwrap();
    assert_eq!((new.whole, new.nick.as_deref(), new.name.as_str()), (5, Some("new"), "named"));
}

#[test]
fn updates_are_printed_as_the_shell_takes_them() {
    let q = Thing::q();
    let cheap = q.lines().each_where(|line| line.amount().lt(2));
    let printed = [
        (
            q.name().set("n") & q.whole().inc(1) & q.nick().unset() & q.home().city().set("Ulm"),
            r#"{$set: {name: "n", "home.city": "Ulm"}, $unset: {nick: ""}, $inc: {whole: 1}}"#,
        ),
        (
            cheap.note().set("cheap") & q.lines().each().parts().each().count().inc(1),
            r#"{$set: {"lines.$[lines].note": "cheap"}, $inc: {"lines.$[].parts.$[].count": 1}}, {arrayFilters: [{"lines.amount": {$lt: 2}}]}"#,
        ),
        (
            q.scores().push_all_with([5, 6], Push::slice(-2).position(0).sort(q.scores().any().asc())),
            "{$push: {points: {$each: [5, 6], $position: 0, $slice: -2, $sort: 1}}}",
        ),
        (
            q.scores().pull_if(|n| n.gt(3)) & q.tags().pull("x") & q.grid().pop_first(),
            r#"{$pull: {points: {$gt: 3}, tags: {$eq: "x"}}, $pop: {grid: -1}}"#,
        ),
        (
            q.made().current_date() & q.stamp().current_date() & q.small().bit_and(6),
            r#"{$currentDate: {made: {$type: "date"}, stamp: {$type: "timestamp"}}, $bit: {small: {and: 6}}}"#,
        ),
        (
            Thing::set_with(|t| [t.whole().set(t.whole() + 1), t.name().set(t.home().city())]),
            r#"[{$set: {whole: {$add: ["$whole", 1]}, name: "$home.city"}}]"#,
        ),
        (Thing::set_with(|t| t.nick().unset()), r#"[{$set: {nick: "$$REMOVE"}}]"#),
        (Update::none(), "{}"),
        (
            q.whole().inc(1) & q.whole().set(1),
            "(invalid update of `whole`: it is changed twice in one update)",
        ),
    ];
    for (update, expected) in printed {
        assert_eq!(update.to_string(), expected);
    }
}
