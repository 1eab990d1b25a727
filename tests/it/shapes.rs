//! Types of the user's own: enums, newtypes, generics, flattened and renamed fields, foreign types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vellum::bson::Bson;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Payment {
    Card { last4: String },
    Transfer { iban: String, swift: Option<String> },
    Cash,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Embedded)]
pub struct Sku(String);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Tags(Vec<String>);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<T>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Audit {
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Node {
    pub name: String,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Embedded)]
#[vellum(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Currency {
    Euro,
    Dollar,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    pub inner: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Percent(u8);

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(into = f64, try_from = f64)]
pub struct Ratio(Percent);

impl From<Ratio> for f64 {
    fn from(ratio: Ratio) -> Self {
        Self::from(ratio.0.0) / 100.0
    }
}

impl TryFrom<f64> for Ratio {
    type Error = &'static str;

    fn try_from(ratio: f64) -> Result<Self, Self::Error> {
        if (0.0..=1.0).contains(&ratio) { Ok(Self(Percent((ratio * 100.0) as u8))) } else { Err("no ratio") }
    }
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", rename_all = "camelCase", id = ObjectId)]
pub struct Order {
    pub payment: Payment,
    pub payments: Vec<Payment>,
    pub sku: Sku,
    pub tags: Tags,
    pub page: Page<i64>,
    #[vellum(flatten)]
    pub audit: Audit,
    pub tree: Node,
    pub prices: BTreeMap<Currency, Decimal>,
    #[vellum(serde)]
    pub foreign: Foreign,
    #[vellum(bytes)]
    pub payload: Vec<u8>,
    pub ratio: Ratio,
    #[vellum(rename = "type")]
    pub channel: String,
    #[vellum(alias = "oldNote")]
    pub note: Option<String>,
    #[vellum(skip)]
    pub cached: u32,
}

fn order() -> Order {
    let leaf = |name: &str| Node { name: name.into(), children: vec![] };
    Order {
        payment: Payment::Card { last4: "4242".into() },
        payments: vec![
            Payment::Transfer { iban: "DE1".into(), swift: None },
            Payment::Card { last4: "1111".into() },
            Payment::Cash,
        ],
        sku: Sku("a-1".into()),
        tags: Tags(vec!["x".into(), "y".into()]),
        page: Page { items: vec![1, 2], next: None },
        audit: Audit { by: "ada".into() },
        tree: Node { name: "root".into(), children: vec![leaf("l"), leaf("r")] },
        prices: [(Currency::Euro, "1.10".parse().unwrap())].into(),
        foreign: Foreign { inner: vec![1, 2] },
        payload: vec![],
        ratio: Ratio(Percent(50)),
        channel: "web".into(),
        note: Some("hi".into()),
        cached: 0,
    }
}

#[tokio::test]
async fn types_of_the_users_own_are_stored_as_declared() {
    let db = TestDatabase::start().await.unwrap();
    let orders = OrderRepository::new(&db);
    let created = orders.create(order()).await.unwrap();
    assert_eq!(orders.require(created.id()).await.unwrap(), created);

    let stored = orders.driver().find_one(doc! {}).await.unwrap().unwrap();
    let keys: Vec<&str> = stored.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "_id", "payment", "payments", "sku", "tags", "page", "by", "tree", "prices", "foreign",
            "payload", "ratio", "type", "note"
        ]
    );
    assert_eq!(stored.get_document("payment").unwrap(), &doc! { "kind": "card", "last4": "4242" });
    assert_eq!(stored.get_document("prices").unwrap().keys().next().unwrap().as_str(), "EURO");
    assert!(matches!(stored.get("payload"), Some(Bson::Binary(_))));
    assert_eq!(stored.get_f64("ratio").unwrap(), 0.5);
}

#[tokio::test]
async fn filters_reach_into_them() {
    let db = TestDatabase::start().await.unwrap();
    let orders = OrderRepository::new(&db);
    let created = orders.create(order()).await.unwrap();
    let q = Order::q();
    let found = [
        q.payment().is_card(),
        q.payment().card().last4().eq("4242"),
        q.payment().eq(&created.payment),
        q.payments().any().card().last4().eq("1111"),
        q.payments().contains(Payment::Cash),
        q.payments().elem_match(|p| p.is_transfer() & p.transfer().swift().is_none()),
        q.payments().eq(&created.payments),
        q.sku().starts_with("a-"),
        q.sku().eq(Sku("a-1".into())),
        q.tags().contains("x"),
        q.tags().eq(&created.tags),
        q.page().items().contains(2) & q.page().next().is_none(),
        q.audit().by().eq("ada"),
        q.tree().children().any().name().eq("l"),
        q.tree().eq(&created.tree),
        q.prices().key("EURO").gt("1.05".parse::<Decimal>().unwrap()),
        q.prices().key_of(&Currency::Euro).exists(),
        q.foreign().eq(Foreign { inner: vec![1, 2] }),
        q.payload().eq(vec![]),
        q.ratio().eq(Ratio(Percent(50))),
        q.channel().eq("web"),
        q.note().eq("hi"),
    ];
    for filter in found {
        assert_eq!(orders.find(filter.clone()).count().await.unwrap(), 1, "{filter}");
    }
    let missed = [
        q.payment().is_transfer(),
        q.payment().card().last4().eq("1111"),
        q.payments().any().transfer().iban().eq("1111"),
        q.payments().any().card().last4().eq("DE1"),
        q.prices().key("DOLLAR").exists(),
        !q.audit().by().eq("ada"),
    ];
    for filter in missed {
        assert_eq!(orders.find(filter.clone()).count().await.unwrap(), 0, "{filter}");
    }
}

