//! Reading cursors batch by batch, straight from the server's bytes.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};

use super::ahead::ReadAhead;
use super::{SessionBatches, decode_error};
use crate::bson::element;
use crate::error::{Error, Result};
use crate::model::{Row, decode_row};
use crate::value::{Decoded, Reader};

/// The batches of a cursor over the documents of a collection.
pub(crate) struct Batches {
    cursor: ReadAhead,
    collection: Arc<str>,
}

impl Batches {
    pub(crate) fn new(cursor: RawBatchCursor, collection: Arc<str>) -> Self {
        Self { cursor: ReadAhead::new(cursor), collection }
    }

    /// The same of a cursor in the session of a transaction.
    pub(crate) fn in_session(batches: SessionBatches, collection: Arc<str>) -> Self {
        Self { cursor: ReadAhead::in_session(batches), collection }
    }

    /// All documents; the first one that cannot be read is the error.
    ///
    /// `sizes` is told how many bytes a document takes.
    pub(crate) async fn collect<T: Row>(self, sizes: &Sizes) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(&mut |batch, collection| collect_batch(batch, collection, sizes, &|row: T| row, &mut rows))
            .await?;
        Ok(rows)
    }

    /// Hands over one batch after the other, with the collection's name. What waits for the server is the same for
    /// all types of rows, so it is compiled once.
    pub(crate) fn each<'a>(mut self, take: &'a mut TakeBatch<'a>) -> BoxFuture<'a, Result<()>> {
        async move {
            while let Some(batch) = self.cursor.next().await {
                take(&batch?, &self.collection)?;
            }
            Ok(())
        }
        .boxed()
    }

    /// The first document.
    pub(crate) async fn first<T: Row>(mut self) -> Result<Option<T>> {
        while let Some(batch) = self.cursor.next().await {
            let batch = batch?;
            if let Some(document) = OfBatch::new(&batch, &self.collection)?.next()? {
                return read(document, &self.collection).map(Some);
            }
        }
        Ok(None)
    }

    /// Whether there is any document.
    pub(crate) async fn any(mut self) -> Result<bool> {
        while let Some(batch) = self.cursor.next().await {
            if OfBatch::new(&batch?, &self.collection)?.next()?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first `keep` documents, and what `edge` says of the outermost ones' bytes.
    pub(crate) async fn window<T: Row, E>(
        mut self,
        keep: u64,
        edge: impl Fn(&[u8]) -> Result<E>,
    ) -> Result<Window<T, E>> {
        let mut window = Window { rows: Vec::new(), first: None, last: None, more: false };
        while let Some(batch) = self.cursor.next().await {
            let batch = batch?;
            let mut documents = OfBatch::new(&batch, &self.collection)?;
            while let Some(document) = documents.next()? {
                if window.rows.len() as u64 == keep {
                    window.more = true;
                    return Ok(window);
                }
                window.rows.push(read(document, &self.collection)?);
                if window.rows.len() == 1 {
                    window.first = Some(edge(document)?);
                }
                if window.rows.len() as u64 == keep {
                    window.last = Some(edge(document)?);
                }
            }
        }
        Ok(window)
    }

    /// Hands over one document's elements after the other, while the next batch is on its way. The first error
    /// ends it: one of `visit`, or of a document that cannot be read. `sizes` is told how many bytes a document
    /// takes.
    pub(crate) async fn visit<E: From<Error>>(
        mut self,
        sizes: &Sizes,
        mut visit: impl FnMut(Reader<'_>) -> Decoded<Result<(), E>>,
    ) -> Result<(), E> {
        while let Some(batch) = self.cursor.next().await {
            let batch = batch?;
            let mut documents = OfBatch::new(&batch, &self.collection)?;
            let mut count = 0;
            while let Some(document) = documents.next()? {
                count += 1;
                let visited = Reader::of_document(document).and_then(&mut visit);
                visited.map_err(|fault| decode_error(&self.collection, document, &fault))??;
            }
            sizes.learn(documents.read, count);
        }
        Ok(())
    }

    pub(crate) fn stream<T: Row>(self) -> Documents<T> {
        Documents { cursor: self.cursor, collection: self.collection, batch: None, row: PhantomData }
    }
}

/// The documents of a page.
pub(crate) struct Window<T, E> {
    pub(crate) rows: Vec<T>,
    /// The edge of the first document.
    pub(crate) first: Option<E>,
    /// The edge of the last document, if the page is full.
    pub(crate) last: Option<E>,
    /// Whether there are documents behind the page.
    pub(crate) more: bool,
}

/// What is done with each batch.
pub(crate) type TakeBatch<'a> = dyn FnMut(&RawBatch, &str) -> Result<()> + Send + 'a;

/// The documents of a batch, read as `R`, and what they are read for.
///
/// `sizes` is told how many bytes a document takes.
pub(crate) fn collect_batch<R: Row, T>(
    batch: &RawBatch,
    collection: &str,
    sizes: &Sizes,
    value: &impl Fn(R) -> T,
    rows: &mut Vec<T>,
) -> Result<()> {
    let known = rows.len();
    let mut documents = OfBatch::new(batch, collection)?;
    while let Some(document) = documents.next()? {
        if rows.len() == rows.capacity() {
            rows.reserve(documents.left_after(document));
        }
        rows.push(value(read(document, collection)?));
    }
    sizes.learn(documents.read, rows.len() - known);
    Ok(())
}

fn read<T: Row>(document: &[u8], collection: &str) -> Result<T> {
    decode_row(document).map_err(|fault| decode_error(collection, document, &fault))
}

/// The documents of one batch.
struct OfBatch<'a> {
    elements: Reader<'a>,
    /// How many bytes of the batch have been read.
    read: usize,
    collection: &'a str,
}

impl<'a> OfBatch<'a> {
    fn new(batch: &'a RawBatch, collection: &'a str) -> Result<Self> {
        let bytes = batch.doc_slices()?.as_bytes();
        let elements = Reader::of_document(bytes).map_err(|fault| decode_error(collection, bytes, &fault))?;
        Ok(Self { elements, read: 0, collection })
    }

    /// The rest of a batch, which begins `at` so many bytes of the server's reply.
    fn from(batch: &'a RawBatch, at: usize, end: usize, collection: &'a str) -> Self {
        let bytes = batch.as_raw_document().as_bytes().get(at..end).unwrap_or_default();
        Self { elements: Reader::of_value(bytes), read: 0, collection }
    }

    fn next(&mut self) -> Result<Option<&'a [u8]>> {
        let start = self.elements;
        let document = self.advance().map_err(|fault| decode_error(self.collection, start.rest(), &fault))?;
        self.read += start.rest().len() - self.elements.rest().len();
        Ok(document)
    }

    fn advance(&mut self) -> Decoded<Option<&'a [u8]>> {
        match self.elements.next_element()? {
            None => Ok(None),
            Some(element::DOCUMENT) => self.elements.raw_document().map(Some),
            Some(other) => Err(self.elements.unexpected("document", other)),
        }
    }

    /// About how many documents there are, if the rest is like this one.
    fn left_after(&self, document: &[u8]) -> usize {
        1 + self.elements.rest().len() / document.len().max(5)
    }
}

