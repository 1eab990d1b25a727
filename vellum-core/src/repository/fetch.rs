//! `fetch`: the documents that references refer to.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::Repository;
use super::find::Wanted;
use super::get::{Asked, Require};
use crate::ast::Literal;
use crate::driver::Database;
use crate::error::Result;
use crate::model::{Doc, Model, Ref};

impl<T: Model> Ref<T> {
    /// The document that is referred to: [`Repository::require`] with the id.
    ///
    /// One query for each call. Beside many documents, [`include`](crate::repository::Find::include) has one for all
    /// of them.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`](crate::Error::NotFound) if it is gone, or deleted softly.
    pub fn fetch(&self, db: &Database) -> Require<T> {
        Repository::new(db).require(Asked(Literal::of(self.id())))
    }
}

/// References that are there or not, or several: what a single [`Ref`] has as a method of its own.
pub trait Fetch {
    /// What is loaded.
    type Fetched;

    /// The documents that are referred to, in one query, or in none where nothing is. Those that are gone, or deleted
    /// softly, are left out; of several the order and repetitions stay.
    ///
    /// MongoDB: `find` with `{_id: {$in: ids}}`.
    fn fetch(&self, db: &Database) -> BoxFuture<'static, Result<Self::Fetched>>;
}

impl<T: Model> Fetch for Option<Ref<T>> {
    type Fetched = Option<Doc<T>>;

    fn fetch(&self, db: &Database) -> BoxFuture<'static, Result<Self::Fetched>> {
        let get = self.as_ref().map(|one| Repository::new(db).get(Asked(Literal::of(one.id()))));
        async move {
            match get {
                Some(get) => get.await,
                None => Ok(None),
            }
        }
        .boxed()
    }
}

impl<T: Model> Fetch for [Ref<T>] {
    type Fetched = Vec<Doc<T>>;

    fn fetch(&self, db: &Database) -> BoxFuture<'static, Result<Self::Fetched>> {
        let wanted = Wanted::listed(vec![self.iter().map(|one| Literal::of(one.id())).collect()]);
        let db = db.clone();
        async move { Ok(wanted.load(&db).await?.pop().unwrap_or_default()) }.boxed()
    }
}
