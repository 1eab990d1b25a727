//! Options of reads: each is sent by every operation that has it, and does what it says.

use std::time::{Duration, Instant};

use vellum::Error;
use vellum::bson::{Bson, Document};
use vellum::options::{Collation, CollationStrength, ReadConcern, ReadPreference};
use vellum::prelude::*;
use vellum::repository::Find;
use vellum::testing::{Command, Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users")]
#[vellum(index(keys(city = 1, age = -1), name = "city_age"))]
struct User {
    id: i32,
    name: String,
    city: String,
    age: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Card {
    name: String,
}

async fn users() -> (TestDatabase, UserRepository) {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.sync_indexes().await.unwrap();
    let user = |(id, name): (i32, &str)| User { id, name: name.into(), city: "Oslo".into(), age: id };
    users.create_many((0..).zip(["ada", "Ada", "bob", "ADA"]).map(user)).await.unwrap();
    (db, users)
}

fn secondary() -> Collation {
    Collation::builder().locale("en").strength(CollationStrength::Secondary).build()
}

/// What one operation sends.
async fn sent<F: Future>(commands: &Commands, operation: F) -> Vec<Command> {
    commands.clear();
    operation.await;
    commands.all()
}

/// What every operation sends of a query, by the operation's name.
async fn of_each(db: &Database, query: impl Fn() -> Find<User>) -> Vec<(&'static str, Command)> {
    let commands = Commands::capture(db);
    let mut all = Vec::new();
    macro_rules! record {
        ($($name:literal: $operation:expr;)*) => {$(
            let operation = async { let _answer = $operation.await.unwrap(); };
            all.extend(sent(&commands, operation).await.into_iter().map(|command| ($name, command)));
        )*};
    }
    record! {
        "find": query();
        "first": query().first();
        "exists": query().exists();
        "stream": query().stream();
        "values": query().values();
        "select": query().select::<Card>();
        "page": query().page(1, 2);
        "page_slice": query().limit(2).page_slice();
        "count": query().count();
        "distinct": query().distinct(User::q().name());
        "explain": query().explain();
    }
    let names: Vec<_> = all.iter().map(|(name, command)| format!("{name}: {}", command.name)).collect();
    let expected = [
        "find: find",
        "first: find",
        "exists: find",
        "stream: find",
        "values: find",
        "select: find",
        "page: find",
        "page: aggregate",
        "page_slice: find",
        "count: aggregate",
        "distinct: distinct",
        "explain: explain",
    ];
    assert_eq!(names, expected);
    all
}

/// The option in a command; of an explained one, in what is explained where it belongs there.
fn option<'a>(command: &'a Command, name: &str) -> Option<&'a Bson> {
    let explained = command.body.get_document("explain").ok().and_then(|inner| inner.get(name));
    command.body.get(name).or(explained)
}

async fn is_sent(query: impl Fn(Find<User>) -> Find<User>, name: &str, value: impl Into<Bson>, but: &[&str]) {
    let (db, users) = users().await;
    let value = value.into();
    let all = of_each(&db, || query(users.find(User::q().age().gte(0)))).await;
    for (operation, command) in all {
        let expected = if but.contains(&operation) { None } else { Some(&value) };
        assert_eq!(option(&command, name), expected, "{operation} sends {}", command.body);
    }
}

#[tokio::test]
async fn a_comment_is_sent_by_all() {
    is_sent(|find| find.comment("who asks"), "comment", "who asks", &[]).await;
    is_sent(|find| find.comment(doc! { "who": 1 }), "comment", doc! { "who": 1 }, &[]).await;
}

#[tokio::test]
async fn a_collation_is_sent_by_all() {
    is_sent(|find| find.collation(secondary()), "collation", doc! { "locale": "en", "strength": 2 }, &[])
        .await;
}

#[tokio::test]
async fn a_read_concern_is_sent_by_all_that_read() {
    let majority = |find: Find<User>| find.read_concern(ReadConcern::majority());
    // The server explains with the weakest one only.
    is_sent(majority, "readConcern", doc! { "level": "majority" }, &["explain"]).await;
}

