//! `create`.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, apply, write_options};
use crate::bson::RawDocumentBuf;
use crate::error::{Error, Result};
use crate::model::{Doc, Model, encode_into};
use crate::policy;
use crate::value::{EncodeFault, Encoder};

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
    pub fn create(&self, value: T) -> Create<T> {
        Create { repository: self.clone(), value, options: WriteOptions::default() }
    }

    /// The document as it will be read, and its bytes.
    pub(super) fn prepare(&self, value: T) -> Result<(Doc<T>, RawDocumentBuf)> {
        let mut out = Encoder::with_capacity(self.inner.sizes.guess() + 32);
        let document = self.prepare_in(value, &mut out)?;
        let bytes = out.finish().map_err(|fault| self.refused(fault))?;
        let bytes = RawDocumentBuf::from_bytes(bytes)
            .map_err(|error| self.refused(EncodeFault { path: String::new(), reason: error.to_string() }))?;
        Ok((document, bytes))
    }

    /// The same with its bytes in an encoder, instead of what was there.
    pub(super) fn prepare_in(&self, mut value: T, out: &mut Encoder) -> Result<Doc<T>> {
        value.normalize_fields();
        let id = self.id_of(&value)?;
        let stored = policy::created(T::COLUMNS);
        encode_into(&id, &value, &stored, out).map_err(|fault| self.refused(fault))?;
        self.inner.sizes.learn(out.bytes().len(), 1);
        Ok(Doc::new(id, stored, value))
    }

    pub(super) fn refused(&self, fault: EncodeFault) -> Error {
        Error::Encode { collection: self.name().to_string(), path: fault.path, reason: fault.reason }
    }
}

/// A new document on its way. Made by [`Repository::create`]; nothing is sent before it is awaited.
#[must_use = "a document is sent when it is awaited"]
pub struct Create<T> {
    repository: Repository<T>,
    value: T,
    options: WriteOptions,
}

write_options!(Create.options);

impl<T: Model> Create<T> {
    async fn run(self) -> Result<Doc<T>> {
        let Self { repository, value, options } = self;
        let (document, bytes) = repository.prepare(value)?;
        let insert = repository.inner.collection.insert_one(bytes);
        let insert = apply!(insert, options.operation, [comment]);
        match apply!(insert, options, [write_concern]).await {
            Ok(_) => Ok(document),
            Err(error) => Err(repository.write_failed(error).await),
        }
    }
}

action!(Create -> Doc<T>);

impl<T: Model> fmt::Debug for Create<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Create").field("model", &T::NAME).finish_non_exhaustive()
    }
}
