//! A collection with a field of every family, whose values differ from document to document: what tables
//! of operators run on.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{FixedOffset, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use vellum::bson::{self, Binary, BinarySubtype, Bson, Decimal128, Document, Regex, Timestamp};
use vellum::geo::{LineString, Point};
use vellum::prelude::*;

/// How many documents there are. Their ids are 0 to `COUNT - 1`.
pub const COUNT: i32 = 30;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "seeds")]
pub struct Seed {
    pub id: i32,
    pub name: String,
    pub letter: char,
    /// Present, missing and null, in turn.
    pub nick: Option<String>,
    /// Present and null, in turn.
    #[vellum(null)]
    pub motto: Option<String>,
    pub sku: Sku,
    #[vellum(rename = "stored_as", alias = "older")]
    pub renamed: String,

    pub tiny: i8,
    pub small: i16,
    pub int: i32,
    pub long: i64,
    pub unsigned_tiny: u8,
    pub unsigned_small: u16,
    pub unsigned_int: u32,
    pub unsigned_long: u64,
    pub single: f32,
    pub double: f64,
    pub spent: f64,
    pub price: Decimal,
    pub exact: Decimal128,
    pub score: Option<i32>,
    pub active: bool,

    pub born: DateTime<Utc>,
    pub zoned: DateTime<FixedOffset>,
    pub day: NaiveDate,
    pub stamp: bson::DateTime,
    pub seen: Option<DateTime<Utc>>,
    pub ticks: Timestamp,

    pub tags: Vec<String>,
    pub scores: Vec<i32>,
    pub grid: Vec<Vec<i32>>,
    pub gaps: Vec<Option<i32>>,
    pub more: Option<Vec<String>>,
    pub colors: BTreeSet<String>,
    pub primes: HashSet<i64>,
    pub places: BTreeSet<Sku>,
    pub labels: BTreeMap<String, String>,
    pub counts: HashMap<String, i32>,
    pub boxes: BTreeMap<String, Address>,

    pub address: Address,
    pub home: Option<Address>,
    pub lines: Vec<Line>,
    #[vellum(flatten)]
    pub audit: Audit,
    pub role: Role,
    pub level: Option<Role>,
    pub payment: Payment,
    pub payments: Vec<Payment>,

    pub spot: Point,
    pub route: LineString,
    #[vellum(bytes)]
    pub payload: Vec<u8>,
    pub blob: Binary,
    pub token: Uuid,
    pub object: ObjectId,
    pub owner: Ref<Owner>,
    pub parent: Option<Ref<Seed>>,
    pub friends: Vec<Ref<Owner>>,

    pub any: Bson,
    pub extra: Document,
    pub pattern: Regex,
    #[vellum(serde)]
    pub foreign: Foreign,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "owners")]
