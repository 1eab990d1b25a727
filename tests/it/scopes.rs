//! `Database::scoped`: what lies outside is invisible, and nothing gets there.

mod cursors;
mod evaluated;
mod handles;
mod held;
mod reads;
mod refused;
mod shard_keys;
mod upserts;
mod writes;

use std::fmt::Debug;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryStreamExt};
use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", versioned, timestamps, soft_delete)]
#[vellum(index(keys(tenant = 1, number = 1), unique))]
struct Order {
    tenant: String,
    number: i32,
    total: i64,
    note: Option<String>,
}

/// The same documents, without a word of tenants.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders")]
struct Line {
    number: i32,
    total: i64,
}

fn order(tenant: &str, number: i32) -> Order {
    Order { tenant: tenant.into(), number, total: i64::from(number), note: None }
}

/// Tenants `a` and `b` with three orders each, the third of which is deleted.
struct Shop {
    db: TestDatabase,
    all: OrderRepository,
    /// What tenant `a` sees.
    mine: OrderRepository,
    own: Vec<Doc<Order>>,
    foreign: Vec<Doc<Order>>,
}

async fn start() -> Shop {
    let db = TestDatabase::start().await.unwrap();
    let all = OrderRepository::new(&db);
    all.sync_indexes().await.unwrap();
    let stored = |tenant: &'static str| {
        let all = all.clone();
        async move {
            let stored = all.create_many((1..=3).map(|number| order(tenant, number))).await.unwrap();
            all.delete(stored[2].id()).await.unwrap();
            stored
        }
    };
    let (own, foreign) = (stored("a").await, stored("b").await);
    let mine = OrderRepository::new(&tenant(&db, "a"));
    Shop { db, all, mine, own, foreign }
}

fn tenant(db: &Database, name: &str) -> Database {
    db.scoped(Order::q().tenant().eq(name))
}

/// The documents of a tenant as they are stored.
async fn stored(orders: &OrderRepository, tenant: &str) -> Vec<Document> {
    let collection = orders.driver();
    let find = collection.find(doc! { "tenant": tenant }).sort(doc! { "_id": 1 });
    find.await.unwrap().try_collect().await.unwrap()
}

/// A verb, and what it gave in words.
type Row = (&'static str, BoxFuture<'static, vellum::Result<String>>);

/// What the verb gives is seen in words.
fn row<T: Debug>(
    name: &'static str,
    action: impl IntoFuture<Output = vellum::Result<T>, IntoFuture: Send + 'static>,
) -> Row {
    (name, action.into_future().map(|done| done.map(|done| format!("{done:?}"))).boxed())
}
