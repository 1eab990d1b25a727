//! Pipelines: each stage gives what the same pipeline gives when it is written by hand and sent by the driver.
#![expect(clippy::type_complexity, reason = "the type of a row says what is in it")]

mod buckets;
mod facets;
mod gaps;
mod groups;
mod joins;
mod more_joins;
mod parity;
mod places;
mod plans;
mod real;
mod real_stages;
mod rows;
mod searches;
mod stages;
mod windows;
mod written;

use futures_util::TryStreamExt;
use vellum::bson::{self, Document, doc};
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", timestamps, versioned, soft_delete)]
pub struct User {
    pub name: String,
    #[vellum(index)]
    pub age: i32,
    pub city: String,
    pub nick: Option<String>,
    pub address: Address,
    pub tags: Vec<String>,
    pub spare: Option<Vec<String>>,
    pub balance: Decimal,
    pub score: Option<f64>,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Address {
    pub street: String,
    pub phones: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Item {
    pub sku: String,
    pub price: f64,
    pub quantity: i32,
    pub parts: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", soft_delete)]
pub struct Order {
    pub number: i32,
    pub customer: Ref<User>,
    pub payer: Option<Ref<User>>,
    pub watchers: Vec<Ref<User>>,
    pub follows: Option<Ref<Order>>,
    pub total: f64,
    pub label: String,
    pub lines: Vec<Item>,
}

pub fn user(name: &str, age: i32, city: &str, tags: &[&str]) -> User {
    User {
        name: name.to_owned(),
        age,
        city: city.to_owned(),
        nick: (age % 2 == 0).then(|| name.to_lowercase()),
        address: Address {
            street: format!("{name} Street"),
            phones: vec![format!("+{age}"), format!("0{age}")],
        },
        tags: tags.iter().map(ToString::to_string).collect(),
        spare: (!tags.is_empty()).then(|| vec!["spare".to_owned()]),
        balance: Decimal::new(i64::from(age) * 101, 2),
        score: (age > 30).then(|| f64::from(age) / 2.0),
        items: tags
            .iter()
            .enumerate()
            .map(|(at, tag)| Item {
                sku: (*tag).to_owned(),
                price: at as f64 + 0.5,
                quantity: age / 10,
                parts: vec![at as i64, 7],
            })
            .collect(),
    }
}

pub fn order(number: i32, of: &Doc<User>, total: f64) -> Order {
    Order {
        number,
        customer: of.to_ref(),
        payer: (number % 2 == 0).then(|| of.to_ref()),
        watchers: vec![of.to_ref()],
        follows: None,
        total,
        label: format!("order {number}"),
        lines: vec![
            Item { sku: "pen".to_owned(), price: total / 2.0, quantity: 1, parts: vec![] },
            Item { sku: "ink".to_owned(), price: total / 4.0, quantity: 2, parts: vec![1] },
        ],
    }
}

/// Five users, one of them deleted, and six orders, two of them deleted.
pub struct Shop {
    pub db: TestDatabase,
    pub users: UserRepository,
    pub orders: OrderRepository,
    pub people: Vec<Doc<User>>,
}

impl Shop {
    pub async fn open() -> Self {
        let db = TestDatabase::start().await.unwrap();
        let (users, orders) = (UserRepository::new(&db), OrderRepository::new(&db));
        let people = [
            user("Ada", 36, "London", &["math", "code"]),
            user("Bob", 17, "London", &[]),
            user("Cyd", 52, "Paris", &["film"]),
            user("Dan", 36, "Paris", &["code"]),
            user("Eve", 44, "Rome", &["spy", "code"]),
        ];
        let people = users.create_many(people.to_vec()).await.unwrap();
        users.delete(people[4].id()).await.unwrap();
        let mut number = 0;
        for (of, total) in [(0, 10.0), (0, 20.5), (2, 5.25), (3, 1.5), (4, 99.0), (0, 7.0)] {
            number += 1;
            let order = orders.create(order(number, &people[of], total)).await.unwrap();
            if number == 6 {
                orders.delete(order.id()).await.unwrap();
            }
        }
        Self { db, users, orders, people }
    }

    /// What the driver gives for a pipeline that is written by hand.
    pub async fn by_hand(&self, pipeline: impl IntoIterator<Item = Document>) -> Vec<Document> {
        let cursor = self.users.driver().aggregate(pipeline).await.unwrap();
        cursor.try_collect().await.unwrap()
    }

    /// The same over orders.
    pub async fn orders_by_hand(&self, pipeline: impl IntoIterator<Item = Document>) -> Vec<Document> {
        let cursor = self.orders.driver().aggregate(pipeline).await.unwrap();
        cursor.try_collect().await.unwrap()
    }
}

/// The stage that the model adds.
pub fn live() -> Document {
    doc! { "$match": { "deleted_at": null } }
}