#[test]
fn filters_on_them_read_as_written_by_hand() {
    let q = Order::q();
    let rows = [
        (q.payment().card().last4().eq("1"), r#"{"payment.kind": "card", "payment.last4": "1"}"#),
        (!q.payment().card().last4().eq("1"), r#"{$nor: [{"payment.kind": "card", "payment.last4": "1"}]}"#),
        (q.payment().card().last4().ne("1"), r#"{"payment.kind": "card", "payment.last4": {$ne: "1"}}"#),
        (
            q.payments().any().card().last4().eq("1"),
            r#"{payments: {$elemMatch: {kind: "card", last4: "1"}}}"#,
        ),
        (q.payments().at(0).is_cash(), r#"{"payments.0.kind": "cash"}"#),
        (q.payment().eq(Payment::Cash), r#"{"payment.kind": "cash"}"#),
        (q.audit().by().eq("x"), r#"{by: "x"}"#),
        (q.channel().eq("x"), r#"{type: "x"}"#),
        (q.note().eq("x"), r#"{$or: [{note: "x"}, {oldNote: "x"}]}"#),
        (q.note().ne("x"), r#"{note: {$ne: "x"}, oldNote: {$ne: "x"}}"#),
        (q.note().is_none(), "{note: null, oldNote: null}"),
        (q.note().exists(), "{$or: [{note: {$exists: true}}, {oldNote: {$exists: true}}]}"),
        (
            q.tree()
                .eq(Node { name: "n".into(), children: vec![Node { name: "c".into(), children: vec![] }] }),
            r#"{"tree.name": "n", "tree.children": {$size: 1}, "tree.children.0.name": "c", "tree.children.0.children": {$size: 0}}"#,
        ),
    ];
    for (filter, text) in rows {
        assert_eq!(filter.to_string(), text);
    }
}

#[tokio::test]
async fn an_alias_is_read_and_found_under_both_names() {
    let db = TestDatabase::start().await.unwrap();
    let orders = OrderRepository::new(&db);
    let created = orders.create(order()).await.unwrap();
    let rename = doc! { "$rename": { "note": "oldNote" } };
    orders.driver().update_one(doc! { "_id": created.id() }, rename).await.unwrap();
    let q = Order::q();
    assert_eq!(orders.require(created.id()).await.unwrap().note.as_deref(), Some("hi"));
    assert_eq!(orders.find(q.note().eq("hi")).count().await.unwrap(), 1);
    assert_eq!(orders.find(q.note().ne("hi")).count().await.unwrap(), 0);
    assert_eq!(orders.find(q.note().is_none()).count().await.unwrap(), 0);
    assert_eq!(orders.find(q.note().is_some()).count().await.unwrap(), 1);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "events", tag = "kind", rename_all = "snake_case", versioned)]
pub enum Event {
    SignedUp {
        email: String,
    },
    Bought {
        total: Decimal,
    },
    #[vellum(other)]
    Other,
}

#[tokio::test]
async fn one_collection_holds_several_shapes() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let signed_up = events.create(Event::SignedUp { email: "a@b".into() }).await.unwrap();
    events.create(Event::Bought { total: Decimal::ONE }).await.unwrap();
    assert_eq!(events.require(signed_up.id()).await.unwrap(), signed_up);
    assert_eq!(events.find(Event::q().is_bought()).count().await.unwrap(), 1);
    let found = events.find(Event::q().signed_up().email().eq("a@b")).await.unwrap();
    assert_eq!(found, [signed_up]);
    let nil = vellum::bson::Binary { subtype: vellum::bson::BinarySubtype::Uuid, bytes: vec![0; 16] };
    let unknown = doc! { "_id": nil, "kind": "new" };
    events.driver().insert_one(unknown).await.unwrap();
    assert_eq!(*events.require(Uuid::nil()).await.unwrap(), Event::Other);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "countries")]
pub struct Country {
    #[vellum(id)]
    pub code: String,
    pub name: String,
}

#[tokio::test]
async fn a_natural_key_is_the_id() {
    let db = TestDatabase::start().await.unwrap();
    let countries = CountryRepository::new(&db);
    let se = countries.create(Country { name: "Sweden".into(), code: "SE".into() }).await.unwrap();
    assert_eq!(se.id(), "SE");
    assert_eq!(countries.require("SE").await.unwrap(), se);
    assert_eq!(
        countries.find(Country::q().code().eq("SE") & Country::q().id().eq("SE")).values().await.unwrap(),
        [se.into_inner()]
    );
    let error = countries.create(Country { name: "Again".into(), code: "SE".into() }).await.unwrap_err();
    match &error {
        vellum::Error::DuplicateKey { index, fields, .. } => {
            assert_eq!((index.as_str(), fields.as_slice()), ("_id_", ["_id".to_owned()].as_slice()));
        }
        other => panic!("{other}"),
    }
    assert!(!error.to_string().contains("Again"));
    let error = countries.require("NO").await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("NO"));
}
