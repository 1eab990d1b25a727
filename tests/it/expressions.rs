//! Every expression: computed by the server as the bare driver's hand-written one is, and of the type that
//! it says.

mod arithmetic;
mod dates;
mod lists;
mod logic;
mod texts;
mod types;

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use vellum::__private::{OPERATORS, is_readable, root};
use vellum::bson::{Bson, Document};
use vellum::expr::{Expr, remove};
use vellum::field::ExprRoot;
use vellum::prelude::*;
use vellum::testing::TestDatabase;
use vellum::value::Value;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "items")]
pub struct Item {
    pub id: i32,
    pub name: String,
    pub nick: Option<String>,
    pub count: i32,
    pub total: i64,
    pub level: u8,
    pub ratio: f64,
    pub part: f32,
    pub price: Decimal,
    pub fee: Money,
    pub bonus: Option<i32>,
    pub spare: Option<i32>,
    pub active: bool,
    pub seen: DateTime<Utc>,
    pub left: Option<DateTime<Utc>>,
    pub role: Role,
    pub payment: Payment,
    pub home: Place,
    pub away: Option<Place>,
    pub tags: Vec<String>,
    pub scores: Vec<i32>,
    pub extra: Option<Vec<i32>>,
    pub lines: Vec<Line>,
    pub grid: Vec<Vec<i32>>,
    pub colors: BTreeSet<String>,
    pub labels: std::collections::BTreeMap<String, i32>,
    pub stamp: vellum::bson::Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
pub struct Money(Decimal);

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
#[vellum(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Member,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Payment {
    Card { last4: String },
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Place {
    pub city: String,
    pub zip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Line {
    pub sku: String,
    pub price: f64,
    pub quantity: i32,
    pub parts: Vec<i32>,
}

type Root = ExprRoot<Item>;

fn item() -> ItemFields<Root> {
    root()
}

fn place(city: &str, zip: Option<&str>) -> Place {
    Place { city: city.into(), zip: zip.map(Into::into) }
}

/// Of everything a little: with options and without, empty lists, and text that looks like a field.
fn items() -> Vec<Item> {
    let line = |n: i32| Line {
        sku: format!("s{n}"),
        price: f64::from(n) + 0.5,
        quantity: n * 2,
        parts: (0..n).collect(),
    };
    (0..6)
        .map(|id| Item {
            id,
            name: ["Ann", "  bob ", "a,b,c", "$name", "Größe", ""][id as usize].into(),
            nick: (id % 2 == 0).then(|| format!("n{id}")),
            count: id * 7 - 9,
            total: i64::from(id) * 5_000_000_000,
            level: id as u8,
            ratio: f64::from(id) / 4.0,
            part: 0.5,
            price: Decimal::new(i64::from(id) * 125, 2),
            fee: Money(Decimal::new(i64::from(id), 1)),
            bonus: (id % 3 == 0).then_some(id + 1),
            spare: (id > 3).then_some(2),
            active: id % 2 == 0,
            seen: DateTime::from_timestamp_millis(1_700_000_000_000 + i64::from(id) * 98_765_432_100)
                .unwrap(),
            left: (id % 2 == 1).then(|| DateTime::from_timestamp_millis(1_500_000_000_123).unwrap()),
            role: if id == 0 { Role::Admin } else { Role::Member },
            payment: if id % 2 == 0 { Payment::Cash } else { Payment::Card { last4: format!("000{id}") } },
            home: place(["Rome", "Oslo"][id as usize % 2], (id > 2).then_some("0150")),
            away: (id > 0).then(|| place("Paris", None)),
            tags: ["x", "$y", "z"][..id as usize % 4].iter().map(ToString::to_string).collect(),
            scores: (0..id).map(|n| (n * 5) % 7).collect(),
            extra: (id % 2 == 0).then(|| vec![id, 3, 1]),
            lines: (0..id % 4).map(line).collect(),
            grid: vec![vec![id, id + 1], vec![], vec![3]],
            colors: ["red", "blue"][..id as usize % 3].iter().map(ToString::to_string).collect(),
            stamp: vellum::bson::Timestamp { time: 1_700_000_000 + id as u32, increment: id as u32 },
            labels: (0..id % 3).map(|n| (format!("k{n}"), n)).collect(),
        })
        .collect()
}

/// An expression of ours, and the one that a person would write.
struct Case {
    ours: Bson,
    by_hand: Bson,
    is_readable: fn(Option<&Bson>) -> bool,
}

fn case<T: Value>(ours: impl Computed<Root = Root, Value = T>, by_hand: impl Into<Bson>) -> Case {
    let ours = ours.expr().to_bson().unwrap();
    Case { ours, by_hand: by_hand.into(), is_readable: is_readable::<T> }
}

async fn seeded() -> (TestDatabase, Repository<Item>) {
    let db = TestDatabase::start().await.unwrap();
    let repository = Repository::<Item>::new(&db);
    repository.create_many(items()).await.unwrap();
    (db, repository)
}

async fn check(cases: Vec<Case>) {
    let (_db, repository) = seeded().await;
    for case in cases {
        let both = doc! { "ours": case.ours.clone(), "theirs": case.by_hand.clone() };
        let stages = [doc! { "$sort": { "_id": 1 } }, doc! { "$replaceWith": both }];
        let rows = repository
            .driver()
            .aggregate(stages)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", case.ours));
        let rows: Vec<Document> =
            rows.try_collect().await.unwrap_or_else(|error| panic!("{}: {error}", case.ours));
        assert_eq!(rows.len(), items().len());
        for row in rows {
            let (ours, theirs) = (row.get("ours"), row.get("theirs"));
            assert_eq!(ours, theirs, "{} against {}", case.ours, case.by_hand);
            assert!((case.is_readable)(ours), "{} gives {ours:?}, which is of another type", case.ours);
        }
    }
}

fn all() -> Vec<Case> {
    [arithmetic::cases(), logic::cases(), texts::cases(), dates::cases(), lists::cases(), types::cases()]
        .into_iter()
        .flatten()
        .collect()
}

#[tokio::test]
async fn every_expression_is_computed_as_written_by_hand() {
    check(all()).await;
}

#[tokio::test]
async fn updates_write_what_is_computed() {
    let (_db, repository) = seeded().await;
    let changes = Item::set_with(|i| {
        [
            i.count().set(i.count() + 1),
            i.total().set(i.lines().sum(|line| line.quantity().to_long())),
            i.fee().set(i.fee() * 2),
            i.tags().set(i.tags().map(|tag| tag.to_upper())),
            i.nick().set(cond(i.active(), i.name().trim().optional(), remove())),
            i.home().whole().set(i.away().if_null(i.home())),
        ]
    });
    repository.update_many(Filter::all(), changes).await.unwrap();
    for (mut item, after) in
        items().into_iter().zip(repository.find(Filter::all()).sort(Item::q().id().asc()).await.unwrap())
    {
        item.count += 1;
        item.total = item.lines.iter().map(|line| i64::from(line.quantity)).sum();
        item.fee = Money(item.fee.0 * Decimal::TWO);
        item.tags.iter_mut().for_each(|tag| tag.make_ascii_uppercase());
        item.nick = item.active.then(|| item.name.trim().to_owned());
        item.home = item.away.clone().unwrap_or(item.home);
        assert_eq!(*after, item);
    }
}

#[tokio::test]
async fn a_result_that_outgrows_its_type_is_refused_when_it_is_read() {
    let (_db, repository) = seeded().await;
    let i = item();
    let sum: Expr<Root, i32> = i.count() + i.count() * i32::MAX;
    let change = [doc! { "$set": { "count": sum.to_bson().unwrap() } }];
    repository.driver().update_one(doc! { "_id": 5 }, change.to_vec()).await.unwrap();
    let refused = repository.get(5).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "document 5 in `items` cannot be read: at `count`, expected i32, found int64 out of range",
    );
}

/// The names of all operators in an expression, without `$`.
fn operators(value: &Bson, found: &mut BTreeSet<String>) {
    match value {
        Bson::Document(document) => {
            for (key, value) in document {
                found.extend(key.strip_prefix('$').map(ToOwned::to_owned));
                operators(value, found);
            }
        }
        Bson::Array(values) => values.iter().for_each(|value| operators(value, found)),
        Bson::String(text) if text.starts_with("$$") => {
            found.extend(text.strip_prefix('$').map(ToOwned::to_owned));
        }
        _ => {}
    }
}

#[test]
fn every_operator_that_the_server_has_is_among_them() {
    let mut tested = BTreeSet::new();
    for case in all() {
        operators(&case.ours, &mut tested);
    }
    // The server of these tests is older than the bits, and the score needs a search.
    let elsewhere = ["bitAnd", "bitOr", "bitXor", "bitNot", "meta"];
    let listed = OPERATORS.iter().flat_map(|(_, lists)| lists.iter()).flat_map(|list| list.iter());
    let missing: Vec<&str> = listed
        .map(|operator| operator.mongodb)
        .filter(|name| !tested.contains(*name) && !elsewhere.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?} are listed but not tested");
}
