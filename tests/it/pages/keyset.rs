//! Pages by position: every document once, whatever happens meanwhile.

use vellum::Error;
use vellum::bson::{Bson, Document};
use vellum::prelude::*;
use vellum::repository::SliceOf;
use vellum::testing::Commands;

use super::{Person, backwards, forwards, ids, people, person};

#[tokio::test]
async fn pages_over_ties_visit_each_document_once_while_others_are_inserted() {
    let (_db, people) = people(10_000).await;
    let q = Person::q();
    let inserting = tokio::spawn({
        let people = people.clone();
        async move {
            for id in 0.. {
                // In front of, between and behind the documents that are there.
                people.create(person(10_000 + id, id % 11 - 1)).await.unwrap();
            }
        }
    });
    let query = people.find(Filter::all()).sort(q.age().desc()).limit(500);
    let (pages, last) = forwards(&query).await;
    let back = backwards(&query, last).await;
    inserting.abort();
    assert!(people.find(q.id().gte(10_000)).exists().await.unwrap());
    let original = |pages: &[Vec<i32>]| {
        let mut ids: Vec<i32> = pages.concat().into_iter().filter(|id| *id < 10_000).collect();
        ids.sort_unstable();
        ids
    };
    assert!(pages.len() >= 20 && back.len() >= 19);
    assert_eq!(original(&pages), (0..10_000).collect::<Vec<_>>());
    let all_but_the_last = original(&pages[..pages.len() - 1]);
    let seen_again = original(&back);
    assert!(all_but_the_last.iter().all(|id| seen_again.binary_search(id).is_ok()));
    assert!(seen_again.windows(2).all(|pair| pair[0] != pair[1]));
}

#[tokio::test]
async fn pages_lead_on_and_back() {
    let (_db, people) = people(10).await;
    let query = people.find(Filter::all()).limit(4);
    let first = query.clone().page_slice().await.unwrap();
    assert_eq!((ids(&first), first.previous.is_none()), (vec![0, 1, 2, 3], true));
    let second = query.clone().after(first.next.unwrap()).page_slice().await.unwrap();
    assert_eq!(ids(&second), [4, 5, 6, 7]);
    let third = query.clone().after(second.next.clone()).page_slice().await.unwrap();
    assert_eq!((ids(&third), third.next.is_none()), (vec![8, 9], true));
    let back = query.clone().before(third.previous).page_slice().await.unwrap();
    assert_eq!(back, second);
    let start = query.clone().before(back.previous).page_slice().await.unwrap();
    assert_eq!((ids(&start), start.previous.is_none()), (vec![0, 1, 2, 3], true));
    let again = query.clone().limit(2).after(&start.next).page_slice().await.unwrap();
    assert_eq!((ids(&again), again.has_next(), again.has_previous()), (vec![4, 5], true, true));
    let exact = query.clone().limit(10).page_slice().await.unwrap();
    assert!(!exact.has_next() && !exact.has_previous());
    let none = people.find(Person::q().id().gt(99)).limit(4).page_slice().await.unwrap();
    assert_eq!((none.items.len(), none.next, none.previous), (0, None, None));
}

#[tokio::test]
async fn documents_that_go_or_move_leave_the_others_in_place() {
    let (_db, people) = people(12).await;
    let query = people.find(Filter::all()).sort(Person::q().id().desc()).limit(4);
    let first = query.clone().page_slice().await.unwrap();
    assert_eq!(ids(&first), [11, 10, 9, 8]);
    // The document that the cursor stands at, and neighbours on both sides.
    for id in [8, 10, 7] {
        assert!(people.driver().delete_one(doc! { "_id": id }).await.unwrap().deleted_count == 1);
    }
    let second = query.clone().after(first.next).page_slice().await.unwrap();
    assert_eq!(ids(&second), [6, 5, 4, 3]);
    let back = query.clone().before(second.previous).page_slice().await.unwrap();
    assert_eq!((ids(&back), back.previous.is_none()), (vec![11, 9], true));
}

#[tokio::test]
async fn an_emptied_page_leads_back_without_a_gap() {
    let (_db, people) = people(6).await;
    let query = people.find(Filter::all()).limit(3);
    let first = query.clone().page_slice().await.unwrap();
    people.driver().delete_many(doc! { "_id": { "$gt": 2 } }).await.unwrap();
    let empty = query.clone().after(first.next.clone()).page_slice().await.unwrap();
    assert_eq!((empty.items.len(), empty.next.is_none()), (0, true));
    let back = query.clone().before(empty.previous).page_slice().await.unwrap();
    assert_eq!((ids(&back), back.previous.is_none()), (vec![0, 1, 2], true));

    people.driver().insert_many((3..6).map(stored)).await.unwrap();
    let second = query.clone().after(first.next).page_slice().await.unwrap();
    people.driver().delete_many(doc! { "_id": { "$lt": 3 } }).await.unwrap();
    let empty = query.clone().before(second.previous).page_slice().await.unwrap();
    assert_eq!((empty.items.len(), empty.previous.is_none()), (0, true));
    let on = query.after(empty.next).page_slice().await.unwrap();
    assert_eq!(ids(&on), [3, 4, 5]);
}

