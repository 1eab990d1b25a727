//! `get`, `require`, and the unique keys' `get_by_*`.

use super::Repository;
use crate::bson::Document;
use crate::driver::Batches;
use crate::error::Result;
use crate::field::Operand;
use crate::filter::Filter;
use crate::model::{Doc, Model};

impl<T: Model> Repository<T> {
    /// The document with this id; `None` if there is none, or if it is deleted softly.
    ///
    /// # Errors
    ///
    /// `Error::Decode` if the document cannot be read as the model declares it.
    pub async fn get(&self, id: impl Operand<T::Id>) -> Result<Option<Doc<T>>> {
        self.one(Self::live(id.into_operand())?).await
    }

    /// The document with this id.
    ///
    /// # Errors
    ///
    /// `Error::NotFound` if there is none, or if it is deleted softly.
    pub async fn require(&self, id: impl Operand<T::Id>) -> Result<Doc<T>> {
        let id = id.into_operand().into_literal();
        match self.one(Self::live(crate::ast::Operand::Literal(id.clone()))?).await? {
            Some(document) => Ok(document),
            None => Err(Self::not_found(&id)),
        }
    }

    /// At most one document: a negative limit has the server close the cursor at once.
    async fn one(&self, filter: Document) -> Result<Option<Doc<T>>> {
        let cursor = self.inner.collection.find(filter).limit(-1).batch().await?;
        Batches::new(cursor, self.name().clone()).first().await
    }
}

/// The document with a unique key: behind the derive's `get_by_email`.
#[doc(hidden)]
pub async fn get_by<T: Model>(repository: &Repository<T>, filter: Filter<T>) -> Result<Option<Doc<T>>> {
    repository.find(filter).first().await
}
