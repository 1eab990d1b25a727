//! Rows that are visited: what they borrow, what is sent for them, and what ends a visit.

mod borrowed;
mod ending;
mod whole;

use std::borrow::Cow;

use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "people", id = ObjectId, rename_all = "camelCase", versioned, soft_delete)]
pub struct Person {
    pub first_name: String,
    pub nick: Cow<'static, str>,
    pub initial: char,
    pub age: i32,
    pub address: Address,
    pub home: Option<Address>,
    #[vellum(alias = "remark")]
    pub note: Option<String>,
    pub email: Email,
    pub tags: Vec<String>,
    pub pets: Vec<Pet>,
    pub contact: Contact,
    #[vellum(bytes)]
    pub key: Vec<u8>,
    #[vellum(bytes)]
    pub picture: Option<Box<[u8]>>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Email(String);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Address {
    pub city: String,
    pub zip: Option<String>,
    #[vellum(bytes)]
    pub seal: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Pet {
    pub name: String,
    pub kind: Option<String>,
    pub price: i32,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Contact {
    Phone { number: String },
    Nobody,
}

fn address(city: &str) -> Address {
    Address { city: city.into(), zip: None, seal: None }
}

fn ada() -> Person {
    Person {
        first_name: "Ada".into(),
        nick: "the first".into(),
        initial: 'Ä',
        age: 36,
        address: Address { zip: Some("N1".into()), ..address("London") },
        home: Some(Address { seal: Some(vec![7]), ..address("Paris") }),
        note: Some("hi".into()),
        email: Email("ada@x".into()),
        tags: vec!["x".into(), "y".into()],
        pets: vec![
            Pet { name: "Rex".into(), kind: Some("dog".into()), price: 5 },
            Pet { name: "Tom".into(), kind: None, price: 6 },
        ],
        contact: Contact::Phone { number: "42".into() },
        key: vec![1, 2, 3],
        picture: Some(Box::new([9, 9])),
    }
}

/// Everything that may be missing is.
fn bob() -> Person {
    Person {
        first_name: "Bob".into(),
        home: None,
        address: address("Oslo"),
        note: None,
        tags: vec![],
        pets: vec![],
        contact: Contact::Nobody,
        key: vec![],
        picture: None,
        ..ada()
    }
}

async fn stored() -> (TestDatabase, PersonRepository) {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    people.create_many([ada(), bob()]).await.unwrap();
    (db, people)
}
