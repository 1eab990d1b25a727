//! `save`: what is sent, and what becomes of the document.

mod edits;

use std::collections::{BTreeMap, HashMap, HashSet};

use vellum::bson::{Bson, Document};
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Size {
    width: i32,
    height: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Content {
    name: String,
    #[vellum(alias = "measure")]
    size: Size,
    lid: Option<Size>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Card { last4: String, name: Option<String> },
    Transfer { iban: String },
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Audit {
    author: String,
    #[vellum(alias = "remark")]
    note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "parcels")]
struct Parcel {
    #[vellum(id)]
    number: i32,
    label: String,
    weight: i64,
    #[vellum(alias = "old_code")]
    code: Option<i32>,
    #[vellum(null)]
    seal: Option<String>,
    #[vellum(default)]
    tries: i32,
    #[vellum(default)]
    stats: BTreeMap<String, i64>,
    content: Content,
    spare: Option<Content>,
    tags: Vec<String>,
    boxes: Vec<Size>,
    marks: HashSet<String>,
    prices: HashMap<String, Size>,
    payment: Payment,
    #[vellum(flatten)]
    audit: Audit,
    extra: Document,
    any: Bson,
    #[vellum(skip)]
    cached: usize,
}

fn size(width: i32) -> Size {
    Size { width, height: Some(1) }
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", versioned, timestamps, soft_delete)]
struct User {
    #[vellum(unique)]
    email: String,
    visits: i32,
    seen: DateTime<Utc>,
    tags: Vec<String>,
}

fn user(email: &str) -> User {
    User { email: email.into(), visits: 0, seen: Utc::now(), tags: vec![] }
}

async fn start() -> (TestDatabase, UserRepository) {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.sync_indexes().await.unwrap();
    (db, users)
}

#[tokio::test]
async fn a_save_moves_version_and_time_and_leaves_the_rest() {
    let (db, users) = start().await;
    let mut ada = users.create(user("a@x")).await.unwrap();
    users.driver().update_one(doc! {}, doc! { "$set": { "unknown": 1 } }).await.unwrap();
    ada.visits += 1;
    ada.seen = Utc::now();
    users.save(&mut ada).await.unwrap();
    assert_eq!(ada.version(), 2);
    assert!(ada.updated_at() >= ada.created_at());
    assert_eq!(users.require(ada.id()).await.unwrap(), ada);
    let raw = users.driver().find_one(doc! {}).await.unwrap().unwrap();
    assert_eq!(raw.get_i32("unknown").unwrap(), 1);

    let commands = Commands::capture(&db);
    users.save(&mut ada).await.unwrap();
    let mut read = users.require(ada.id()).await.unwrap();
    commands.clear();
    users.save(&mut read).await.unwrap();
    assert_eq!((commands.names(), ada.version()), (vec![], 2));
}

#[tokio::test]
async fn what_stops_a_save_is_told_apart_and_leaves_the_value() {
    let (_db, users) = start().await;
    users.create(user("b@x")).await.unwrap();
    let mut ada = users.create(user("a@x")).await.unwrap();
    let mut other = users.require(ada.id()).await.unwrap();
    other.visits = 5;
    users.save(&mut other).await.unwrap();

    ada.visits = 9;
    let before = ada.clone();
    let error = users.save(&mut ada).await.unwrap_err();
    let vellum::Error::OptimisticLock { collection, id, expected } = &error else { panic!("{error}") };
    assert_eq!((collection.as_str(), id, *expected), ("users", &ada.id().to_string(), 1));
    assert_eq!(ada, before);

    other.email = "b@x".into();
    let before = other.clone();
    let error = users.save(&mut other).await.unwrap_err();
    assert!(matches!(&error, vellum::Error::DuplicateKey { fields, .. } if fields == &["email"]), "{error}");
    assert_eq!(other, before);
    // The difference is still known: with the cause gone, the save goes through.
    other.email = "c@x".into();
    users.save(&mut other).await.unwrap();
    assert_eq!(users.require(other.id()).await.unwrap(), other);

    assert!(users.delete(other.id()).await.unwrap());
    other.visits = 6;
    assert!(users.save(&mut other).await.unwrap_err().is_not_found());
    users.driver().delete_many(doc! {}).await.unwrap();
    assert!(users.save(&mut other).await.unwrap_err().is_not_found());
    assert_eq!(users.find(Filter::all()).with_deleted().count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_document_older_than_the_version_column_is_guarded_too() {
    let (_db, users) = start().await;
    let now = vellum::bson::DateTime::now();
    let old = doc! { "_id": vellum::mongodb::bson::Uuid::new(), "email": "o@x", "visits": 1, "seen": now, "tags": [] };
    users.driver().insert_one(old).await.unwrap();
    let mut first = users.find(Filter::all()).first().await.unwrap().unwrap();
    let mut second = first.clone();
    assert_eq!((first.version(), first.updated_at()), (0, None));
    first.visits = 2;
    users.save(&mut first).await.unwrap();
    assert_eq!(first.version(), 1);
    second.visits = 3;
    assert!(users.save(&mut second).await.unwrap_err().is_optimistic_lock());
    let stored = users.require(first.id()).await.unwrap();
    assert_eq!((stored.visits, stored.version(), stored.updated_at()), (2, 1, first.updated_at()));
}

#[tokio::test]
async fn a_concurrent_append_survives_a_save_of_an_unversioned_document() {
    let db = TestDatabase::start().await.unwrap();
    let parcels = ParcelRepository::new(&db);
    let mut held = stored(&parcels, |_| {}).await;
    parcels.update(1, Parcel::q().tags().push("theirs")).await.unwrap();
    held.tags.push("ours".into());
    parcels.save(&mut held).await.unwrap();
    assert_eq!(parcels.require(1).await.unwrap().tags, ["x", "y", "theirs", "ours"]);
}

#[tokio::test]
async fn fifty_tasks_that_read_change_and_save_lose_nothing() {
    let (_db, users) = start().await;
    let id = *users.create(user("a@x")).await.unwrap().id();
    let tasks = (0..50).map(|_| {
        let users = users.clone();
        tokio::spawn(async move {
            for _ in 0..20 {
                users.retry_on_conflict(id, 1000, |user| user.visits += 1).await.unwrap();
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let user = users.require(id).await.unwrap();
    assert_eq!((user.visits, user.version()), (1000, 1001));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retry_ends_at_its_limit_at_another_error_or_at_the_closures_own() {
    let (db, users) = start().await;
    let id = *users.create(user("a@x")).await.unwrap().id();
    let raw = users.driver();
    let interfere = || {
        let raw = raw.clone();
        std::thread::scope(|scope| {
            let work = || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(raw.update_one(doc! {}, doc! { "$inc": { "version": 1_i64 } }).into_future())
            };
            scope.spawn(work).join().unwrap().unwrap();
        });
    };
    let mut tries = 0;
    let result = users
        .retry_on_conflict(id, 3, |user| {
            tries += 1;
            interfere();
            user.visits += 1;
        })
        .await;
    assert!(result.unwrap_err().is_optimistic_lock());
    assert_eq!((tries, users.require(id).await.unwrap().visits), (3, 0));

    let commands = Commands::capture(&db);
    let stopped = users.retry_on_conflict(id, 3, |user| {
        user.visits = 100;
        Err::<(), _>(vellum::Error::InvalidUpdate { path: "visits".into(), reason: "no".into() })
    });
    assert!(matches!(stopped.await, Err(vellum::Error::InvalidUpdate { .. })));
    assert_eq!(commands.count("update"), 0);
    assert!(users.retry_on_conflict(Uuid::now_v7(), 3, |_| {}).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_version_can_be_required() {
    let (_db, users) = start().await;
    let mut ada = users.create(user("a@x")).await.unwrap();
    assert_eq!(users.require_version(ada.id(), 1).await.unwrap(), ada);
    ada.visits = 1;
    users.save(&mut ada).await.unwrap();
    let error = users.require_version(ada.id(), 1).await.unwrap_err();
    assert!(matches!(error, vellum::Error::OptimisticLock { expected: 1, .. }), "{error}");
    assert!(users.require_version(Uuid::now_v7(), 1).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn the_clock_of_the_handle_sets_the_times() {
    let (db, _) = start().await;
    let noon: DateTime<Utc> = "2026-01-01T12:00:00.123456Z".parse().unwrap();
    let at_noon: DateTime<Utc> = "2026-01-01T12:00:00.123Z".parse().unwrap();
    let users = UserRepository::new(&db.with_clock(move || noon));
    let later = UserRepository::new(&db.with_clock(move || noon + chrono_minute()));
    let mut ada = users.create(user("a@x")).await.unwrap();
    assert_eq!((ada.created_at(), ada.updated_at()), (Some(&at_noon), Some(&at_noon)));
    let after = Some(at_noon + chrono_minute());
    ada.visits = 1;
    later.save(&mut ada).await.unwrap();
    assert_eq!((ada.created_at(), ada.updated_at()), (Some(&at_noon), after.as_ref()));
    assert_eq!(users.require(ada.id()).await.unwrap(), ada);
    later.delete(ada.id()).await.unwrap();
    let gone = users.get(ada.id()).with_deleted().await.unwrap().unwrap();
    assert_eq!((gone.deleted_at(), gone.updated_at()), (after.as_ref(), after.as_ref()));
}

fn chrono_minute() -> vellum::chrono::TimeDelta {
    vellum::chrono::TimeDelta::minutes(1)
}

/// A parcel that is stored as `change` makes its document, and then read.
async fn stored(parcels: &ParcelRepository, change: impl FnOnce(&mut Document)) -> Doc<Parcel> {
    let mut document = doc! {
        "_id": 1,
        "label": "p",
        "weight": 7_i64,
        "code": 3,
        "seal": "red",
        "tries": 0,
        "stats": { "a": 1_i64, "b": 2_i64 },
        "content": { "name": "c", "size": { "width": 5, "height": 1 } },
        "tags": ["x", "y"],
        "boxes": [{ "width": 1, "height": 1 }],
        "marks": ["m", "n"],
        "prices": { "high": { "width": 9, "height": 1 }, "low": { "width": 1, "height": 1 } },
        "payment": { "kind": "card", "last4": "1234", "name": "Ada" },
        "author": "ann",
        "note": "n",
        "extra": { "k": 1, "l": { "m": 2 } },
        "any": 4,
    };
    change(&mut document);
    parcels.driver().delete_many(doc! {}).await.unwrap();
    parcels.driver().insert_one(document).await.unwrap();
    parcels.require(1).await.unwrap()
}

#[test]
fn what_a_document_keeps_besides_value_and_id_fits_in_64_bytes() {
    let beside = size_of::<Doc<User>>() - size_of::<User>() - size_of::<Uuid>();
    assert!(beside <= 64, "{beside} bytes");
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "events", tag = "kind", rename_all = "snake_case", versioned)]
enum Event {
    SignedUp { email: String, tags: Vec<String> },
    Bought(Purchase),
    Closed,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Purchase {
    total: i64,
    note: Option<String>,
}

#[tokio::test]
async fn a_model_of_several_shapes_is_saved_by_its_variant() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let mut event =
        events.create(Event::SignedUp { email: "a@x".into(), tags: vec!["new".into()] }).await.unwrap();
    let commands = Commands::capture(&db);
    let steps: [(Event, Document); 4] = [
        (
            Event::SignedUp { email: "a@x".into(), tags: vec!["new".into(), "old".into()] },
            doc! { "$push": { "tags": "old" }, "$inc": { "version": 1_i64 } },
        ),
        (
            Event::Bought(Purchase { total: 5, note: Some("n".into()) }),
            doc! {
                "$unset": { "email": "", "tags": "" },
                "$set": { "kind": "bought", "total": 5_i64, "note": "n" },
                "$inc": { "version": 1_i64 },
            },
        ),
        (
            Event::Bought(Purchase { total: 6, note: None }),
            doc! { "$unset": { "note": "" }, "$set": { "total": 6_i64 }, "$inc": { "version": 1_i64 } },
        ),
        (
            Event::Closed,
            doc! { "$unset": { "total": "" }, "$set": { "kind": "closed" }, "$inc": { "version": 1_i64 } },
        ),
    ];
    for (next, expected) in steps {
        *event = next;
        commands.clear();
        events.save(&mut event).await.unwrap();
        let sent = commands.all();
        let update = sent[0].body.get_array("updates").unwrap()[0].as_document().unwrap();
        let mut keys: Vec<_> = update.get_document("u").unwrap().clone().into_iter().collect();
        let mut expected: Vec<_> = expected.into_iter().collect();
        keys.sort_by(|a, b| a.0.cmp(&b.0));
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(keys, expected);
        assert_eq!(events.require(event.id()).await.unwrap(), event);
    }
    let raw = events.driver().find_one(doc! {}).await.unwrap().unwrap();
    assert_eq!(raw.keys().map(ToString::to_string).collect::<Vec<_>>(), ["_id", "kind", "version"]);
}