fn stored(id: i32) -> Document {
    doc! { "_id": id, "age": 0 }
}

#[tokio::test]
async fn edges_are_what_is_stored_and_not_what_is_read() {
    let (_db, people) = people(0).await;
    // The model reads a missing score as 0, which stands elsewhere than missing does.
    let documents = (0..9).map(|id| match id % 3 {
        0 => stored(id),
        1 => doc! { "_id": id, "age": 0, "score": Bson::Double(0.0) },
        _ => doc! { "_id": id, "age": 0, "score": Bson::Int32(-5) },
    });
    people.driver().insert_many(documents).await.unwrap();
    let query = people.find(Filter::all()).sort(Person::q().score().asc()).limit(2);
    let (pages, last) = forwards(&query).await;
    assert_eq!(pages, [vec![0, 3], vec![6, 2], vec![5, 8], vec![1, 4], vec![7]]);
    assert_eq!(backwards(&query, last).await, pages[..4]);
}

#[tokio::test]
async fn a_continued_page_is_found_by_the_index_of_its_sort() {
    let (_db, people) = people(900).await;
    people.sync_indexes().await.unwrap();
    let q = Person::q();
    for sort in [q.age().desc(), q.age().asc()] {
        let query = people.find(Filter::all()).with_deleted().sort(sort).limit(10);
        let mut slice = query.clone().page_slice().await.unwrap();
        for _ in 0..42 {
            slice = query.clone().after(slice.next).page_slice().await.unwrap();
        }
        for page in [query.clone().after(slice.next), query.clone().before(slice.previous)] {
            let plan = page.explain().await.unwrap();
            let text = plan.get_document("queryPlanner").unwrap().get("winningPlan").unwrap().to_string();
            assert!(text.contains(r#""age_id""#), "{text}");
            assert!(!text.contains(r#""SORT""#) && !text.contains("COLLSCAN"), "{text}");
            let stats = plan.get_document("executionStats").unwrap();
            // 100 documents are of the age at the edge: the rest is cut off by the index.
            assert!(stats.get_i32("totalDocsExamined").unwrap() <= 111, "{stats}");
            assert_eq!(stats.get_i32("nReturned").unwrap(), 11);
        }
    }
}

#[tokio::test]
async fn a_continued_page_is_asked_for_as_a_person_would() {
    let (db, people) = people(20).await;
    let q = Person::q();
    let commands = Commands::capture(&db);
    let query = people.find(q.id().gte(0)).sort([q.age().asc(), q.score().desc()]).limit(2);
    let first = query.clone().page_slice().await.unwrap();
    query.after(first.next).page_slice().await.unwrap();
    let all = commands.all();
    assert_eq!(
        all[0].body.get_document("filter").unwrap(),
        &doc! { "_id": { "$gte": 0 }, "deleted_at": null }
    );
    let expected = doc! {
        "_id": { "$gte": 0 },
        "deleted_at": null,
        "age": { "$gte": 0 },
        "$or": [
            { "age": { "$gt": 0 } },
            { "age": 0, "score": { "$not": { "$gte": 1.0 } } },
            { "age": 0, "score": 1.0, "_id": { "$lt": 9 } },
        ],
    };
    let body = &all[1].body;
    assert_eq!(body.get_document("filter").unwrap(), &expected);
    assert_eq!(body.get_document("sort").unwrap(), &doc! { "age": 1, "score": -1, "_id": -1 });
    assert_eq!(body.get_i64("limit").unwrap(), 3);
    assert_eq!(commands.names(), ["find", "find"]);
}

fn refused(error: Error) -> (String, String) {
    match error {
        Error::InvalidFilter { path, reason } => (path, reason),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_sort_that_pages_cannot_continue_is_refused_by_name() {
    let (db, people) = people(3).await;
    let q = Person::q();
    let commands = Commands::capture(&db);
    for sort in [
        q.tags().asc(),
        q.tags().at(0).asc(),
        q.home().rooms().desc(),
        q.home().rooms().any().desc(),
        q.any().asc(),
    ] {
        let written = format!("{sort:?}");
        let (path, reason) =
            refused(people.find(Filter::all()).sort(sort).limit(2).page_slice().await.unwrap_err());
        assert!(written.contains(&format!("{path:?}")), "{written}: {path}");
        let what = if path == "any" { "whose type only its values know" } else { "a sort through a list" };
        assert!(reason.contains(what), "{reason}");
    }
    let near = people.find(q.spot().near(super::origin())).limit(2);
    let (path, reason) = refused(near.page_slice().await.unwrap_err());
    assert!(path == "spot" && reason.contains("the order of `near`"), "{path}: {reason}");
    let unusable = people.find(Filter::all()).sort(q.labels().key("a.b").asc()).limit(2);
    assert_eq!(refused(unusable.page_slice().await.unwrap_err()).0, "labels.a.b");
    assert_eq!(commands.all(), []);
}

#[tokio::test]
async fn near_with_a_sort_is_paged_by_the_sort() {
    let (_db, people) = people(7).await;
    people.sync_indexes().await.unwrap();
    let q = Person::q();
    let query = people.find(q.spot().near(super::origin())).sort(q.id().desc()).limit(3);
    let (pages, last) = forwards(&query).await;
    assert_eq!(pages, [vec![6, 5, 4], vec![3, 2, 1], vec![0]]);
    assert_eq!(backwards(&query, last).await, pages[..2]);
}

#[tokio::test]
async fn a_page_needs_a_size_and_one_place_to_start_from() {
    let (db, people) = people(6).await;
    let slice = people.find(Filter::all()).limit(2).page_slice().await.unwrap();
    let next = slice.next.unwrap();
    let slice = people.find(Filter::all()).limit(2).after(&next).page_slice().await.unwrap();
    let previous = slice.previous.unwrap();
    let commands = Commands::capture(&db);
    let all = || people.find(Filter::all());
    let refused = async |find: vellum::repository::Find<Person>| {
        let error = find.page_slice().await.unwrap_err();
        assert!(error.is_invalid_page(), "{error}");
        error.to_string()
    };
    assert!(refused(all()).await.contains("needs a `limit`"));
    assert!(refused(all().limit(0)).await.contains("at least one document"));
    assert!(refused(all().limit(2).skip(1)).await.contains("leave out `skip`"));
    assert!(refused(all().limit(2).after(&next).before(&previous)).await.contains("not both"));
    // What would have to ignore the cursor does not take it.
    let at = || all().limit(2).after(&next);
    let only = "invalid page: only `page_slice` and `explain` start at a cursor";
    assert_eq!(at().await.unwrap_err().to_string(), only);
    assert_eq!(at().first().await.unwrap_err().to_string(), only);
    assert_eq!(at().count().await.unwrap_err().to_string(), only);
    assert_eq!(at().exists().await.unwrap_err().to_string(), only);
    assert_eq!(at().values().await.unwrap_err().to_string(), only);
    assert_eq!(at().stream().await.unwrap_err().to_string(), only);
    assert_eq!(at().page(1, 2).await.unwrap_err().to_string(), only);
    assert_eq!(at().distinct(Person::q().age()).await.unwrap_err().to_string(), only);
    assert_eq!(commands.all(), []);
}

#[tokio::test]
async fn deleted_documents_are_on_no_page_unless_asked_for() {
    let (_db, people) = people(8).await;
    for id in [1, 2, 5] {
        people.delete(id).await.unwrap();
    }
    let q = Person::q();
    let query = people.find(Filter::all()).sort(q.age().asc()).limit(2);
    assert_eq!(forwards(&query).await.0.concat(), [0, 3, 4, 6, 7]);
    assert_eq!(forwards(&query.clone().with_deleted()).await.0.concat(), (0..8).collect::<Vec<_>>());
    assert_eq!(forwards(&query.clone().only_deleted()).await.0.concat(), [1, 2, 5]);
    let next = query.clone().page_slice().await.unwrap().next;
    assert!(query.with_deleted().after(next).page_slice().await.unwrap_err().is_invalid_cursor());
}

#[tokio::test]
async fn a_slice_is_mapped_iterated_and_serialized() {
    let (_db, people) = people(3).await;
    let slice = people.find(Filter::all()).limit(2).page_slice().await.unwrap().map(|person| person.id);
    let json = serde_json::to_value(&slice).unwrap();
    let next = slice.next.as_ref().unwrap().as_str();
    assert_eq!(json, serde_json::json!({ "items": [0, 1], "next": next, "previous": null }));
    assert_eq!(serde_json::from_value::<SliceOf<i32>>(json).unwrap(), slice);
    assert_eq!(slice.into_iter().collect::<Vec<_>>(), [0, 1]);
}
