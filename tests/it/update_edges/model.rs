//! A model with paths of every unusual kind.

use std::collections::{BTreeMap, BTreeSet};

use vellum::bson::{Bson, Document};
use vellum::chrono::NaiveDate;
use vellum::prelude::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "shops", versioned, soft_delete)]
pub(super) struct Shop {
    pub(super) id: i32,
    pub(super) name: String,
    #[vellum(alias = "place")]
    pub(super) address: Option<Address>,
    #[vellum(alias = "shelf")]
    pub(super) shelves: Vec<Shelf>,
    pub(super) scores: Vec<i32>,
    pub(super) ratings: Vec<f64>,
    pub(super) grid: Vec<Vec<u8>>,
    pub(super) drawers: Vec<Vec<Shelf>>,
    pub(super) groups: Vec<BTreeSet<i32>>,
    pub(super) opens: NaiveDate,
    pub(super) spot: [f64; 2],
    pub(super) level: Level,
    pub(super) levels: Vec<Level>,
    pub(super) contact: Contact,
    pub(super) payment: Payment,
    pub(super) labels: Option<Vec<String>>,
    #[vellum(null)]
    pub(super) notes: Option<Vec<String>>,
    pub(super) stock: BTreeMap<String, i32>,
    pub(super) extras: Vec<Document>,
    pub(super) any: Vec<Bson>,
    pub(super) nick: Option<String>,
    #[vellum(bytes)]
    pub(super) photo: Option<Vec<u8>>,
    #[vellum(serde)]
    pub(super) hours: Option<Hours>,
    pub(super) tags: Tags,
    pub(super) old_tags: Option<Tags>,
    pub(super) closed: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Address {
    pub(super) city: String,
    #[vellum(alias = "postcode")]
    pub(super) zip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Shelf {
    #[vellum(alias = "label")]
    pub(super) name: String,
    pub(super) width: i16,
    pub(super) tags: BTreeSet<String>,
    pub(super) at: Option<Address>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
pub(super) struct Level(pub(super) u8);

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Hours {
    pub(super) from: i32,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Tags(pub(super) Vec<String>);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Contact {
    pub(super) person: String,
    #[vellum(flatten)]
    pub(super) phone: Phone,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Phone {
    pub(super) prefix: String,
    pub(super) number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub(super) enum Payment {
    Card(Card),
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Card {
    pub(super) last4: String,
}

pub(super) fn shelf(name: &str, width: i16) -> Shelf {
    Shelf { name: name.into(), width, tags: BTreeSet::from(["a".to_owned(), "b".to_owned()]), at: None }
}

pub(super) fn shop(id: i32) -> Shop {
    Shop {
        id,
        name: "shop".into(),
        address: None,
        shelves: vec![shelf("low", 5), shelf("high", 30_000)],
        scores: vec![1, 3, 5, 7],
        ratings: vec![0.5, 1.5],
        grid: vec![vec![1, 250], vec![3]],
        drawers: vec![vec![shelf("d", 1)]],
        groups: vec![BTreeSet::from([1, 2]), BTreeSet::from([3])],
        opens: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        spot: [1.0, 2.0],
        level: Level(250),
        levels: vec![Level(1), Level(255)],
        contact: Contact {
            person: "Ada".into(),
            phone: Phone { prefix: "+44".into(), number: Some("1".into()) },
        },
        payment: Payment::Card(Card { last4: "4242".into() }),
        labels: None,
        notes: None,
        stock: BTreeMap::from([("a".to_owned(), 1)]),
        extras: vec![doc! { "$a": 1 }, doc! { "b": { "$inc": 1 } }],
        any: vec![Bson::Int32(1), Bson::Null, Bson::Document(doc! { "$set": 1 })],
        nick: None,
        photo: Some(vec![1]),
        hours: Some(Hours { from: 9 }),
        tags: Tags(vec!["a".into()]),
        old_tags: None,
        closed: None,
    }
}