#[tokio::test]
async fn a_time_limit_is_sent_by_all() {
    let sent = |value: i64| Bson::Int64(value);
    let (db, users) = users().await;
    for (time, millis) in [(Duration::from_secs(9), 9_000), (Duration::from_micros(8_999_001), 9_000)] {
        for (operation, command) in of_each(&db, || users.find(Filter::all()).max_time(time)).await {
            let value = match option(&command, "maxTimeMS") {
                Some(Bson::Int32(value)) => Some(sent(i64::from(*value))),
                other => other.cloned(),
            };
            assert_eq!(value, Some(sent(millis)), "{operation} sends {}", command.body);
        }
    }
    // To the server 0 is no limit, so a time below a millisecond is one.
    let commands = Commands::capture(&db);
    let _ = users.find(Filter::all()).max_time(Duration::from_nanos(1)).await;
    assert_eq!(option(&commands.all()[0], "maxTimeMS").map(ToString::to_string).as_deref(), Some("1"));
}

#[tokio::test]
async fn a_read_preference_is_sent_by_all() {
    let prefers = |find: Find<User>| find.read_preference(ReadPreference::Nearest { options: None });
    is_sent(prefers, "$readPreference", doc! { "mode": "nearest" }, &[]).await;
}

#[tokio::test]
async fn disk_use_is_sent_where_documents_are_sorted() {
    let but = ["page", "count", "distinct"];
    let (db, users) = users().await;
    for (operation, command) in of_each(&db, || users.find(Filter::all()).allow_disk_use(true)).await {
        let expected = !(but.contains(&operation) && command.name != "find");
        assert_eq!(
            option(&command, "allowDiskUse").is_some(),
            expected,
            "{operation} sends {}",
            command.body
        );
    }
}

