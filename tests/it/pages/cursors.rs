//! Cursors as text: whole, of this very query, and signed.

use vellum::options::{Collation, CollationStrength};
use vellum::prelude::*;
use vellum::repository::Find;
use vellum::testing::{Commands, TestDatabase};
use vellum::{Cursor, Error};

use super::{Person, PersonRepository, ids, people, person};

async fn refused<T: Model>(query: Find<T>) -> String {
    match query.page_slice().await {
        Err(Error::InvalidCursor { reason }) => reason,
        Err(other) => panic!("{other}"),
        Ok(slice) => panic!("{} documents", slice.items.len()),
    }
}

#[tokio::test]
async fn a_cursor_is_text_for_urls_and_comes_back_from_it() {
    let (_db, people) = people(5).await;
    let query = people.find(Filter::all()).sort(Person::q().nick().asc()).limit(2);
    let next = query.clone().page_slice().await.unwrap().next.unwrap();
    let text = next.to_string();
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'), "{text}");
    assert!(text.len() < 200);
    assert_eq!((next.as_str(), next.as_ref()), (text.as_str(), text.as_str()));
    let parsed: Cursor = text.parse().unwrap();
    assert_eq!(parsed, next);
    let json = serde_json::to_string(&next).unwrap();
    assert_eq!(json, format!("{text:?}"));
    assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), next);
    assert_eq!(serde_json::from_reader::<_, Cursor>(json.as_bytes()).unwrap(), next);
    assert_eq!(format!("{next:?}"), "Cursor(..)");
    assert_eq!(ids(&query.after(parsed).page_slice().await.unwrap()), [2, 3]);
}

#[tokio::test]
async fn text_that_is_no_cursor_is_refused() {
    for text in ["", "x", "AQ", "not a cursor", "AQAAAAAAAAAAAAAAAAAAAAAAAAA", "é", &"A".repeat(200)] {
        let error = text.parse::<Cursor>().unwrap_err();
        assert!(error.is_invalid_cursor());
        assert_eq!(error.to_string(), "invalid cursor: it is incomplete, or no cursor at all");
    }
    let error = serde_json::from_str::<Cursor>(r#""secret""#).unwrap_err().to_string();
    assert!(error.contains("invalid cursor") && !error.contains("secret"), "{error}");
}

#[tokio::test]
async fn a_cursor_that_was_changed_anywhere_is_refused() {
    let (db, people) = people(5).await;
    let query = people.find(Filter::all()).sort(Person::q().age().asc()).limit(2);
    let next = query.clone().page_slice().await.unwrap().next.unwrap().to_string();
    let commands = Commands::capture(&db);
    let mut refusals = 0;
    for at in 0..next.len() {
        for replacement in ["A", "-", "x", "9"] {
            let mut changed = next.clone();
            changed.replace_range(at..=at, replacement);
            if changed == next {
                continue;
            }
            match changed.parse::<Cursor>() {
                Ok(cursor) => {
                    let reason = refused(query.clone().after(cursor)).await;
                    assert_eq!(reason, "it was changed, or signed with another key");
                }
                Err(error) => assert!(error.is_invalid_cursor()),
            }
            refusals += 1;
        }
        if let Ok(shortened) = next[..at].parse::<Cursor>() {
            refused(query.clone().after(shortened)).await;
        }
    }
    assert!(refusals > 3 * next.len());
    for longer in [format!("{next}A"), format!("{next}AAAA"), format!("{next}{next}")] {
        if let Ok(cursor) = longer.parse::<Cursor>() {
            refused(query.clone().after(cursor)).await;
        }
    }
    assert_eq!(commands.all(), []);
}

#[tokio::test]
async fn a_cursor_of_another_query_is_refused() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "visitors", soft_delete)]
    struct Visitor {
        id: i32,
        age: i32,
    }
    let (db, people) = people(9).await;
    let q = Person::q();
    let query = people.find(q.age().gte(1)).sort(q.age().asc()).limit(2);
    let next = query.clone().page_slice().await.unwrap().next.unwrap();
    let visitors = VisitorRepository::new(&db);
    let v = Visitor::q();
    let another = "it belongs to another query: another collection, filter, sort or collation";
    let collation = Collation::builder().locale("en").strength(CollationStrength::Secondary).build();
    assert_eq!(refused(query.clone().sort(q.age().desc()).after(&next)).await, another);
    assert_eq!(refused(query.clone().sort([q.age().asc(), q.nick().asc()]).after(&next)).await, another);
    assert_eq!(refused(people.find(q.age().gte(2)).sort(q.age().asc()).limit(2).after(&next)).await, another);
    assert_eq!(refused(query.clone().collation(collation).after(&next)).await, another);
    assert_eq!(refused(query.clone().with_deleted().after(&next)).await, another);
    let of_visitors = visitors.find(v.age().gte(1)).sort(v.age().asc()).limit(2);
    assert_eq!(refused(of_visitors.after(&next)).await, another);
    // What names the order in full is the same order.
    let in_full = query.clone().sort([q.age().asc(), q.id().asc()]);
    assert_eq!(ids(&in_full.after(&next).page_slice().await.unwrap()).len(), 2);
    assert_eq!(ids(&query.limit(3).after(&next).page_slice().await.unwrap()).len(), 3);
}

