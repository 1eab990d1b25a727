//! Filters of single documents hold the shard key, as far as it is known.

use vellum::bson::{Bson, Document};
use vellum::prelude::*;
use vellum::repository::BulkOutcome;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "visits", versioned, shard_key(tenant, place.region))]
struct Visit {
    tenant: String,
    place: Place,
    pages: i32,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Place {
    region: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "jobs", versioned, shard_key(id))]
struct Job {
    runs: i32,
}

fn visit(tenant: &str, region: Option<&str>) -> Visit {
    Visit { tenant: tenant.into(), place: Place { region: region.map(Into::into) }, pages: 0 }
}

async fn start() -> (TestDatabase, VisitRepository) {
    let db = TestDatabase::start().await.unwrap();
    let visits = VisitRepository::new(&db);
    (db, visits)
}

/// The filters of the statements, and whether each would insert.
fn statements(commands: &Commands, name: &str, list: &str) -> Vec<(Document, bool)> {
    let sent = commands.all().into_iter().filter(|command| command.name == name);
    let statement = |one: &Bson| {
        let one = one.as_document().unwrap();
        (one.get_document("q").unwrap().clone(), one.get_bool("upsert").unwrap_or(false))
    };
    sent.flat_map(|command| command.body.get_array(list).unwrap().iter().map(statement).collect::<Vec<_>>())
        .collect()
}

#[tokio::test]
async fn documents_at_hand_are_written_where_they_are_stored() {
    let (db, visits) = start().await;
    let up = Visit::q().pages().set(1);
    let (here, nowhere) = (visits.create(visit("a", Some("eu"))), visits.create(visit("a", None)));
    let (here, nowhere) = (here.await.unwrap(), nowhere.await.unwrap());
    let commands = Commands::capture(&db);
    let bulk = visits.bulk().update_doc(&here, &up).update_doc(&nowhere, &up).update(here.id(), &up);
    let summary = bulk.update(Uuid::nil(), &up).await.unwrap();
    assert_eq!(summary.matched, 3, "{summary:?}");
    assert!(matches!(summary.outcomes[3], BulkOutcome::Missing), "{summary:?}");
    let sent = statements(&commands, "update", "updates");
    let filter = |document: &Doc<Visit>, region: Bson| {
        let id = Bson::from(vellum::bson::Binary {
            subtype: vellum::bson::BinarySubtype::Uuid,
            bytes: document.id().as_bytes().to_vec(),
        });
        doc! { "_id": id, "tenant": "a", "place.region": region, "version": 1_i64 }
    };
    // Only what says the whole key may be sent as an upsert, by which a miss is told.
    assert_eq!(sent[0], (filter(&here, "eu".into()), true));
    assert_eq!(sent[1], (filter(&nowhere, Bson::Null), true));
    assert_eq!((sent[2].0.len(), sent[2].1, sent[3].1), (1, false, false), "{sent:?}");
    commands.clear();
    let here = visits.require(here.id()).await.unwrap();
    let summary = visits.bulk().delete_doc(&here).delete_doc(&nowhere).await.unwrap();
    assert_eq!(summary.deleted, 1, "{summary:?}");
    let sent = statements(&commands, "delete", "deletes");
    assert!(
        sent.iter().all(|(filter, _)| filter.contains_key("tenant") && filter.contains_key("place.region"))
    );
}

#[tokio::test]
async fn a_replacement_is_looked_for_under_its_own_key() {
    let (db, visits) = start().await;
    let q = Visit::q();
    let one = visits.create(visit("a", Some("eu"))).await.unwrap();
    let commands = Commands::capture(&db);
    let last =
        |commands: &Commands| commands.all().pop().unwrap().body.get_document("query").unwrap().clone();
    assert!(visits.replace(one.id(), visit("a", Some("eu"))).await.unwrap().is_some());
    let query = last(&commands);
    assert_eq!((query.get_str("tenant").unwrap(), query.get_str("place.region").unwrap()), ("a", "eu"));
    // Another key is another place, unless the filter says the old one.
    assert_eq!(visits.replace(one.id(), visit("b", Some("eu"))).await.unwrap(), None);
    let moving = q.id().eq(one.id()) & q.tenant().eq("a") & q.place().region().eq("eu");
    assert!(visits.find_one_and_replace(moving, visit("b", None)).await.unwrap().is_some());
    assert_eq!(last(&commands).len(), 3);
    commands.clear();
    let summary = visits.bulk().replace(one.id(), visit("b", None)).await.unwrap();
    assert_eq!(summary.matched, 1);
    let sent = statements(&commands, "update", "updates");
    assert_eq!(
        (sent[0].0.get_str("tenant").unwrap(), sent[0].0.get("place.region")),
        ("b", Some(&Bson::Null))
    );
}

