//! Pages by number.

use vellum::geo::Point;
use vellum::prelude::*;
use vellum::repository::PageOf;
use vellum::testing::Commands;
use vellum::{Error, Page};

use super::{Person, people, person};

fn ids(page: &Page<Person>) -> Vec<i32> {
    page.items.iter().map(|person| person.id).collect()
}

#[tokio::test]
async fn pages_divide_what_a_query_finds() {
    let (_db, people) = people(25).await;
    let q = Person::q();
    let adults = people.find(q.id().lt(23)).sort(q.id().desc());
    let second = adults.clone().page(2, 10).await.unwrap();
    assert_eq!(ids(&second), (3..13).rev().collect::<Vec<_>>());
    assert_eq!((second.total, second.page, second.per_page, second.pages()), (23, 2, 10, 3));
    assert!(second.has_next() && second.has_previous());
    let third = adults.clone().page(3, 10).await.unwrap();
    assert_eq!(ids(&third), [2, 1, 0]);
    assert_eq!(third.total, 23);
    assert!(!third.has_next() && third.has_previous());
    let behind = adults.clone().page(9, 10).await.unwrap();
    assert_eq!((behind.items.len(), behind.total, behind.has_next()), (0, 23, false));
    let farthest = adults.clone().page(u64::MAX, u64::MAX).await.unwrap();
    assert_eq!((farthest.items.len(), farthest.total), (0, 23));
    let none = people.find(q.id().gt(99)).page(1, 10).await.unwrap();
    assert_eq!((none.items.len(), none.total, none.pages(), none.has_next()), (0, 0, 0, false));
    let whole = people.find(Filter::all()).page(1, 25).await.unwrap();
    assert_eq!((whole.items.len(), whole.total, whole.pages()), (25, 25, 1));
}

#[tokio::test]
async fn pages_are_counted_from_1_and_hold_something() {
    let (db, people) = people(1).await;
    let commands = Commands::capture(&db);
    let error = people.find(Filter::all()).page(0, 10).await.unwrap_err();
    assert!(error.is_invalid_page());
    assert_eq!(error.to_string(), "invalid page: pages are counted from 1");
    let error = people.find(Filter::all()).page(1, 0).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid page: a page holds at least one document");
    assert_eq!(commands.all(), []);
}

#[tokio::test]
async fn ties_neither_repeat_nor_lose_documents() {
    let (_db, people) = people(90).await;
    let q = Person::q();
    for sort in [vec![q.age().asc()], vec![q.age().desc()], vec![q.rank().asc(), q.age().desc()], vec![]] {
        let mut seen = Vec::new();
        for page in 1..=13 {
            seen.extend(ids(&people.find(Filter::all()).sort(sort.clone()).page(page, 7).await.unwrap()));
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..90).collect::<Vec<_>>(), "{sort:?}");
    }
}

#[tokio::test]
async fn skip_and_limit_bound_what_the_pages_divide() {
    let (_db, people) = people(25).await;
    let query = people.find(Filter::all()).sort(Person::q().id().asc()).skip(2).limit(12);
    let first = query.clone().page(1, 10).await.unwrap();
    assert_eq!((ids(&first), first.total), ((2..12).collect(), 12));
    let second = query.clone().page(2, 10).await.unwrap();
    assert_eq!((ids(&second), second.total), (vec![12, 13], 12));
    let third = query.clone().page(3, 10).await.unwrap();
    assert_eq!((ids(&third), third.total), (vec![], 12));
    let none = query.limit(0).page(1, 10).await.unwrap();
    assert_eq!((ids(&none), none.total), (vec![], 0));
}

#[tokio::test]
async fn a_page_that_shows_the_end_needs_no_count() {
    let (db, people) = people(15).await;
    let commands = Commands::capture(&db);
    let last = people.find(Filter::all()).page(2, 10).await.unwrap();
    assert_eq!((last.total, commands.names()), (15, vec!["find".to_owned()]));
    commands.clear();
    let first = people.find(Filter::all()).page(1, 10).await.unwrap();
    assert_eq!((first.total, commands.names()), (15, vec!["find".to_owned(), "aggregate".to_owned()]));
}