/// How large a collection's documents are, by those that were written and read last: a guess at the
/// next ones.
#[derive(Debug)]
pub(crate) struct Sizes(AtomicUsize);

/// About the bytes of a batch: large enough to make the server's part small, small enough for its
/// reading, sending and decoding to overlap.
const BATCH_BYTES: usize = 1_000_000;

impl Sizes {
    pub(crate) fn unknown() -> Self {
        Self(AtomicUsize::new(256))
    }

    /// So many documents took so many bytes.
    pub(crate) fn learn(&self, bytes: usize, documents: usize) {
        if let Some(size) = bytes.checked_div(documents) {
            self.0.store(size, Ordering::Relaxed);
        }
    }

    /// The bytes of a document.
    pub(crate) fn guess(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// How many documents a batch should have.
    pub(crate) fn batch(&self) -> u32 {
        u32::try_from(BATCH_BYTES / self.guess().max(1)).unwrap_or(u32::MAX).clamp(16, 50_000)
    }
}

/// A stream of documents. It holds one batch, and reads the next one meanwhile, though not in a transaction.
///
/// A document that cannot be read is one `Err` item, and the stream goes on behind it.
#[must_use = "a stream does nothing until it is polled"]
pub struct Documents<T> {
    cursor: ReadAhead,
    collection: Arc<str>,
    /// The batch at hand, and where in the server's reply its next document begins and its last one ends.
    batch: Option<(RawBatch, usize, usize)>,
    row: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Documents<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Documents").field("collection", &self.collection).finish_non_exhaustive()
    }
}

impl<T: Row> Documents<T> {
    /// The stream of a query that finds nothing.
    pub(crate) fn none(collection: Arc<str>) -> Self {
        Self { cursor: ReadAhead::ended(), collection, batch: None, row: PhantomData }
    }

    /// The next document; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }

    /// The next document of the batch at hand.
    fn buffered(&mut self) -> Result<Option<Result<T>>> {
        let Some((batch, at, end)) = &mut self.batch else { return Ok(None) };
        let mut documents = OfBatch::from(batch, *at, *end, &self.collection);
        let Some(document) = documents.next()? else { return Ok(None) };
        *at += documents.read;
        Ok(Some(read(document, &self.collection)))
    }

    /// Makes a batch the one at hand.
    fn begin(&mut self, batch: RawBatch) -> Result<()> {
        let reply = batch.as_raw_document().as_bytes().len();
        let documents = OfBatch::new(&batch, &self.collection)?.elements.rest();
        // The documents stand in the reply: what is before them is as long as their distance from its start.
        let at = documents.as_ptr().addr().wrapping_sub(batch.as_raw_document().as_bytes().as_ptr().addr());
        let end = at.saturating_add(documents.len());
        if end > reply {
            return Err(Error::config("the server's answer could not be read"));
        }
        self.batch = Some((batch, at, end));
        Ok(())
    }

    /// Ends the stream with an error that is about more than one document.
    fn end(&mut self, error: Error) -> Poll<Option<Result<T>>> {
        self.cursor = ReadAhead::ended();
        self.batch = None;
        Poll::Ready(Some(Err(error)))
    }
}

impl<T: Row> Stream for Documents<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match this.buffered() {
                Ok(Some(row)) => return Poll::Ready(Some(row)),
                Ok(None) => this.batch = None,
                Err(error) => return this.end(error),
            }
            match ready!(this.cursor.poll_next(cx)) {
                Some(Ok(batch)) => {
                    if let Err(error) = this.begin(batch) {
                        return this.end(error);
                    }
                }
                Some(Err(error)) => return this.end(error),
                None => return Poll::Ready(None),
            }
        }
    }
}
