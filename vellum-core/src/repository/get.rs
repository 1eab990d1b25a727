//! `get`, `require`, and the unique keys' `get_by_*`.

use std::fmt;

use super::Repository;
use super::action::action;
use super::find::Query;
use super::options::{ReadOptions, reading};
use crate::ast::{self, Literal};
use crate::driver::filter_document;
use crate::error::Result;
use crate::field::Operand;
use crate::filter::Filter;
use crate::model::{Doc, Model};
use crate::policy::{self, Visibility};

impl<T: Model> Repository<T> {
    /// The document with this id; `None` if there is none, or if it is deleted softly.
    ///
    /// # Errors
    ///
    /// `Error::Decode` if the document cannot be read as the model declares it.
    pub fn get(&self, id: impl Operand<T::Id>) -> Get<T> {
        Get {
            repository: self.clone(),
            id: id.into_operand().into_literal(),
            visibility: Visibility::Live,
            options: ReadOptions::default(),
        }
    }

    /// The document with this id.
    ///
    /// # Errors
    ///
    /// `Error::NotFound` if there is none, or if it is deleted softly.
    pub fn require(&self, id: impl Operand<T::Id>) -> Require<T> {
        Require { get: self.get(id) }
    }
}

/// A document that is asked for by its id. Made by [`Repository::get`]; nothing is sent before it is
/// awaited.
#[must_use = "a query is sent when it is awaited"]
pub struct Get<T> {
    repository: Repository<T>,
    id: Literal,
    visibility: Visibility,
    options: ReadOptions,
}

reading!(Get.options);

impl<T: Model> Get<T> {
    /// Also gives a document that is deleted softly.
    pub fn with_deleted(mut self) -> Self {
        self.visibility = Visibility::All;
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let Self { repository, id, visibility, options } = self;
        // The server has a shorter way for an id alone than for one with a condition, so that whether the
        // document is live is seen here.
        let filter = repository.scoped(Repository::<T>::by_id(id), Visibility::All);
        let query = Query { filter: filter_document(&filter)?, limit: Some(1), ..Query::default() };
        let found: Option<Doc<T>> = repository.inner.find(query, &options).await?.first().await?;
        Ok(found.filter(|document| policy::is_visible(document.stored(), visibility)))
    }
}

action!(Get -> Option<Doc<T>>);

/// A document that has to be there. Made by [`Repository::require`]; nothing is sent before it is awaited.
#[must_use = "a query is sent when it is awaited"]
pub struct Require<T> {
    get: Get<T>,
}

impl<T: Model> Require<T> {
    /// Also gives a document that is deleted softly.
    pub fn with_deleted(mut self) -> Self {
        self.get = self.get.with_deleted();
        self
    }

    async fn run(self) -> Result<Doc<T>> {
        let id = self.get.id.clone();
        self.get.run().await?.ok_or_else(|| Repository::<T>::not_found(&id))
    }
}

action!(Require -> Doc<T>);

impl<T: Model> fmt::Debug for Get<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("model", &T::NAME).finish_non_exhaustive()
    }
}

impl<T: Model> fmt::Debug for Require<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Require").field("model", &T::NAME).finish_non_exhaustive()
    }
}

/// An id that is encoded already.
#[derive(Clone)]
pub(super) struct Asked(pub(super) Literal);

impl<Id> Operand<Id> for Asked {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::Literal(self.0)
    }
}

/// The document with a unique key: behind the derive's `get_by_email`.
#[doc(hidden)]
pub async fn get_by<T: Model>(repository: &Repository<T>, filter: Filter<T>) -> Result<Option<Doc<T>>> {
    repository.find(filter).first().await
}
