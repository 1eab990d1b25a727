//! Projections: what is sent, what the server answers, and what is read.

mod columns;
mod parts;
mod paths;
mod rows;
mod variants;

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use vellum::bson::Document;
use vellum::model::ProjectionOf;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", rename_all = "camelCase", versioned, timestamps, soft_delete)]
pub struct User {
    #[vellum(rename = "mail")]
    pub email: String,
    pub first_name: String,
    pub address: Address,
    pub home: Option<Address>,
    pub tags: Vec<String>,
    pub items: Vec<Item>,
    pub spare: Option<Vec<Item>>,
    pub holes: Vec<Option<Item>>,
    pub grid: Vec<Vec<Item>>,
    pub payment: Payment,
    pub payments: Vec<Payment>,
    #[vellum(flatten)]
    pub audit: Audit,
    #[vellum(alias = "remark")]
    pub note: Option<String>,
    #[vellum(alias = "oldPlace")]
    pub place: Address,
    #[vellum(serde)]
    pub foreign: Option<Foreign>,
    #[vellum(bytes)]
    pub payload: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(rename_all = "camelCase")]
pub struct Address {
    pub city: String,
    pub zip_code: Option<String>,
    pub geo: Option<Geo>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Geo {
    pub lat: f64,
    #[vellum(bytes)]
    pub hash: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Item {
    pub sku: String,
    pub price: i32,
    pub note: Option<String>,
    #[vellum(alias = "made_by")]
    pub maker: Option<Maker>,
    pub parts: Vec<Part>,
    pub extras: Option<Vec<Part>>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Maker {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Part {
    pub code: i64,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Payment {
    Card { number: String },
    Sepa { number: String },
    Wire(Transfer),
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Transfer {
    pub swift: Option<String>,
    pub bank: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Audit {
    pub by: String,
    #[vellum(alias = "why")]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    pub inner: i32,
}

fn item(sku: &str, price: i32) -> Item {
    Item { sku: sku.into(), price, note: None, maker: None, parts: vec![], extras: None }
}

fn address(city: &str) -> Address {
    Address { city: city.into(), zip_code: None, geo: None }
}

/// Everything is there.
fn full() -> User {
    let made = Item {
        note: Some("new".into()),
        maker: Some(Maker { name: "Acme".into() }),
        parts: vec![Part { code: 1 }, Part { code: 2 }],
        extras: Some(vec![Part { code: 3 }]),
        ..item("a", 1)
    };
    User {
        email: "ada@x".into(),
        first_name: "Ada".into(),
        address: Address {
            zip_code: Some("N1".into()),
            geo: Some(Geo { lat: 51.5, hash: vec![1, 2] }),
            ..address("London")
        },
        home: Some(address("Paris")),
        tags: vec!["x".into(), "y".into()],
        items: vec![made.clone(), item("b", 2)],
        spare: Some(vec![item("s", 3)]),
        holes: vec![Some(item("h", 4)), None],
        grid: vec![vec![item("g", 5), item("h", 6)], vec![]],
        payment: Payment::Card { number: "42".into() },
        payments: vec![
            Payment::Sepa { number: "DE".into() },
            Payment::Wire(Transfer { swift: Some("SW".into()), bank: "B".into() }),
            Payment::Cash,
        ],
        audit: Audit { by: "root".into(), reason: Some("why not".into()) },
        note: Some("hi".into()),
        place: address("Rome"),
        foreign: Some(Foreign { inner: 7 }),
        payload: vec![9, 9],
    }
}

/// Everything that may be missing is.
fn bare() -> User {
    User {
        email: "bob@x".into(),
        first_name: "Bob".into(),
        address: address("Oslo"),
        home: None,
        tags: vec![],
        items: vec![],
        spare: None,
        holes: vec![],
        grid: vec![],
        payment: Payment::Cash,
        payments: vec![],
        audit: Audit { by: "cron".into(), reason: None },
        note: None,
        place: address("Bern"),
        foreign: None,
        payload: vec![],
    }
}

struct Fixture {
    db: TestDatabase,
    users: UserRepository,
}

async fn stored() -> Fixture {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.create_many([full(), bare()]).await.unwrap();
    Fixture { db, users }
}

impl Fixture {
    /// The rows of a projection, after a look at what is sent.
    async fn rows<P: ProjectionOf<User>>(&self, sent: Document) -> Vec<P> {
        let commands = Commands::capture(&self.db);
        let rows = self.users.find(Filter::all()).sort(User::q().email().asc()).select::<P>().await.unwrap();
        let all = commands.all();
        assert_eq!(all.len(), 1);
        assert_eq!(*all[0].body.get_document("projection").unwrap(), sent);
        rows
    }

    /// What the server answers to a projection that was sent.
    async fn answers(&self, sent: Document) -> Vec<Document> {
        let users = self.users.driver();
        let find = users.find(doc! {}).sort(doc! { "mail": 1 }).projection(sent);
        find.await.unwrap().try_collect().await.unwrap()
    }
}
