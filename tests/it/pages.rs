//! Pages by number and by position.

mod cursors;
mod keyset;
mod offset;
mod orders;

use vellum::bson::Bson;
use vellum::geo::Point;
use vellum::prelude::*;
use vellum::repository::Find;
use vellum::testing::TestDatabase;
use vellum::{Cursor, Slice};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "people", soft_delete)]
#[vellum(index(keys(age = -1, id = -1), name = "age_id"))]
pub struct Person {
    pub id: i32,
    pub age: i32,
    #[vellum(default)]
    pub score: f64,
    pub nick: Option<String>,
    #[vellum(null)]
    pub rank: Option<i64>,
    pub home: Option<Home>,
    #[vellum(default)]
    pub tags: Vec<String>,
    #[vellum(default = nothing)]
    pub any: Bson,
    #[vellum(default)]
    pub labels: std::collections::BTreeMap<String, i32>,
    #[vellum(default = origin, index("2dsphere"))]
    pub spot: Point,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Home {
    pub city: String,
    pub floor: Option<i32>,
    #[vellum(default)]
    pub rooms: Vec<i32>,
}

fn nothing() -> Bson {
    Bson::Null
}

fn origin() -> Point {
    Point::new(0.0, 0.0)
}

fn person(id: i32, age: i32) -> Person {
    Person {
        id,
        age,
        score: f64::from(id % 4),
        nick: None,
        rank: None,
        home: None,
        tags: Vec::new(),
        any: Bson::Null,
        labels: [("a".to_owned(), id % 3)].into(),
        spot: origin(),
    }
}

async fn people(count: i32) -> (TestDatabase, PersonRepository) {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    people.create_many((0..count).map(|id| person(id, id % 9))).await.unwrap();
    (db, people)
}

fn ids(slice: &Slice<Person>) -> Vec<i32> {
    slice.items.iter().map(|person| person.id).collect()
}

/// All pages from the first to the last, and the last one's cursor to the page before.
async fn forwards(query: &Find<Person>) -> (Vec<Vec<i32>>, Option<Cursor>) {
    let mut pages = Vec::new();
    let mut next = None;
    loop {
        let slice = query.clone().after(&next).page_slice().await.unwrap();
        assert_eq!(slice.has_previous(), next.is_some());
        pages.push(ids(&slice));
        next = slice.next;
        if next.is_none() {
            return (pages, slice.previous);
        }
    }
}

/// All pages in front of a cursor, in their order.
async fn backwards(query: &Find<Person>, mut previous: Option<Cursor>) -> Vec<Vec<i32>> {
    let mut pages = Vec::new();
    while previous.is_some() {
        let slice = query.clone().before(&previous).page_slice().await.unwrap();
        assert!(slice.has_next());
        pages.insert(0, ids(&slice));
        previous = slice.previous;
    }
    pages
}
