//! Writes about a document that is held in memory: what has changed of it since it was read, and whether
//! it is still the one that was read.

use chrono::{DateTime, Utc};

use super::Repository;
use super::find::Query;
use super::options::{ReadOptions, WriteOptions};
use super::statements::Reach;
use super::write::Target;
use crate::ast::{Change, Literal, Update};
use crate::bson::doc;
use crate::driver::{Changes, decode_error, filter_document};
use crate::error::{Error, Result};
use crate::model::{Doc, Model, Plain, Row, encode_plain};
use crate::policy::{self, Versions};
use crate::value::Reader;

impl<T: Model> Repository<T> {
    /// The changes that make the stored document one that is read as `value`.
    pub(super) fn edits(&self, document: &Doc<T>, value: &T) -> Result<Vec<Change>> {
        let unreadable = |fault| decode_error(self.name(), document.origin(), &fault);
        let stored = document.elements();
        let Plain::<T>(before) = Row::read(stored).map_err(unreadable)?;
        let capacity = document.origin().len() + 32;
        let encoded = |value| encode_plain(None, value, capacity).map_err(|fault| self.refused(fault));
        let (before, after) = (encoded(&before)?, encoded(value)?);
        let difference = || {
            let (before, after) = (Reader::of_document(&before)?, Reader::of_document(&after)?);
            policy::difference(T::shape(), Versions { stored, before, after })
        };
        difference().map_err(unreadable)
    }

    /// The update that stores the edits, after which the document is `value`.
    pub(super) fn saving(
        &self,
        (id, value): (&T::Id, &T),
        edits: Vec<Change>,
        now: DateTime<Utc>,
        sent: fn(Update) -> Update,
    ) -> Result<Changes> {
        let update = Update::Changes(edits);
        if self.inner.scope.is_some() {
            let document = self.encoded(Some(id), value)?;
            self.admit_saved(&update, &document)?;
        }
        Self::admitted(update, now, sent)
    }

    /// The same for a statement by id of what has changed since the document was read, if anything has.
    pub(super) fn saving_by_id(&self, document: &Doc<T>) -> Result<Option<Changes>> {
        let mut value = T::clone(document);
        value.normalize_fields();
        let edits = self.edits(document, &value)?;
        if edits.is_empty() {
            return Ok(None);
        }
        self.saving((document.id(), &value), edits, self.now(), policy::uninsertable).map(Some)
    }

    /// The document, as long as it is the one that was read.
    pub(super) fn held(&self, document: &Doc<T>) -> Target {
        self.target(Self::by_id(Literal::of(document.id()))).as_read(document)
    }

    /// Changes the document, if it is the one that was read; gives how many that were.
    pub(super) async fn send_held(
        &self,
        target: &Target,
        changes: Changes,
        options: &WriteOptions,
    ) -> Result<u64> {
        let Changes { sent, requirements, paths } = changes;
        let filter = target.document::<T>(&requirements)?;
        Ok(self.inner.update(filter, sent, &paths, Reach::One, options).await?.matched_count)
    }

    /// Why a write has not found the document: it is gone, or it has moved on.
    pub(super) async fn why_missed(&self, id: &T::Id, expected: i64) -> Error {
        let id = Literal::of(id);
        match self.is_live(&id).await {
            Ok(false) => Self::not_found(&id),
            Ok(true) => Error::OptimisticLock {
                collection: T::COLLECTION.to_owned(),
                id: crate::driver::text(&id.to_bson()),
                expected,
            },
            Err(error) => error,
        }
    }

    async fn is_live(&self, id: &Literal) -> Result<bool> {
        let filter = filter_document(&self.target(Self::by_id(id.clone())).scoped::<T>())?;
        let projection = Some(doc! { "_id": 1 });
        let query = Query { filter, limit: Some(1), projection, ..Query::default() };
        self.inner.find(query, &ReadOptions::default()).await?.any().await
    }
}
