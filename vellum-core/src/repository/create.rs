//! `create`.

use std::sync::atomic::Ordering;

use super::Repository;
use crate::bson::RawDocumentBuf;
use crate::error::{Error, Result};
use crate::model::{Doc, Model, encode};
use crate::policy;
use crate::value::EncodeFault;

impl<T: Model> Repository<T> {
    /// Stores a new document.
    ///
    /// The id is the model's own, or is made here, before anything is sent: a retried write stores one
    /// document, under the id that is returned. Version and timestamps are set; times are cut to
    /// milliseconds, so that the result equals what will be read.
    ///
    /// MongoDB: `insert`.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateKey`] if another document has the same id or the same value in a unique index;
    /// [`Error::Encode`] if a value cannot be stored.
    pub async fn create(&self, value: T) -> Result<Doc<T>> {
        let (document, bytes) = self.prepare(value)?;
        match self.inner.collection.insert_one(bytes).await {
            Ok(_) => Ok(document),
            Err(error) => Err(self.write_failed(error).await),
        }
    }

    /// The document as it will be read, and its bytes.
    pub(super) fn prepare(&self, mut value: T) -> Result<(Doc<T>, RawDocumentBuf)> {
        value.normalize_fields();
        let id = self.id_of(&value)?;
        let stored = policy::created(T::COLUMNS);
        let guess = self.inner.document_size.load(Ordering::Relaxed);
        let bytes = encode(&id, &value, &stored, guess + 32).map_err(|fault| self.refused(fault))?;
        self.inner.document_size.store(bytes.len(), Ordering::Relaxed);
        let bytes = RawDocumentBuf::from_bytes(bytes)
            .map_err(|error| self.refused(EncodeFault { path: String::new(), reason: error.to_string() }))?;
        Ok((Doc::new(id, stored, value), bytes))
    }

    pub(super) fn refused(&self, fault: EncodeFault) -> Error {
        Error::Encode { collection: self.name().to_string(), path: fault.path, reason: fault.reason }
    }
}
