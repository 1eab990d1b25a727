//! A model with a field of each family, and documents of it that differ in what is missing, null and empty.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use vellum::bson::{Bson, Document, Timestamp};
use vellum::chrono::NaiveDate;
use vellum::geo::Point;
use vellum::prelude::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "things")]
pub(super) struct Thing {
    pub(super) id: i32,
    pub(super) tiny: i8,
    pub(super) small: u8,
    pub(super) short: i16,
    pub(super) ushort: u16,
    pub(super) whole: i32,
    pub(super) wide: u32,
    pub(super) big: i64,
    pub(super) huge: u64,
    pub(super) single: f32,
    pub(super) double: f64,
    pub(super) price: Decimal,
    pub(super) made: DateTime<Utc>,
    pub(super) day: NaiveDate,
    pub(super) stamp: Timestamp,
    pub(super) name: String,
    pub(super) letter: char,
    pub(super) flag: bool,
    pub(super) nick: Option<String>,
    #[vellum(null)]
    pub(super) note: Option<String>,
    pub(super) limit: Option<i32>,
    pub(super) seen: Option<DateTime<Utc>>,
    #[vellum(rename = "points")]
    pub(super) scores: Vec<i32>,
    pub(super) tags: Vec<String>,
    pub(super) lines: Vec<Line>,
    pub(super) grid: Vec<Vec<i32>>,
    pub(super) labels: Option<Vec<String>>,
    pub(super) queue: VecDeque<i64>,
    pub(super) slots: Vec<Option<i32>>,
    pub(super) colors: BTreeSet<String>,
    pub(super) places: HashSet<Spot>,
    pub(super) stock: BTreeMap<String, i32>,
    pub(super) shelves: BTreeMap<String, Vec<i32>>,
    pub(super) rooms: BTreeMap<String, Spot>,
    pub(super) home: Spot,
    pub(super) work: Option<Spot>,
    pub(super) role: Role,
    pub(super) payment: Payment,
    pub(super) refund: Option<Payment>,
    pub(super) at: Point,
    #[vellum(bytes)]
    pub(super) blob: Vec<u8>,
    pub(super) key: Uuid,
    pub(super) oid: ObjectId,
    pub(super) parent: Ref<Thing>,
    pub(super) owner: Option<Ref<Thing>>,
    pub(super) friends: Vec<Ref<Thing>>,
    pub(super) extra: Document,
    pub(super) any: Bson,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Line {
    pub(super) sku: String,
    pub(super) amount: i32,
    pub(super) note: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) parts: Vec<Part>,
    pub(super) payment: Option<Payment>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) count: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Embedded)]
pub(super) struct Spot {
    pub(super) city: String,
    pub(super) zip: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
#[vellum(rename_all = "snake_case")]
pub(super) enum Role {
    Admin,
    OldMember,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub(super) enum Payment {
    Card { last4: String, tries: i32 },
    Transfer { iban: String },
}

pub(super) fn spot(city: &str) -> Spot {
    Spot { city: city.into(), zip: None }
}

pub(super) fn card(last4: &str) -> Payment {
    Payment::Card { last4: last4.into(), tries: 1 }
}

pub(super) fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

pub(super) fn line(sku: &str, amount: i32) -> Line {
    let payment = if amount % 2 == 0 { card("1111") } else { Payment::Transfer { iban: "X".into() } };
    Line {
        sku: sku.into(),
        amount,
        note: (amount > 3).then(|| "big".into()),
        tags: ["a", "b"][..amount as usize % 3].iter().map(ToString::to_string).collect(),
        parts: (0..i64::from(amount % 3)).map(|count| Part { name: format!("p{count}"), count }).collect(),
        payment: Some(payment),
    }
}

fn texts(all: &[&str], length: i32) -> Vec<String> {
    all.iter().take(length as usize).map(ToString::to_string).collect()
}

pub(super) fn thing(id: i32) -> Thing {
    Thing {
        id,
        tiny: id as i8,
        small: id as u8 + 1,
        short: id as i16 * 2,
        ushort: id as u16 * 3,
        whole: id * 10,
        wide: id as u32 * 7,
        big: i64::from(id) << 33,
        huge: id as u64 * 1_000,
        single: id as f32 / 2.0,
        double: f64::from(id) / 4.0,
        price: Decimal::new(i64::from(id) * 125, 2),
        made: time(i64::from(id) * 1_000),
        day: day(id as u32 + 1),
        stamp: Timestamp { time: id as u32, increment: 1 },
        name: format!("name {id}"),
        letter: char::from(b'a' + id as u8),
        flag: id % 2 == 0,
        nick: (id % 2 == 0).then(|| format!("n{id}")),
        note: (id % 3 == 0).then(|| format!("note {id}")),
        limit: (id % 2 == 1).then_some(id),
        seen: (id > 4).then(|| time(5)),
        scores: (0..id).map(|n| n * n).collect(),
        tags: texts(&["x", "y", "z", "x"], id),
        lines: (0..id).map(|n| line(&format!("s{n}"), n)).collect(),
        grid: (0..id % 4).map(|n| (0..n).collect()).collect(),
        labels: (id % 2 == 0).then(|| texts(&["l", "m"], id)),
        queue: (0..id % 3).map(i64::from).collect(),
        slots: vec![Some(id), None, Some(2)],
        colors: texts(&["blue", "red"], id % 3).into_iter().collect(),
        places: (0..id % 3).map(|n| spot(&format!("c{n}"))).collect(),
        stock: [("a1".to_owned(), id), (format!("b{id}"), 1)].into(),
        shelves: [("top".to_owned(), vec![1, id])].into(),
        rooms: [("hall".to_owned(), spot("Rome"))].into(),
        home: spot(["Rome", "Oslo"][id as usize % 2]),
        work: (id % 3 == 0).then(|| Spot { zip: Some("1".into()), ..spot("Bern") }),
        role: if id % 2 == 0 { Role::Admin } else { Role::OldMember },
        payment: if id % 2 == 0 { card("4242") } else { Payment::Transfer { iban: format!("I{id}") } },
        refund: (id % 3 == 0).then(|| card("0000")),
        at: Point::new(f64::from(id), 0.5),
        blob: vec![id as u8; 3],
        key: Uuid::from_u128(id as u128),
        oid: ObjectId::from_bytes([id as u8; 12]),
        parent: Ref::new(id + 100),
        owner: (id % 2 == 0).then(|| Ref::new(id + 200)),
        friends: (0..id % 4).map(Ref::new).collect(),
        extra: doc! { "n": id, "d": { "$literal": 1 } },
        any: if id % 2 == 0 { Bson::Int32(id) } else { Bson::String("any".into()) },
    }
}