pub struct Owner {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Embedded)]
pub struct Sku(pub String);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Address {
    pub city: String,
    pub zip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Line {
    pub sku: String,
    pub price: f64,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Audit {
    pub author: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Embedded)]
#[vellum(rename_all = "snake_case")]
pub enum Role {
    Admin,
    #[vellum(alias = "user")]
    Member,
    Guest,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Payment {
    Card { last4: String, limit: Option<i32> },
    Transfer(Bank),
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Bank {
    pub iban: String,
    pub limit: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    pub inner: i32,
}

pub fn address(city: &str, zip: Option<&str>) -> Address {
    Address { city: city.into(), zip: zip.map(Into::into) }
}

pub fn line(sku: &str, price: f64, note: Option<&str>) -> Line {
    Line { sku: sku.into(), price, note: note.map(Into::into) }
}

pub fn time(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_700_000_000_000).unwrap() + TimeDelta::days(days)
}

pub fn date(days: i64) -> bson::DateTime {
    bson::DateTime::from_millis(time(days).timestamp_millis())
}

pub fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + TimeDelta::days(number)
}

pub fn uuid(number: i32) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

/// A UUID as the bare driver has it.
pub fn uuid_bson(number: i32) -> Bson {
    Bson::Binary(Binary { subtype: BinarySubtype::Uuid, bytes: uuid(number).as_bytes().to_vec() })
}

pub fn object_id(number: i32) -> ObjectId {
    ObjectId::from_bytes([number as u8; 12])
}

pub fn binary(number: i32) -> Binary {
    Binary { subtype: BinarySubtype::Generic, bytes: vec![number as u8; 2] }
}

pub fn regex(number: i32) -> Regex {
    Regex { pattern: format!("^{number}").try_into().unwrap(), options: "i".to_owned().try_into().unwrap() }
}

pub fn decimal128(number: i32) -> Decimal128 {
    format!("{number}.5").parse().unwrap()
}

fn words<C: FromIterator<String>>(words: &[&str]) -> C {
    words.iter().map(ToString::to_string).collect()
}

fn payment(n: i32) -> Payment {
    let limit = (n % 2 == 0).then_some(n);
    match n % 3 {
        0 => Payment::Card { last4: format!("{:04}", n % 4), limit },
        1 => Payment::Transfer(Bank { iban: format!("DE{}", n % 4), limit }),
        _ => Payment::Cash,
    }
}

fn any(n: i32) -> Bson {
    match n % 4 {
        0 => Bson::Int32(n % 8),
        1 => Bson::String(format!("t{}", n % 8)),
        2 => Bson::Null,
        _ => Bson::Document(doc! { "a": n % 8 }),
    }
}

pub fn seed(n: i32) -> Seed {
    let (u, i) = (n as usize, i64::from(n));
    let three = ["x", "y", "z"];
    let city = ["London", "Rome", "Oslo"][u % 3];
    Seed {
        id: n,
        name: ["Ann", "bcb", "a.c", "abc", "Cy", "ann"][u % 6].into(),
        letter: ['x', 'y', 'z'][u % 3],
        nick: (n % 3 == 0).then(|| format!("n{n}")),
        motto: (n % 2 == 0).then(|| format!("carpe {}", n % 4)),
        sku: Sku(format!("s-{}", n % 5)),
        renamed: format!("r{}", n % 3),
        tiny: (n - 15) as i8,
        small: (n * 100 - 1_500) as i16,
        int: n * 5,
        long: i << 40,
        unsigned_tiny: (n * 8) as u8,
        unsigned_small: (n * 2_000) as u16,
        unsigned_int: n as u32 * 140_000_000,
        unsigned_long: (n as u64) << 50,
        single: n as f32 / 2.0,
        double: f64::from(n) / 4.0 - 3.0,
        spent: f64::from(n % 5),
        price: Decimal::new(i * 25, 2),
        exact: decimal128(n % 7),
        score: (n % 2 == 0).then_some(n),
        active: n % 2 == 0,
        born: time(i),
        zoned: time(i).with_timezone(&FixedOffset::east_opt(7_200).unwrap()),
        day: day(i),
        stamp: date(i),
        seen: (n % 2 == 0).then(|| time(i)),
        ticks: Timestamp { time: n as u32, increment: 1 },
        tags: words(&three[..u % 4]),
        scores: (0..n % 5).map(|k| k * n).collect(),
        grid: vec![vec![n % 4, n % 4 + 1], vec![9; u % 2]],
        gaps: [Some(n % 3), None, Some(7)][..u % 4].to_vec(),
        more: (n % 3 > 0).then(|| words(&three[..u % 3 - 1])),
        colors: words(&["red", "blue", "green"][..u % 4]),
        primes: [2, 3, 5][..u % 4].iter().copied().collect(),
        places: (0..n % 3).map(|k| Sku(format!("p{k}"))).collect(),
        labels: [(format!("k{}", n % 3), format!("v{}", n % 2))].into(),
        counts: [("a".to_owned(), n % 4), (format!("b{}", n % 2), n)].into(),
        boxes: [(format!("b{}", n % 2), address(city, None))].into(),
        address: address(city, (n % 2 == 0).then_some("1")),
        home: (n % 4 > 0).then(|| address(city, (n % 5 == 0).then_some("2"))),
        lines: (0..n % 3)
            .map(|k| line(&format!("s{k}"), f64::from(k * n), (n % 2 == 0).then_some("gift")))
            .collect(),
        audit: Audit { author: format!("by{}", n % 3) },
        role: [Role::Admin, Role::Member, Role::Guest][u % 3],
        level: (n % 4 > 0).then_some([Role::Admin, Role::Member][u % 2]),
        payment: payment(n),
        payments: (0..n % 4).map(|k| payment(n + k)).collect(),
        spot: Point::new(f64::from(n) / 100.0, 0.0),
        route: LineString::new([[f64::from(n) / 100.0, 0.0], [f64::from(n + 2) / 100.0, 0.0]]),
        payload: vec![(n % 3) as u8; 2],
        blob: binary(n % 3),
        token: uuid(n % 10),
        object: object_id(n % 10),
        owner: Ref::new(uuid(n % 5)),
        parent: (n % 3 > 0).then(|| Ref::new(n / 3)),
        friends: (0..n % 3).map(|k| Ref::new(uuid(k))).collect(),
        any: any(n),
        extra: doc! { "a": n % 4, "b": [n % 3] },
        pattern: regex(n % 3),
        foreign: Foreign { inner: n % 4 },
    }
}

/// The documents, in the collection. Some of their options are null, which Vellum would not write.
pub async fn seeded(db: &Database) -> Repository<Seed> {
    let seeds = Repository::<Seed>::new(db);
    seeds.create_many((0..COUNT).map(seed)).await.unwrap();
    let ids: Vec<i32> = (0..COUNT).filter(|n| n % 3 == 2).collect();
    let nulls = doc! { "$set": { "nick": null } };
    seeds.driver().update_many(doc! { "_id": { "$in": ids } }, nulls).await.unwrap();
    let keys = [doc! { "spot": "2dsphere" }, doc! { "name": "text" }];
    let indexes = keys.map(|keys| mongodb::IndexModel::builder().keys(keys).build());
    seeds.driver().create_indexes(indexes).await.unwrap();
    seeds
}