#[tokio::test]
async fn a_batch_size_is_sent_where_documents_come_back() {
    let (db, users) = users().await;
    for (operation, command) in of_each(&db, || users.find(Filter::all()).batch_size(9)).await {
        let size = option(&command, "batchSize").map(ToString::to_string);
        let expected = (!matches!(command.name.as_str(), "aggregate" | "distinct")).then_some("9");
        assert_eq!(size.as_deref(), expected, "{operation} sends {}", command.body);
    }
    let commands = Commands::capture(&db);
    assert_eq!(users.find(Filter::all()).batch_size(1).await.unwrap().len(), 4);
    assert!(commands.count("getMore") >= 3);
    assert!(users.find(Filter::all()).batch_size(0).first().await.unwrap().is_some());
    assert_eq!(users.find(Filter::all()).batch_size(0).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_hint_is_sent_by_name_and_by_keys() {
    let (db, users) = users().await;
    let q = User::q();
    let keys = || [q.city().asc(), q.age().desc()];
    let commands = Commands::capture(&db);
    let mut hints = Vec::new();
    for find in [users.find(Filter::all()).hint("city_age"), users.find(Filter::all()).hint(keys())] {
        assert_eq!(find.clone().await.unwrap().len(), 4);
        assert_eq!(find.clone().count().await.unwrap(), 4);
        assert!(find.clone().exists().await.unwrap());
        assert_eq!(find.clone().page(1, 2).await.unwrap().total, 4);
        assert_eq!(find.clone().limit(2).page_slice().await.unwrap().items.len(), 2);
        let plan = find.explain().await.unwrap();
        let plan = plan.get_document("queryPlanner").unwrap().get("winningPlan").unwrap().to_string();
        assert!(plan.contains(r#""city_age""#), "{plan}");
        hints.extend(commands.all().iter().map(|command| option(command, "hint").cloned()));
        commands.clear();
    }
    let (by_name, by_keys) = hints.split_at(7);
    assert!(by_name.iter().all(|hint| *hint == Some("city_age".into())), "{by_name:?}");
    let keys: Document = doc! { "city": 1, "age": -1 };
    assert!(by_keys.iter().all(|hint| *hint == Some(keys.clone().into())), "{by_keys:?}");
}

#[tokio::test]
async fn a_hint_on_an_index_that_does_not_exist_is_an_error() {
    let (db, users) = users().await;
    let find = || users.find(Filter::all()).hint("missing");
    for error in
        [find().await.unwrap_err(), find().count().await.unwrap_err(), find().explain().await.unwrap_err()]
    {
        match &error {
            Error::Driver(driver) => assert_eq!(driver.code(), Some(2), "{error}"),
            other => panic!("{other}"),
        }
    }
    let commands = Commands::capture(&db);
    let error = users.find(Filter::all()).hint(vellum::Sort::text_score()).count().await.unwrap_err();
    assert!(matches!(&error, Error::InvalidFilter { path, .. } if path == "hint"), "{error}");
    assert_eq!(commands.all(), []);
}

#[tokio::test]
async fn a_collation_decides_what_is_equal() {
    let (_db, users) = users().await;
    let ada = || users.find(User::q().name().eq("ada"));
    assert_eq!((ada().count().await.unwrap(), ada().await.unwrap().len()), (1, 1));
    let ada = || ada().collation(secondary());
    assert_eq!((ada().count().await.unwrap(), ada().await.unwrap().len()), (3, 3));
    assert_eq!(ada().page(1, 2).await.unwrap().total, 3);
    assert_eq!(ada().limit(5).page_slice().await.unwrap().items.len(), 3);
    assert_eq!(ada().select::<Card>().await.unwrap().len(), 3);
    let names = users.find(Filter::all()).collation(secondary()).distinct(User::q().name()).await.unwrap();
    assert_eq!(names.len(), 2);
    let upper = users.find(User::q().name().eq("BOB"));
    assert!(!upper.clone().exists().await.unwrap() && upper.collation(secondary()).exists().await.unwrap());
}

#[tokio::test]
async fn what_takes_too_long_is_a_typed_error() {
    let (_db, users) = users().await;
    users
        .create_many((10..60).map(|id| User { id, name: String::new(), city: String::new(), age: id }))
        .await
        .unwrap();
    // A million numbers for each document, which the server cannot work out beforehand.
    let numbers = doc! { "$size": { "$range": [0, { "$add": ["$age", 1_000_000] }] } };
    let counting = || Filter::raw(doc! { "$expr": { "$gt": [numbers.clone(), 0] } });
    let slow = || users.find(counting()).max_time(Duration::from_millis(20));
    let began = Instant::now();
    for error in
        [slow().await.unwrap_err(), slow().count().await.unwrap_err(), slow().page(1, 2).await.unwrap_err()]
    {
        match &error {
            Error::Driver(driver) => assert_eq!(driver.code(), Some(50), "{error}"),
            other => panic!("{other}"),
        }
        assert_eq!(error.to_string(), "the operation took longer than it may (code 50)");
    }
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_sort_too_large_for_memory_may_use_the_disk() {
    // The setting is one of the whole server, so this test has a server of its own.
    let server = vellum::testing::TestServer::start().await.unwrap();
    let db = server.database("shop").await.unwrap();
    let users = UserRepository::new(&db);
    let user = |id: i32| User { id, name: "x".repeat(1_000), city: String::new(), age: -id };
    users.create_many((0..200).map(user)).await.unwrap();
    let admin = server.client().await.unwrap().database("admin");
    let limit = doc! { "setParameter": 1, "internalQueryMaxBlockingSortMemoryUsageBytes": 50_000 };
    admin.run_command(limit).await.unwrap();
    let sorted = || users.find(Filter::all()).sort(User::q().age().asc());
    assert_eq!(sorted().allow_disk_use(true).await.unwrap().len(), 200);
    match sorted().allow_disk_use(false).await.unwrap_err() {
        Error::Driver(error) => assert_eq!(error.code(), Some(292), "{error}"),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn distinct_refuses_what_it_would_have_to_ignore() {
    let (db, users) = users().await;
    let commands = Commands::capture(&db);
    for find in [users.find(Filter::all()).limit(2), users.find(Filter::all()).skip(1)] {
        let error = find.distinct(User::q().name()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid filter on `name`: `distinct` looks at all documents of the filter: leave out `skip` and `limit`"
        );
    }
    assert_eq!(commands.all(), []);
}
