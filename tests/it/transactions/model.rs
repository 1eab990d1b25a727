//! A model whose hooks write and call back, and a model without any.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "items", timestamps, versioned, soft_delete)]
pub struct Item {
    #[vellum(unique)]
    pub name: String,
    pub number: i32,
    pub tags: Vec<String>,
}

pub fn item(name: &str, number: i32) -> Item {
    Item { name: name.to_owned(), number, tags: vec!["old".to_owned()] }
}

/// A database with the items "one" and "two", and their unique index.
pub async fn start() -> (TestDatabase, ItemRepository) {
    let db = TestDatabase::start().await.unwrap();
    let items = ItemRepository::new(&db);
    items.sync_indexes().await.unwrap();
    items.create_many([item("one", 1), item("two", 2)]).await.unwrap();
    (db, items)
}

/// The names of all live items, as others see them.
pub async fn names(items: &ItemRepository) -> Vec<String> {
    let all = items.find(Filter::all()).sort(Item::q().name().asc()).await.unwrap();
    all.into_iter().map(|item| item.name.clone()).collect()
}

/// An application's own error.
#[derive(Debug)]
pub enum AppError {
    Database(vellum::Error),
    Own(&'static str),
}

impl From<vellum::Error> for AppError {
    fn from(error: vellum::Error) -> Self {
        Self::Database(error)
    }
}

/// How often something was called.
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<AtomicUsize>);

impl Calls {
    pub fn call(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// A callback that counts.
    pub fn calling(&self) -> impl FnOnce() -> std::future::Ready<()> + Send + 'static {
        let calls = self.clone();
        move || {
            calls.call();
            std::future::ready(())
        }
    }
}
