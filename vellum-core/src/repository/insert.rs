//! Sending many new documents, with what became of each.

use std::collections::HashMap;
use std::ops::Range;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};
use mongodb::error::ErrorKind;
use mongodb::results::InsertManyResult;

use super::Inner;
use super::options::{WriteOptions, apply};
use crate::bson::RawDocument;
use crate::driver::in_session;
use crate::error::Error;

/// How much one command takes.
#[derive(Clone, Copy)]
struct Portion {
    documents: usize,
    bytes: usize,
}

/// Below the server's 100 000 documents and 48 000 000 bytes, with room for what stands around.
const ORDERED: Portion = Portion { documents: 100_000, bytes: 40_000_000 };

/// Small enough for several to be under way while the next one is put together, and for what the driver
/// keeps of each document to stay in the processor's cache.
const UNORDERED: Portion = Portion { documents: 10_000, bytes: 4_000_000 };

/// Fewer documents than this are not worth a command of their own.
const FEW: usize = 1_000;

/// How many commands are under way where the order does not count.
const IN_FLIGHT: usize = 2;

impl Portion {
    /// Equal shares of the documents for all commands that are under way, so that none works alone at the
    /// end.
    fn shared(self, documents: usize) -> Self {
        let commands = documents.div_ceil(self.documents).next_multiple_of(IN_FLIGHT).max(IN_FLIGHT);
        Self { documents: documents.div_ceil(commands).max(FEW), ..self }
    }
}

/// What became of new documents; those that are not among the failed ones are stored.
#[derive(Debug, Default)]
pub(super) struct Insertion {
    pub(super) failed: Vec<(usize, Error)>,
    /// How many were tried, from the first one on.
    pub(super) tried: usize,
    /// Why the writes may not last, although they were made.
    pub(super) write_concern_error: Option<Error>,
}

impl Inner {
    /// Stores documents, batch by batch. An ordered insertion ends at the first document that fails; an
    /// unordered one has several batches under way.
    pub(super) fn insert<'a>(
        &'a self,
        documents: &'a [&'a RawDocument],
        ordered: bool,
        options: &'a WriteOptions,
    ) -> BoxFuture<'a, Insertion> {
        self.insert_in_batches(documents, ordered, options).boxed()
    }

    async fn insert_in_batches(
        &self,
        documents: &[&RawDocument],
        ordered: bool,
        options: &WriteOptions,
    ) -> Insertion {
        let (portion, in_flight) =
            if ordered { (ORDERED, 1) } else { (UNORDERED.shared(documents.len()), IN_FLIGHT) };
        // A session does one thing at a time, and nothing more after a failure.
        let in_transaction = self.db.session().is_some();
        let in_flight = if in_transaction { 1 } else { in_flight };
        let mut batches = portions(documents, portion);
        let mut sent = FuturesOrdered::new();
        let mut insertion = Insertion::default();
        let mut fields = IndexFields::default();
        let mut goes_on = true;
        loop {
            while goes_on
                && sent.len() < in_flight
                && let Some((first, batch)) = batches.next()
            {
                sent.push_back(self.send_batch(first, batch, ordered, options).boxed());
            }
            // What is under way is waited for even after a failure: it may well be stored.
            let Some((batch, result)) = sent.next().await else { return insertion };
            insertion.tried = batch.end;
            if let Err(error) = result {
                goes_on &= self.record(&mut insertion, &mut fields, batch, error).await && !in_transaction;
            }
            if let (true, Some((index, _))) = (ordered, insertion.failed.last()) {
                insertion.tried = index + 1;
                return insertion;
            }
        }
    }

    async fn send_batch(
        &self,
        first: usize,
        batch: &[&RawDocument],
        ordered: bool,
        options: &WriteOptions,
    ) -> (Range<usize>, mongodb::error::Result<InsertManyResult>) {
        let places = first..first + batch.len();
        if self.db.session().is_some() {
            let documents: Vec<_> = batch.iter().map(|document| RawDocument::to_owned(document)).collect();
            let sent = in_session!(self, |collection, options| {
                let insert = collection.insert_many(&documents).ordered(ordered);
                apply!(apply!(insert, options.operation, [comment]), options, [write_concern])
            });
            return (places, sent.await);
        }
        let collection = self.collection.clone_with_type::<&RawDocument>();
        let insert = collection.insert_many(batch).ordered(ordered);
        let insert = apply!(insert, options.operation, [comment]);
        (places, apply!(insert, options, [write_concern]).await)
    }

    /// What failed in a batch, and whether the next one can fare better.
    async fn record(
        &self,
        insertion: &mut Insertion,
        fields: &mut IndexFields,
        batch: Range<usize>,
        error: mongodb::error::Error,
    ) -> bool {
        let ErrorKind::InsertMany(refused) = error.kind.as_ref() else {
            let error = Error::from(error);
            insertion.failed.extend(batch.map(|index| (index, error.clone())));
            return false;
        };
        for refused in refused.write_errors.iter().flatten() {
            let error = Error::of_refused(&self.name, refused.clone());
            insertion.failed.push((batch.start + refused.index, fields.complete(self, error).await));
        }
        if let Some(refused) = &refused.write_concern_error {
            insertion.write_concern_error = Some(Error::of_write_concern(refused.clone()));
        }
        true
    }
}

/// The documents in batches, each with the place of its first one.
fn portions<'a, 'b>(
    documents: &'b [&'a RawDocument],
    portion: Portion,
) -> impl Iterator<Item = (usize, &'b [&'a RawDocument])> {
    let mut first = 0;
    std::iter::from_fn(move || {
        let rest = documents.get(first..).filter(|rest| !rest.is_empty())?;
        let mut bytes = 0;
        let fits = rest.iter().take(portion.documents).take_while(|document| {
            bytes += document.as_bytes().len();
            bytes <= portion.bytes
        });
        let batch = &rest[..fits.count().max(1)];
        let place = first;
        first += batch.len();
        Some((place, batch))
    })
}

/// The fields of indexes that the driver did not name, asked for once each.
#[derive(Default)]
pub(super) struct IndexFields(HashMap<String, Vec<String>>);

impl IndexFields {
    pub(super) async fn complete(&mut self, repository: &Inner, mut error: Error) -> Error {
        if let Error::DuplicateKey { index, fields, .. } = &mut error
            && fields.is_empty()
        {
            if !self.0.contains_key(index) {
                let found = repository.index_fields(index).await.unwrap_or_default();
                self.0.insert(index.clone(), found);
            }
            *fields = self.0.get(index).cloned().unwrap_or_default();
        }
        if let Some(session) = repository.db.session() {
            session.explain(&error);
        }
        error
    }
}