#[tokio::test]
async fn an_upsert_has_to_say_the_whole_shard_key() {
    let (db, visits) = start().await;
    let q = Visit::q();
    let up = q.pages().inc(1);
    let commands = Commands::capture(&db);
    let by_id = || q.id().eq(Uuid::nil());
    let upsert = |filter: Filter<Visit>| visits.update_one(filter, &up).upsert(visit("a", Some("eu")));
    for (filter, path) in [
        (by_id(), "tenant"),
        (by_id() & q.tenant().eq("a"), "place.region"),
        (by_id() & q.tenant().eq("a") & q.place().region().is_some(), "place.region"),
    ] {
        let error = upsert(filter.clone()).await.unwrap_err();
        let named = matches!(&error, vellum::Error::InvalidUpdate { path: found, .. } if found == path);
        assert!(named && error.to_string().contains("shard key"), "{filter}: {error}");
        let bulk = visits.bulk().upsert_one(filter, &up, visit("a", Some("eu")));
        assert!(matches!(bulk.await.unwrap_err(), vellum::Error::InvalidUpdate { .. }));
    }
    assert!(commands.names().is_empty());
    let whole = by_id() & q.tenant().eq("a") & q.place().region().eq("eu");
    assert!(upsert(whole.clone()).await.unwrap().upserted_id.is_some());
    assert_eq!(upsert(whole).await.unwrap().matched, 1);
}

#[tokio::test]
async fn a_scope_says_the_shard_key_for_every_verb() {
    let (db, visits) = start().await;
    let q = Visit::q();
    let scoped = VisitRepository::new(&db.scoped(q.tenant().eq("a") & q.place().region().eq("eu")));
    let one = scoped.create(visit("a", Some("eu"))).await.unwrap();
    let up = q.pages().inc(1);
    let commands = Commands::capture(&db);
    scoped.update(one.id(), &up).await.unwrap().unwrap();
    scoped.update_one(q.id().eq(one.id()), &up).upsert(visit("a", Some("eu"))).await.unwrap();
    let read = scoped.require(one.id()).await.unwrap();
    assert_eq!(scoped.bulk().update_doc(&read, &up).update(one.id(), &up).await.unwrap().matched, 2);
    assert!(scoped.delete(one.id()).await.unwrap());
    for command in commands.all() {
        let printed = format!("{:?}", command.body);
        assert!(printed.contains("\"tenant\": String(\"a\")"), "{printed}");
        assert!(printed.contains("\"place.region\": String(\"eu\")"), "{printed}");
        let statements = command.body.get_array("updates").map_or(1, Vec::len);
        assert_eq!(printed.matches("\"tenant\"").count(), statements, "{printed}");
    }
    assert_eq!(visits.find(Filter::all()).count().await.unwrap(), 0);
}

#[tokio::test]
async fn an_id_that_is_the_shard_key_is_said_once() {
    let (db, _) = start().await;
    let jobs = JobRepository::new(&db);
    let one = jobs.create(Job { runs: 0 }).await.unwrap();
    let commands = Commands::capture(&db);
    let up = Job::q().runs().set(1);
    assert_eq!(jobs.bulk().update_doc(&one, &up).await.unwrap().matched, 1);
    let upsert = jobs.update_one(Job::q().id().eq(Uuid::nil()), &up).upsert(Job { runs: 0 });
    assert!(upsert.await.unwrap().upserted_id.is_some());
    let sent = statements(&commands, "update", "updates");
    assert_eq!(sent[0].0.keys().collect::<Vec<_>>(), ["_id", "version"]);
    assert!(sent[0].1);
}
