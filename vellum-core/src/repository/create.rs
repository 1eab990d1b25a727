//! `create`.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::action::action;
use super::options::{WriteOptions, apply, hook_options, write_options};
use super::{Inner, Repository};
use crate::bson::RawDocument;
use crate::driver::in_session;
use crate::error::{Error, Result};
use crate::hooks::Event;
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

    /// The document as it will be read; it holds the bytes that are sent.
    pub(super) fn prepare(&self, value: T) -> Result<Doc<T>> {
        self.prepare_as(None, value)
    }

    /// The same, under an id that is known already.
    pub(super) fn prepare_as(&self, id: Option<T::Id>, value: T) -> Result<Doc<T>> {
        let mut out = Encoder::with_capacity(self.inner.sizes.guess() + 32);
        self.prepare_in(&mut out, id, value)
    }

    /// The same through an encoder that documents share.
    pub(super) fn prepare_in(&self, out: &mut Encoder, id: Option<T::Id>, mut value: T) -> Result<Doc<T>> {
        value.normalize_fields();
        let id = match id {
            Some(id) => id,
            None => self.id_of(&value)?,
        };
        let stored = policy::created(T::COLUMNS, self.now());
        let encoded = encode_into(&id, &value, &stored, out);
        let origin = self.inner.prepared(encoded, out)?;
        Ok(Doc::new(id, stored, value, origin))
    }

    pub(super) fn insert_one<'a>(
        &'a self,
        document: &'a Doc<T>,
        options: &'a WriteOptions,
    ) -> BoxFuture<'a, Result<()>> {
        self.inner.insert_one(document.raw(), options)
    }

    pub(super) fn refused(&self, fault: EncodeFault) -> Error {
        self.inner.refused(fault)
    }
}

impl Inner {
    /// The bytes of a new document, unless something refuses it.
    fn prepared(&self, encoded: Result<(), EncodeFault>, out: &Encoder) -> Result<Box<[u8]>> {
        encoded.map_err(|fault| self.refused(fault))?;
        self.admit(out.bytes())?;
        self.sizes.learn(out.bytes().len(), 1);
        Ok(out.bytes().into())
    }

    fn insert_one<'a>(
        &'a self,
        document: Result<&'a RawDocument, EncodeFault>,
        options: &'a WriteOptions,
    ) -> BoxFuture<'a, Result<()>> {
        async move {
            let document = document.map_err(|fault| self.refused(fault))?;
            let sent = if self.db.session().is_some() {
                let document = document.to_owned();
                let sent = in_session!(self, |collection, options| {
                    let insert = collection.insert_one(&document);
                    apply!(apply!(insert, options.operation, [comment]), options, [write_concern])
                });
                sent.await
            } else {
                let collection = self.collection.clone_with_type::<&RawDocument>();
                let insert = collection.insert_one(document);
                let insert = apply!(insert, options.operation, [comment]);
                apply!(insert, options, [write_concern]).await
            };
            match sent {
                Ok(_) => Ok(()),
                Err(error) => Err(self.with_index_fields(Error::of_write(&self.name, error)).await),
            }
        }
        .boxed()
    }

    pub(super) fn refused(&self, fault: EncodeFault) -> Error {
        Error::Encode { collection: self.name.to_string(), path: fault.path, reason: fault.reason }
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
        let id = match repository.hooks_before_insert(&mut value, &options) {
            Some(hooks) => hooks.await?,
            None => None,
        };
        repository.validate(&value)?;
        let document = repository.prepare_as(id, value)?;
        repository.insert_one(&document, &options).await?;
        if let Some(hooks) = repository.hooks_watching(Event::AfterInsert, &document, &options) {
            hooks.await?;
        }
        Ok(document)
    }
}

action!(Create -> Doc<T>);

impl<T: Model> fmt::Debug for Create<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Create").field("model", &T::NAME).finish_non_exhaustive()
    }
}