#[tokio::test]
async fn a_cursor_leads_one_way() {
    let (_db, people) = people(9).await;
    let query = people.find(Filter::all()).limit(2);
    let first = query.clone().page_slice().await.unwrap();
    let second = query.clone().after(&first.next).page_slice().await.unwrap();
    let reason = refused(query.clone().before(&first.next)).await;
    assert_eq!(reason, "it leads to the next page; give it to `after`");
    let reason = refused(query.clone().after(second.previous)).await;
    assert_eq!(reason, "it leads to the page before; give it to `before`");
}

#[tokio::test]
async fn a_cursor_key_makes_cursors_good_for_every_handle_that_has_it() {
    let (db, people) = people(5).await;
    let with = |key: &str| PersonRepository::new(&db.with_cursor_key(key)).find(Filter::all()).limit(2);
    let next = with("secret").page_slice().await.unwrap().next.unwrap();
    assert_eq!(ids(&with("secret").after(&next).page_slice().await.unwrap()), [2, 3]);
    let foreign = "it was changed, or signed with another key";
    assert_eq!(refused(with("other").after(&next)).await, foreign);
    assert_eq!(refused(people.find(Filter::all()).limit(2).after(&next)).await, foreign);
    // Without a key, a handle and its clones share one that nobody else has.
    let next = people.find(Filter::all()).limit(2).page_slice().await.unwrap().next.unwrap();
    let clone = PersonRepository::new(&Database::clone(&db));
    assert_eq!(ids(&clone.find(Filter::all()).limit(2).after(&next).page_slice().await.unwrap()), [2, 3]);
    let elsewhere = PersonRepository::new(&Database::new(db.client().clone(), db.name()));
    assert_eq!(refused(elsewhere.find(Filter::all()).limit(2).after(&next)).await, foreign);
    assert_eq!(refused(with("").after(&next)).await, foreign);
}

#[tokio::test]
async fn a_cursor_of_another_database_is_refused() {
    let (one, other) = (TestDatabase::start().await.unwrap(), TestDatabase::start().await.unwrap());
    let query = async |db: &TestDatabase| {
        let people = PersonRepository::new(&db.with_cursor_key("secret"));
        people.create_many((0..3).map(|id| person(id, 0))).await.unwrap();
        people.find(Filter::all()).limit(2)
    };
    let next = query(&one).await.page_slice().await.unwrap().next;
    let reason = refused(query(&other).await.after(next)).await;
    assert!(reason.starts_with("it belongs to another query"), "{reason}");
}

/// A value in a cursor can only be an operand.
#[tokio::test]
async fn values_that_look_like_operators_are_values_in_cursors() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "notes")]
    struct Note {
        id: i32,
        text: String,
        map: std::collections::BTreeMap<String, Option<i32>>,
    }
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    let keys = ["$gt", "$ne", "a", "$exists"];
    let note = |id: i32| {
        let key = keys[id as usize % 4];
        Note { id, text: format!("{{\"{key}\": null}}"), map: [(key.to_owned(), Some(id % 3))].into() }
    };
    notes.create_many((0..12).map(note)).await.unwrap();
    let q = Note::q();
    for sort in [q.map().asc(), q.map().desc(), q.text().asc(), q.text().desc()] {
        let query = notes.find(Filter::all()).sort([sort, q.id().asc()]);
        let all: Vec<i32> = query.clone().await.unwrap().iter().map(|note| note.id).collect();
        let (mut seen, mut next) = (Vec::new(), None);
        loop {
            let slice = query.clone().limit(5).after(&next).page_slice().await.unwrap();
            seen.extend(slice.items.iter().map(|note| note.id));
            next = slice.next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
    }
}
