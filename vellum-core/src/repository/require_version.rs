//! `require_version`: a document, if it still has the version that its caller knows.

use super::Repository;
use crate::ast::Literal;
use crate::driver::text;
use crate::error::{Error, Result};
use crate::field::Operand;
use crate::model::{Doc, Versioned};

impl<T: Versioned> Repository<T> {
    /// The document with this id, if it still has this version: for a caller that has seen the document
    /// some time ago, such as a browser.
    ///
    /// # Errors
    ///
    /// [`Error::OptimisticLock`] if it has another version; [`Error::NotFound`] if there is none, or if it
    /// is deleted softly.
    pub async fn require_version(&self, id: impl Operand<T::Id>, version: i64) -> Result<Doc<T>> {
        let document = self.require(id).await?;
        if document.version() == version {
            return Ok(document);
        }
        Err(Error::OptimisticLock {
            collection: T::COLLECTION.to_owned(),
            id: text(&Literal::of(document.id()).to_bson()),
            expected: version,
        })
    }
}
