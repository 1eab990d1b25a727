//! `create` and `create_many`.

use vellum::Error;
use vellum::prelude::*;
use vellum::testing::Commands;

use super::model::{calls, person, start};

#[tokio::test]
async fn hooks_change_a_new_document_in_their_order() {
    let (db, people) = start().await;
    let commands = Commands::capture(&db);
    let ada = people.create(person("ADA@X", 36)).await.unwrap();
    assert_eq!(commands.names(), ["insert"]);
    assert_eq!(
        calls(&db),
        [
            "before_insert normalize ADA@X",
            "before_insert check ada@x",
            "after_insert announce ada@x 36",
            "after_insert count Some(1)",
        ]
    );
    assert_eq!((ada.email.as_str(), ada.version()), ("ada@x", 1));
    assert_eq!(ada.seen.timestamp_subsec_nanos() % 1_000_000, 0);
    assert_eq!(people.require(ada.id()).await.unwrap(), ada);
}

#[tokio::test]
async fn a_hook_before_an_insert_stops_it_before_anything_is_sent() {
    let (db, people) = start().await;
    let commands = Commands::capture(&db);
    let error = people.create(person("a@x", -1)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Hook { event: "before_insert", message } if message == "nobody is younger than that")
    );
    assert_eq!(error.to_string(), "stopped by the hook `before_insert`: nobody is younger than that");
    assert!(error.is_hook());
    assert!(commands.names().is_empty());
    assert_eq!(calls(&db), ["before_insert normalize a@x", "before_insert check a@x"]);
}

#[tokio::test]
async fn a_hook_that_fails_after_an_insert_leaves_the_document() {
    let (db, people) = start().await;
    let error = people.create(person("a@x", 13)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document is written, but its hook `after_insert` failed: nobody wants to hear of it"
    );
    assert_eq!(people.find(Filter::all()).count().await.unwrap(), 1);
    let last = calls(&db).pop().unwrap();
    assert_eq!(last, "after_insert announce a@x 13");
}

#[tokio::test]
async fn a_document_that_the_server_refuses_has_no_hooks_after_it() {
    let (db, people) = start().await;
    people.create(person("a@x", 1)).await.unwrap();
    calls(&db);
    assert!(people.create(person("A@X", 1)).await.unwrap_err().is_duplicate_key());
    assert_eq!(calls(&db), ["before_insert normalize A@X", "before_insert check a@x"]);
}

#[tokio::test]
async fn one_refused_document_of_many_stops_them_all() {
    let (db, people) = start().await;
    let commands = Commands::capture(&db);
    let three = || [person("a@x", 1), person("b@x", -1), person("c@x", 3)];
    assert!(people.create_many(three()).await.unwrap_err().is_hook());
    assert_eq!(calls(&db).len(), 4);
    assert!(people.create_many(three()).ordered(false).report().await.unwrap_err().is_hook());
    assert!(commands.names().is_empty());
}

#[tokio::test]
async fn all_hooks_before_many_inserts_run_before_the_first_is_sent() {
    let (db, people) = start().await;
    let commands = Commands::capture(&db);
    let created = people.create_many([person("A@x", 1), person("B@x", 2)]).await.unwrap();
    assert_eq!(created.iter().map(|one| one.email.as_str()).collect::<Vec<_>>(), ["a@x", "b@x"]);
    assert_eq!(commands.names(), ["insert"]);
    assert_eq!(
        calls(&db),
        [
            "before_insert normalize A@x",
            "before_insert check a@x",
            "before_insert normalize B@x",
            "before_insert check b@x",
            "after_insert announce a@x 1",
            "after_insert count Some(1)",
            "after_insert announce b@x 2",
            "after_insert count Some(1)",
        ]
    );
}

#[tokio::test]
async fn hooks_after_many_inserts_are_for_what_is_stored() {
    let (db, people) = start().await;
    people.create(person("taken@x", 0)).await.unwrap();
    let announced = |db: &Database| {
        let calls = calls(db).into_iter();
        let calls = calls.filter_map(|call| call.strip_prefix("after_insert announce ").map(str::to_owned));
        calls.collect::<Vec<_>>()
    };
    announced(&db);
    let many = |prefix: &str| {
        [person(&format!("{prefix}1@x"), 13), person("taken@x", 1), person(&format!("{prefix}2@x"), 2)]
    };
    let report = people.create_many(many("a")).ordered(false).report().await.unwrap();
    assert_eq!((report.created.len(), report.failed.len(), report.not_tried.len()), (2, 1, 0));
    assert_eq!(report.hooks_failed.len(), 1);
    assert_eq!(report.hooks_failed[0].index, 0);
    assert!(report.hooks_failed[0].error.is_hook());
    assert_eq!(announced(&db), ["a1@x 13", "a2@x 2"]);

    let error = people.create_many(many("b")).await.unwrap_err();
    assert!(error.is_duplicate_key(), "{error}");
    assert_eq!(announced(&db), ["b1@x 13"]);

    let [first, _, last] = many("c");
    assert!(people.create_many([first, last]).await.unwrap_err().is_hook());
    assert_eq!(announced(&db), ["c1@x 13", "c2@x 2"]);
    assert_eq!(people.find(Filter::all()).count().await.unwrap(), 6);
}

#[tokio::test]
async fn hooks_can_be_skipped() {
    let (db, people) = start().await;
    let ada = people.create(person("ADA@X", -1)).skip_hooks().await.unwrap();
    assert_eq!((ada.email.as_str(), ada.version()), ("ADA@X", 1));
    assert!(ada.created_at().is_some());
    assert_eq!(people.create_many([person("B@X", -1)]).skip_hooks().await.unwrap()[0].email, "B@X");
    assert!(calls(&db).is_empty());
}

#[tokio::test]
async fn a_write_group_calls_hooks_for_each_caller() {
    let (db, people) = start().await;
    let group = people.write_group();
    let created =
        futures_util::future::join_all((0..20).map(|n| group.create(person(&format!("P{n}@x"), n)))).await;
    for (n, created) in created.into_iter().enumerate() {
        match created {
            Ok(created) => assert_eq!(created.email, format!("p{n}@x")),
            Err(error) => assert!(n == 13 && error.is_hook(), "{n}: {error}"),
        }
    }
    let calls = calls(&db);
    let called = |what: &str| calls.iter().filter(|call| call.starts_with(what)).count();
    assert_eq!(
        [called("before_insert normalize"), called("before_insert check"), called("after_insert announce")],
        [20, 20, 20]
    );
    assert!(group.create(person("q@x", -1)).await.unwrap_err().is_hook());
    assert_eq!(people.find(Filter::all()).count().await.unwrap(), 20);
}
