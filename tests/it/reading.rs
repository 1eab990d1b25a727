//! What is stored by others: other number types, other orders, missing and broken fields.

use vellum::Error;
use vellum::bson::Bson;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "people", id = ObjectId, timestamps, versioned)]
pub struct Person {
    pub name: String,
    pub age: i64,
    pub pets: Vec<Pet>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Pet {
    pub name: String,
    pub price: f64,
}

async fn with(documents: Vec<vellum::bson::Document>) -> (TestDatabase, PersonRepository) {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    people.driver().insert_many(documents).await.unwrap();
    (db, people)
}

#[tokio::test]
async fn ages_of_every_number_type_are_read_and_a_fraction_is_refused_by_name() {
    let id = ObjectId::new();
    let person = |age: Bson| doc! { "name": "x", "age": age, "pets": [] };
    let (_db, people) = with(vec![
        person(Bson::Int32(1)),
        person(Bson::Int64(2)),
        person(Bson::Double(3.0)),
        doc! { "_id": id, "name": "x", "age": 1.5, "pets": [] },
    ])
    .await;
    let q = Person::q();
    let ages: Vec<i64> =
        people.find(q.age().ne(-1) & !q.id().eq(id)).values().await.unwrap().iter().map(|p| p.age).collect();
    assert_eq!(ages, [1, 2, 3]);
    match people.get(id).await.unwrap_err() {
        Error::Decode { collection, id: found_id, path, expected, found } => {
            assert_eq!((collection.as_str(), found_id, path.as_str()), ("people", id.to_hex(), "age"));
            assert_eq!((expected.as_str(), found.as_str()), ("i64", "double with a fraction"));
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn other_orders_unknown_fields_and_missing_columns_are_read() {
    let id = ObjectId::new();
    let (_db, people) =
        with(vec![doc! { "_id": id, "extra": { "a": [1] }, "pets": [{ "price": 1, "x": 1, "name": "p" }], "age": 1, "name": "x" }])
            .await;
    let person = people.require(id).await.unwrap();
    assert_eq!((person.age, person.pets[0].price, person.version()), (1, 1.0, 0));
    assert_eq!((person.created_at(), person.updated_at()), (None, None));
}

#[tokio::test]
async fn a_document_that_cannot_be_read_is_one_item_and_the_stream_goes_on() {
    let bad = ObjectId::new();
    let good = |name: &str| doc! { "name": name, "age": 1, "pets": [] };
    let (_db, people) = with(vec![
        good("a"),
        doc! { "_id": bad, "name": "b", "age": 1, "pets": [{ "name": "x", "price": 1.0 }, { "name": "y", "price": "dear" }] },
        good("c"),
        doc! { "name": "d", "pets": [] },
        good("e"),
    ])
    .await;
    let mut stream = people.find(Filter::all()).stream().await.unwrap();
    let (mut names, mut errors) = (Vec::new(), Vec::new());
    while let Some(person) = stream.next().await {
        match person {
            Ok(person) => names.push(person.name.clone()),
            Err(error) => errors.push(error.to_string()),
        }
    }
    assert_eq!(names, ["a", "c", "e"]);
    assert_eq!(
        errors[0],
        format!("document {bad} in `people` cannot be read: at `pets[1].price`, expected f64, found string")
    );
    assert!(errors[1].ends_with("at `age`, expected i64, found no such field"), "{}", errors[1]);
    assert!(people.find(Filter::all()).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_by_its_path_and_nothing_is_written() {
    #[derive(Debug, Clone, Vellum)]
    #[vellum(collection = "counts")]
    struct Counts {
        all: Vec<Count>,
    }
    #[derive(Debug, Clone, Embedded)]
    struct Count {
        n: u64,
    }
    let db = TestDatabase::start().await.unwrap();
    let counts = CountsRepository::new(&db);
    let good = || Counts { all: vec![] };
    let bad = Counts { all: vec![Count { n: 1 }, Count { n: u64::MAX }] };
    match counts.create_many(vec![good(), bad, good()]).await.unwrap_err() {
        Error::Encode { collection, path, .. } => {
            assert_eq!((collection.as_str(), path.as_str()), ("counts", "all[1].n"));
        }
        other => panic!("{other}"),
    }
    assert_eq!(counts.find(Filter::all()).count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_value_that_looks_like_an_operator_matches_nothing_but_itself() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "notes")]
    struct Note {
        text: String,
        map: std::collections::BTreeMap<String, Option<i32>>,
        any: Bson,
    }
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    let text = r#"{"$ne": null}"#;
    let map: std::collections::BTreeMap<_, _> = [("$ne".to_owned(), None)].into();
    let any = Bson::Document(doc! { "$ne": null });
    let hostile = Note { text: text.into(), map: map.clone(), any: any.clone() };
    let plain = Note { text: "x".into(), map: [("a".to_owned(), Some(1))].into(), any: Bson::Int32(1) };
    let hostile = notes.create(hostile).await.unwrap();
    notes.create_many([plain.clone(), plain]).await.unwrap();
    let q = Note::q();
    let same = [
        q.text().eq(text),
        q.text().is_in([text]),
        q.text().contains(text),
        q.text().starts_with(text) & q.text().ends_with(text) & q.text().eq_ignore_case(text),
        q.map().eq(&map),
        q.map().is_in([&map]),
        q.any().eq(&any),
        q.any().is_in([&any]),
        Note::expr(|n| n.text().eq(text)),
        Note::expr(|n| n.any().eq(any.clone())),
        Note::expr(|n| n.map().eq(map.clone())),
    ];
    for filter in same {
        let found = notes.find(filter.clone()).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&hostile), "{filter}");
    }
    assert_eq!(notes.find(Note::expr(|n| n.text().eq("$text"))).count().await.unwrap(), 0);
}

#[expect(clippy::unnecessary_wraps, reason = "the default of an option")]
fn anonymous() -> Option<String> {
    Some("anonymous".to_owned())
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "visits", id = ObjectId)]
struct Visit {
    #[vellum(default = anonymous)]
    by: Option<String>,
    #[vellum(default)]
    pages: i64,
}

#[tokio::test]
async fn a_missing_field_is_its_default_in_any_order() {
    let db = TestDatabase::start().await.unwrap();
    let visits = VisitRepository::new(&db);
    let documents = [
        doc! { "_id": ObjectId::new() },
        doc! { "_id": ObjectId::new(), "pages": 2 },
        doc! { "pages": 2, "_id": ObjectId::new(), "x": 1 },
    ];
    visits.driver().insert_many(documents).await.unwrap();
    let found = visits.find(Filter::all()).sort(Visit::q().pages().asc()).values().await.unwrap();
    let by = |pages| Visit { by: anonymous(), pages };
    assert_eq!(found, [by(0), by(2), by(2)]);
}
