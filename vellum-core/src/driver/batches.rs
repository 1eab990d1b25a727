//! Reading cursors batch by batch, straight from the server's bytes.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;
use mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};

use super::decode_error;
use crate::bson::element;
use crate::error::{Error, Result};
use crate::model::{Row, decode_row};
use crate::value::{Decoded, Reader};

/// The batches of a cursor over the documents of a collection.
pub(crate) struct Batches {
    cursor: RawBatchCursor,
    collection: Arc<str>,
}

impl Batches {
    pub(crate) fn new(cursor: RawBatchCursor, collection: Arc<str>) -> Self {
        Self { cursor, collection }
    }

    /// All documents; the first one that cannot be read is the error.
    pub(crate) async fn collect<T: Row>(mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        while let Some(batch) = self.cursor.next().await {
            let batch = batch?;
            let mut documents = OfBatch::new(&batch, 0, &self.collection)?;
            while let Some(document) = documents.next()? {
                if rows.len() == rows.capacity() {
                    rows.reserve(documents.left_after(document));
                }
                rows.push(read(document, &self.collection)?);
            }
        }
        Ok(rows)
    }

    /// The first document.
    pub(crate) async fn first<T: Row>(mut self) -> Result<Option<T>> {
        while let Some(batch) = self.cursor.next().await {
            let batch = batch?;
            if let Some(document) = OfBatch::new(&batch, 0, &self.collection)?.next()? {
                return read(document, &self.collection).map(Some);
            }
        }
        Ok(None)
    }

    /// Whether there is any document.
    pub(crate) async fn any(mut self) -> Result<bool> {
        while let Some(batch) = self.cursor.next().await {
            if OfBatch::new(&batch?, 0, &self.collection)?.next()?.is_some() {
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
            let mut documents = OfBatch::new(&batch, 0, &self.collection)?;
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

    pub(crate) fn stream<T: Row>(self) -> Documents<T> {
        Documents { cursor: Some(self.cursor), collection: self.collection, batch: None, row: PhantomData }
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

fn read<T: Row>(document: &[u8], collection: &str) -> Result<T> {
    decode_row(document).map_err(|fault| decode_error(collection, document, &fault))
}

/// The documents of one batch, from a position on.
struct OfBatch<'a> {
    elements: Reader<'a>,
    length: usize,
    collection: &'a str,
}

impl<'a> OfBatch<'a> {
    fn new(batch: &'a RawBatch, position: usize, collection: &'a str) -> Result<Self> {
        let bytes = batch.doc_slices()?.as_bytes();
        let elements = Reader::of_document(bytes).map_err(|fault| decode_error(collection, bytes, &fault))?;
        let length = elements.rest().len();
        Ok(Self { elements: elements.after(position), length, collection })
    }

    fn next(&mut self) -> Result<Option<&'a [u8]>> {
        let start = self.elements;
        self.advance().map_err(|fault| decode_error(self.collection, start.rest(), &fault))
    }

    fn advance(&mut self) -> Decoded<Option<&'a [u8]>> {
        match self.elements.next_element()? {
            None => Ok(None),
            Some(element::DOCUMENT) => self.elements.raw_document().map(Some),
            Some(other) => Err(self.elements.unexpected("document", other)),
        }
    }

    /// How far the batch has been read.
    fn position(&self) -> usize {
        self.length - self.elements.rest().len()
    }

    /// About how many documents there are, if the rest is like this one.
    fn left_after(&self, document: &[u8]) -> usize {
        1 + self.elements.rest().len() / document.len().max(5)
    }
}

/// A stream of documents, holding one batch at a time.
///
/// A document that cannot be read is one `Err` item, and the stream goes on behind it.
#[must_use = "a stream does nothing until it is polled"]
pub struct Documents<T> {
    cursor: Option<RawBatchCursor>,
    collection: Arc<str>,
    /// The batch at hand, and how far it has been read.
    batch: Option<(RawBatch, usize)>,
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
        Self { cursor: None, collection, batch: None, row: PhantomData }
    }

    /// The next document; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }

    /// The next document of the batch at hand.
    fn buffered(&mut self) -> Result<Option<Result<T>>> {
        let Some((batch, position)) = &mut self.batch else { return Ok(None) };
        let mut documents = OfBatch::new(batch, *position, &self.collection)?;
        let Some(document) = documents.next()? else { return Ok(None) };
        let row = read(document, &self.collection);
        *position = documents.position();
        Ok(Some(row))
    }

    /// Ends the stream with an error that is about more than one document.
    fn end(&mut self, error: Error) -> Poll<Option<Result<T>>> {
        self.cursor = None;
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
            let Some(cursor) = &mut this.cursor else { return Poll::Ready(None) };
            match ready!(cursor.poll_next_unpin(cx)) {
                Some(Ok(batch)) => this.batch = Some((batch, 0)),
                Some(Err(error)) => return this.end(error.into()),
                None => this.cursor = None,
            }
        }
    }
}
