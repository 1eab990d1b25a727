//! Sending many new documents, with what became of each.

use std::collections::HashMap;

use mongodb::error::ErrorKind;

use super::Repository;
use super::options::{WriteOptions, apply};
use crate::bson::RawDocumentBuf;
use crate::error::{DriverError, Error};
use crate::model::Model;

/// The most documents of one command.
const MAX_DOCUMENTS: usize = 100_000;

/// The most bytes of one command: below the server's 48 000 000, with room for what stands around.
const MAX_BYTES: usize = 40_000_000;

/// What became of new documents; those that are not among the failed ones are stored.
#[derive(Debug, Default)]
pub(super) struct Insertion {
    pub(super) failed: Vec<(usize, Error)>,
    /// How many were tried, from the first one on.
    pub(super) tried: usize,
    /// Why the writes may not last, although they were made.
    pub(super) write_concern_error: Option<Error>,
}

impl<T: Model> Repository<T> {
    /// Stores documents, batch by batch. An ordered insertion ends at the first document that fails.
    pub(super) async fn insert(
        &self,
        documents: &[RawDocumentBuf],
        ordered: bool,
        options: &WriteOptions,
    ) -> Insertion {
        let mut insertion = Insertion::default();
        let mut fields = IndexFields::default();
        while insertion.tried < documents.len() {
            let rest = &documents[insertion.tried..];
            let batch = &rest[..batch(rest)];
            let insert = self.inner.collection.insert_many(batch).ordered(ordered);
            let insert = apply!(insert, options.operation, [comment]);
            let sent = apply!(insert, options, [write_concern]).await;
            let first = insertion.tried;
            insertion.tried += batch.len();
            let Err(error) = sent else { continue };
            let ErrorKind::InsertMany(refused) = error.kind.as_ref() else {
                // Nothing is known of the batch, and the next one would fare no better.
                let error = Error::Driver(DriverError::from(error));
                insertion.failed.extend((first..insertion.tried).map(|index| (index, error.clone())));
                return insertion;
            };
            for refused in refused.write_errors.iter().flatten() {
                let error = Error::of_refused(self.name(), refused.clone());
                insertion.failed.push((first + refused.index, fields.complete(self, error).await));
            }
            if let Some(refused) = &refused.write_concern_error {
                insertion.write_concern_error = Some(Error::of_write_concern(refused.clone()));
            }
            if let (true, Some((index, _))) = (ordered, insertion.failed.last()) {
                insertion.tried = index + 1;
                return insertion;
            }
        }
        insertion
    }
}

/// How many documents the next command takes: at least one.
fn batch(documents: &[RawDocumentBuf]) -> usize {
    let mut bytes = 0;
    let fits = documents.iter().take(MAX_DOCUMENTS).take_while(|document| {
        bytes += document.as_bytes().len();
        bytes <= MAX_BYTES
    });
    fits.count().max(1)
}

/// The fields of indexes that the driver did not name, asked for once each.
#[derive(Default)]
pub(super) struct IndexFields(HashMap<String, Vec<String>>);

impl IndexFields {
    pub(super) async fn complete<T: Model>(&mut self, repository: &Repository<T>, mut error: Error) -> Error {
        if let Error::DuplicateKey { index, fields, .. } = &mut error
            && fields.is_empty()
        {
            if !self.0.contains_key(index) {
                let found = repository.index_fields(index).await.unwrap_or_default();
                self.0.insert(index.clone(), found);
            }
            *fields = self.0.get(index).cloned().unwrap_or_default();
        }
        error
    }
}
