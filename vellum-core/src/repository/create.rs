//! `create`.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, apply, hook_options, write_options};
use crate::bson::RawDocumentBuf;
use crate::error::{Error, Result};
use crate::hooks::Event;
use crate::model::{Doc, Model, elements, encode};
use crate::policy;
use crate::value::EncodeFault;

impl<T: Model> Repository<T> {
    /// Stores a new document.
    ///
    /// The id is the model's own, or is made here, before anything is sent: a retried write stores one
    /// document, under the id that is returned. Version and timestamps are set; times are cut to
    /// milliseconds, so that the result equals what will be read.
    ///
    /// The hooks before an insert are called first, then the model's own rules; the result is the document
    /// as the hooks have changed it. When a hook after the insert fails, the document is stored all the same.
    ///
    /// MongoDB: `insert`.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateKey`] if another document has the same id or the same value in a unique index;
    /// [`Error::Encode`] if a value cannot be stored; [`Error::OutOfScope`] if the document would be outside of
    /// the handle's [scope](crate::Database::scoped); [`Error::Validation`] if the model's own rules refuse
    /// it; what a hook returns.
    pub fn create(&self, value: T) -> Create<T> {
        Create { repository: self.clone(), value, options: WriteOptions::default() }
    }

    /// The document as it will be read, and its bytes.
    pub(super) fn prepare(&self, value: T) -> Result<(Doc<T>, RawDocumentBuf)> {
        self.prepare_as(None, value)
    }

    /// The same, under an id that is known already.
    pub(super) fn prepare_as(&self, id: Option<T::Id>, mut value: T) -> Result<(Doc<T>, RawDocumentBuf)> {
        value.normalize_fields();
        let id = id.map_or_else(|| self.id_of(&value), Ok)?;
        let stored = policy::created(T::COLUMNS, self.now());
        let guess = self.inner.sizes.guess();
        let bytes = encode(&id, &value, &stored, guess + 32).map_err(|fault| self.refused(fault))?;
        self.admit(&bytes)?;
        self.inner.sizes.learn(bytes.len(), 1);
        let origin = elements(&bytes).into();
        let bytes = RawDocumentBuf::from_bytes(bytes)
            .map_err(|error| self.refused(EncodeFault { path: String::new(), reason: error.to_string() }))?;
        Ok((Doc::new(id, stored, value, origin), bytes))
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
hook_options!(Create.options);

impl<T: Model> Create<T> {
    async fn run(self) -> Result<Doc<T>> {
        let Self { repository, mut value, options } = self;
        let id = repository.before_insert(&mut value, &options).await?;
        let (document, bytes) = repository.prepare_as(id, value)?;
        let insert = repository.inner.collection.insert_one(bytes);
        let insert = apply!(insert, options.operation, [comment]);
        if let Err(error) = apply!(insert, options, [write_concern]).await {
            return Err(repository.write_failed(error).await);
        }
        repository.watch(Event::AfterInsert, &document, &options).await?;
        Ok(document)
    }
}

action!(Create -> Doc<T>);

impl<T: Model> fmt::Debug for Create<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Create").field("model", &T::NAME).finish_non_exhaustive()
    }
}
