//! How rows are read out of the server's documents.

use std::fmt;
use std::ops::Deref;

use chrono::{DateTime, Utc};

use super::layout::hidden;
use super::row::RowType;
use crate::bson::element;
use crate::model::{Doc, Model, Row as Readable, SoftDeleted, Timestamped, Versioned};
use crate::value::{Decoded, Encoder, Reader};

/// A document out of which a pipeline has taken a list, which is empty here. It can be read as `Doc<M>` can, and
/// not saved: it is not what is stored.
pub struct Row<M: Model> {
    document: Doc<M>,
}

impl<M: Model> Row<M> {
    pub(super) fn new(document: Doc<M>) -> Self {
        Self { document }
    }

    pub(super) fn document(&self) -> &Doc<M> {
        &self.document
    }

    /// The id.
    pub fn id(&self) -> &M::Id {
        self.document.id()
    }

    /// The value alone.
    pub fn into_inner(self) -> M {
        self.document.into_inner()
    }
}

impl<M: Versioned> Row<M> {
    /// How often the document has been written.
    pub fn version(&self) -> i64 {
        self.document.version()
    }
}

impl<M: Timestamped> Row<M> {
    /// When the document was created.
    pub fn created_at(&self) -> Option<&DateTime<Utc>> {
        self.document.created_at()
    }

    /// When the document was last written.
    pub fn updated_at(&self) -> Option<&DateTime<Utc>> {
        self.document.updated_at()
    }
}

impl<M: SoftDeleted> Row<M> {
    /// When the document was deleted; `None` while it is live.
    pub fn deleted_at(&self) -> Option<&DateTime<Utc>> {
        self.document.deleted_at()
    }
}

impl<M: Model> Deref for Row<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.document
    }
}

impl<M: Model> Clone for Row<M> {
    fn clone(&self) -> Self {
        Self { document: self.document.clone() }
    }
}

impl<M: Model> PartialEq for Row<M>
where
    Doc<M>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document
    }
}

impl<M: Model> fmt::Debug for Row<M>
where
    Doc<M>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Row").field(&self.document).finish()
    }
}

/// A row as cursors read it.
pub(crate) struct Typed<S: RowType>(pub(crate) S::Output);

impl<S: RowType> Readable for Typed<S> {
    fn read(document: Reader<'_>) -> Decoded<Self> {
        S::read(document).map(Self)
    }
}

/// The bytes of a row that has to be rewritten before it can be read.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Readable for Bytes {
    fn read(document: Reader<'_>) -> Decoded<Self> {
        let mut out = Encoder::new();
        out.document(|out| out.raw(document.rest()));
        Ok(Self(out.bytes().to_vec()))
    }
}

/// Reads a row some of whose parts stand in the place of lists.
pub(crate) fn read_rewritten<S: RowType>(document: &[u8]) -> Decoded<S::Output> {
    S::read(Reader::of_document(document)?)
}

/// The row in front of a part, and the part.
pub(super) fn split_at_parts<'de>(
    document: Reader<'de>,
    name: &str,
) -> Decoded<(Reader<'de>, Option<(u8, Reader<'de>)>)> {
    let mut reader = document;
    loop {
        let before = document.rest().len() - reader.rest().len();
        let Some((element_type, key)) = reader.next_key()? else { return Ok((document, None)) };
        let value = reader;
        reader.skip(element_type)?;
        if key == name.as_bytes() {
            // Nothing but parts stands behind a part, unless the server has written it otherwise.
            let row = if reader.is_empty() { document.until(before) } else { document };
            return Ok((row, Some((element_type, value))));
        }
    }
}

/// The document with parts under their names, and empty lists where they stood.
pub(crate) fn rewritten(document: &[u8], parts: &[(String, usize)]) -> Decoded<Vec<u8>> {
    let mut rewritten = document.to_vec();
    // A list inside of an element of another one was unwound after that one.
    for (path, part) in parts.iter().rev() {
        rewritten = moved(&rewritten, path, *part)?;
    }
    Ok(rewritten)
}

fn moved(document: &[u8], path: &str, part: usize) -> Decoded<Vec<u8>> {
    let elements = Reader::of_document(document)?;
    let value = find(elements, path)?;
    let mut out = Encoder::with_capacity(document.len() + 16);
    let mut written = Ok(());
    out.document(|out| written = write(elements, path, value.map(|value| (part, value)), out));
    written.map(|()| out.bytes().to_vec())
}

/// The type and the bytes of the value at a path.
fn find<'de>(elements: Reader<'de>, path: &str) -> Decoded<Option<(u8, &'de [u8])>> {
    let (name, below) = path.split_once('.').unwrap_or((path, ""));
    match elements.find(name)? {
        Some((element::DOCUMENT, mut value)) if !below.is_empty() => find(value.document()?, below),
        Some((element_type, value)) if below.is_empty() => {
            let mut end = value;
            end.skip(element_type)?;
            Ok(Some((element_type, &value.rest()[..value.rest().len() - end.rest().len()])))
        }
        _ => Ok(None),
    }
}

fn write(
    mut elements: Reader<'_>,
    path: &str,
    mut part: Option<(usize, (u8, &[u8]))>,
    out: &mut Encoder,
) -> Decoded<()> {
    let (name, below) = path.split_once('.').unwrap_or((path, ""));
    let mut emptied = false;
    loop {
        let start = elements.rest();
        let Some((element_type, key)) = elements.next_key()? else { break };
        let mut value = elements;
        elements.skip(element_type)?;
        if part.is_some_and(|(part, _)| is_behind(key, part)) {
            write_part(part.take(), out);
        }
        if key != name.as_bytes() {
            out.raw(&start[..start.len() - elements.rest().len()]);
        } else if below.is_empty() {
            emptied = true;
            out.key(element::ARRAY, name);
            out.document(|_| {});
        } else if element_type == element::DOCUMENT {
            let inner = value.document()?;
            let mut written = Ok(());
            out.key(element::DOCUMENT, name);
            out.document(|out| written = write(inner, below, None, out));
            written?;
        } else {
            out.raw(&start[..start.len() - elements.rest().len()]);
        }
    }
    if below.is_empty() && !emptied {
        out.key(element::ARRAY, name);
        out.document(|_| {});
    }
    write_part(part, out);
    Ok(())
}

fn write_part(part: Option<(usize, (u8, &[u8]))>, out: &mut Encoder) {
    if let Some((part, (element_type, value))) = part {
        out.key(element_type, &hidden(part));
        out.raw(value);
    }
}

/// Whether a key is the name of a later part.
fn is_behind(key: &[u8], part: usize) -> bool {
    let number = key.strip_prefix(b"__").and_then(|number| std::str::from_utf8(number).ok());
    number.and_then(|number| number.parse::<usize>().ok()).is_some_and(|number| number > part)
}