#[tokio::test]
async fn pages_of_near_keep_its_order_and_count_its_documents() {
    let (_db, people) = people(0).await;
    people.sync_indexes().await.unwrap();
    let at = |id: i32| Person { spot: Point::new(f64::from(10 - id) / 100.0, 0.0), ..person(id, 0) };
    people.create_many((0..10).map(at)).await.unwrap();
    let near = Person::q().spot().near_within(Point::new(0.0, 0.0), ..7_000.0);
    let first = people.find(near.clone()).page(1, 4).await.unwrap();
    assert_eq!((ids(&first), first.total, first.pages()), (vec![9, 8, 7, 6], 6, 2));
    let second = people.find(near.clone()).page(2, 4).await.unwrap();
    assert_eq!((ids(&second), second.total), (vec![5, 4], 6));
    let sorted = people.find(near).sort(Person::q().id().asc()).page(1, 4).await.unwrap();
    assert_eq!((ids(&sorted), sorted.total), (vec![4, 5, 6, 7], 6));
}

#[tokio::test]
async fn pages_see_live_documents_unless_asked() {
    let (_db, people) = people(5).await;
    people.delete(3).await.unwrap();
    let live = people.find(Filter::all()).page(1, 2).await.unwrap();
    assert_eq!((ids(&live), live.total), (vec![0, 1], 4));
    let all = people.find(Filter::all()).with_deleted().page(1, 2).await.unwrap();
    assert_eq!(all.total, 5);
    let deleted = people.find(Filter::all()).only_deleted().page(1, 1).await.unwrap();
    assert_eq!((ids(&deleted), deleted.total), (vec![3], 1));
}

#[tokio::test]
async fn a_page_is_mapped_iterated_and_serialized() {
    let (_db, people) = people(3).await;
    let page = people.find(Filter::all()).page(1, 2).await.unwrap().map(|person| person.id);
    assert_eq!(page, PageOf { items: vec![0, 1], total: 3, page: 1, per_page: 2 });
    let json = serde_json::to_value(&page).unwrap();
    assert_eq!(json, serde_json::json!({ "items": [0, 1], "total": 3, "page": 1, "per_page": 2 }));
    assert_eq!(serde_json::from_value::<PageOf<i32>>(json).unwrap(), page);
    assert_eq!(page.into_iter().collect::<Vec<_>>(), [0, 1]);
    let nonsense = PageOf::<i32> { items: vec![], total: 3, page: 1, per_page: 0 };
    assert_eq!((nonsense.pages(), nonsense.has_next()), (0, false));
}

#[tokio::test]
async fn a_text_search_is_sorted_by_its_score() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "notes")]
    struct Note {
        id: i32,
        #[vellum(index(text))]
        text: String,
    }
    let db = vellum::testing::TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    notes.sync_indexes().await.unwrap();
    let texts = [
        "tea",
        "coffee and a lot of other things",
        "coffee coffee coffee",
        "coffee and a lot of other things",
    ];
    let note = |(id, text): (i32, &str)| Note { id, text: text.into() };
    notes.create_many((0..).zip(texts).map(note)).await.unwrap();
    let coffee = notes.find(Filter::text("coffee"));
    let ids = |notes: Vec<Note>| notes.into_iter().map(|note| note.id).collect::<Vec<_>>();
    let q = Note::q();
    let best = coffee.clone().sort(vellum::Sort::text_score()).first().await.unwrap().unwrap();
    assert_eq!(best.id, 2);
    let sorted = coffee.clone().sort([vellum::Sort::text_score(), q.id().desc()]);
    assert_eq!(ids(sorted.clone().values().await.unwrap()), [2, 3, 1]);
    assert!(sorted.to_string().ends_with(r#".sort({textScore: {$meta: "textScore"}, _id: -1})"#), "{sorted}");
    let page = coffee.clone().sort(vellum::Sort::text_score()).page(1, 2).await.unwrap();
    assert_eq!((page.items[0].id, page.items[1].id, page.total), (2, 1, 3));
    match sorted.limit(2).page_slice().await.unwrap_err() {
        Error::InvalidFilter { path, reason } => {
            assert_eq!(path, "textScore");
            assert!(reason.contains("score of a text search"), "{reason}");
        }
        other => panic!("{other}"),
    }
    let by_text = coffee.sort([q.text().desc(), q.id().desc()]).limit(2);
    let slice = by_text.clone().page_slice().await.unwrap();
    assert_eq!(slice.items.iter().map(|note| note.id).collect::<Vec<_>>(), [2, 3]);
    let slice = by_text.after(slice.next).page_slice().await.unwrap();
    assert_eq!(slice.items.iter().map(|note| note.id).collect::<Vec<_>>(), [1]);
}
