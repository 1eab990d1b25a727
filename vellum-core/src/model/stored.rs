//! A whole document in bytes: id, the model's own fields, columns, in this order.

use std::marker::PhantomData;

use chrono::{DateTime, Utc};

use super::{Doc, Model, Projection, ProjectionOf};
use crate::ast::Source;
use crate::bson::element;
use crate::schema::Columns;
use crate::value::{Body, Decoded, EncodeFault, Encoder, Fault, Reader, Value, header};

/// The values of a document's columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stored {
    pub(crate) version: i64,
    pub(crate) created_at: Option<DateTime<Utc>>,
    pub(crate) updated_at: Option<DateTime<Utc>>,
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

impl Stored {
    /// The columns that a model declares; the others as if they had never been read.
    pub(crate) fn of<T: Model>(self) -> Self {
        let columns = T::COLUMNS;
        Self {
            version: columns.version.map_or(0, |_| self.version),
            created_at: columns.created_at.and(self.created_at),
            updated_at: columns.updated_at.and(self.updated_at),
            deleted_at: columns.deleted_at.and(self.deleted_at),
        }
    }

    /// The times that a document has, under the names of their columns.
    pub(crate) fn times(&self, columns: Columns) -> impl Iterator<Item = (&'static str, &DateTime<Utc>)> {
        let times = [
            (columns.created_at, &self.created_at),
            (columns.updated_at, &self.updated_at),
            (columns.deleted_at, &self.deleted_at),
        ];
        times.into_iter().filter_map(|(name, time)| name.zip(time.as_ref()))
    }
}

/// What a query's documents are read as.
pub trait Row: Sized + Send + 'static {
    /// Reads the elements of a document.
    fn read(document: Reader<'_>) -> Decoded<Self>;
}

/// Reads a whole document.
pub(crate) fn decode_row<T: Row>(bytes: &[u8]) -> Decoded<T> {
    T::read(Reader::of_document(bytes)?)
}

/// The bytes of a document; `capacity` is a guess at their number.
pub(crate) fn encode<T: Model>(
    id: &T::Id,
    value: &T,
    stored: &Stored,
    capacity: usize,
) -> Result<Vec<u8>, EncodeFault> {
    let mut out = Encoder::with_capacity(capacity);
    encode_into(id, value, stored, &mut out)?;
    out.finish()
}

/// The same into an encoder that documents share, one after the other.
pub(crate) fn encode_into<T: Model>(
    id: &T::Id,
    value: &T,
    stored: &Stored,
    out: &mut Encoder,
) -> Result<(), EncodeFault> {
    out.restart();
    out.document(|out| {
        if !T::OWN_ID {
            id.encode_field(const { &header::<5>(T::Id::TYPE, "_id") }, out);
        }
        value.encode_fields(out);
        if const { T::COLUMNS.is_any() } {
            encode_columns(T::COLUMNS, stored, out);
        }
    });
    out.check()
}

/// The bytes of a document without columns, and without id where none is given; `capacity` is a guess at their number.
pub(crate) fn encode_plain<T: Model>(
    id: Option<&T::Id>,
    value: &T,
    capacity: usize,
) -> Result<Vec<u8>, EncodeFault> {
    let mut out = Encoder::with_capacity(capacity);
    out.document(|out| {
        if let Some(id) = id.filter(|_| !T::OWN_ID) {
            id.encode_field(const { &header::<5>(T::Id::TYPE, "_id") }, out);
        }
        value.encode_fields(out);
    });
    out.finish()
}

fn encode_columns(columns: Columns, stored: &Stored, out: &mut Encoder) {
    if let Some(name) = columns.version {
        out.key(element::INT64, name);
        stored.version.encode(out);
    }
    for (name, time) in stored.times(columns) {
        out.key(element::DATE, name);
        time.encode(out);
    }
}

/// Reads the columns in what is left of a document, and says whether there is nothing else.
#[inline]
fn decode_columns<T: Model>(mut r: Reader<'_>) -> Decoded<(Stored, bool)> {
    let columns = T::COLUMNS;
    let mut stored = Stored::default();
    if columns.version.is_some_and(|name| r.field(element::INT64, name)) {
        stored.version = r.i64()?;
    }
    let mut time = |column: Option<&'static str>| {
        column.filter(|name| r.field(element::DATE, name)).map(|_| DateTime::decode(&mut r)).transpose()
    };
    stored.created_at = time(columns.created_at)?;
    stored.updated_at = time(columns.updated_at)?;
    stored.deleted_at = time(columns.deleted_at)?;
    if r.is_empty() { Ok((stored, true)) } else { decode_columns_unordered::<T>(stored, r) }
}

/// The same in any order, among other fields.
fn decode_columns_unordered<T: Model>(mut stored: Stored, mut r: Reader<'_>) -> Decoded<(Stored, bool)> {
    let columns = T::COLUMNS;
    let is = |column: Option<&str>, key: &[u8]| column.is_some_and(|name| name.as_bytes() == key);
    let mut nothing_else = true;
    while let Some((element_type, key)) = r.next_key()? {
        if is(columns.version, key) {
            stored.version = Option::<i64>::decode_as(element_type, &mut r)?.unwrap_or(0);
        } else if is(columns.created_at, key) {
            stored.created_at = Value::decode_as(element_type, &mut r)?;
        } else if is(columns.updated_at, key) {
            stored.updated_at = Value::decode_as(element_type, &mut r)?;
        } else if is(columns.deleted_at, key) {
            stored.deleted_at = Value::decode_as(element_type, &mut r)?;
        } else {
            nothing_else = false;
            r.skip(element_type)?;
        }
    }
    Ok((stored, nothing_else))
}

/// Reads a document whose fields do not stand in their declared order.
#[cold]
#[inline(never)]
fn decode_unordered<T: Body>(elements: &[u8]) -> Decoded<T> {
    T::decode_unordered(Reader::of_elements(elements).reread())
}

/// Whether what is left of a document are fields of these names.
#[inline]
pub(super) fn nothing_but(names: &[&str], mut r: Reader<'_>) -> Decoded<bool> {
    while let Some((element_type, key)) = r.next_key()? {
        if !names.iter().any(|name| name.as_bytes() == key) {
            return Ok(false);
        }
        r.skip(element_type)?;
    }
    Ok(true)
}

/// Whether what is left of a document is columns and nothing else.
#[inline]
fn only_columns<T: Model>(r: Reader<'_>) -> Decoded<bool> {
    if r.is_empty() { Ok(true) } else { only_columns_of(T::COLUMNS, r) }
}

#[inline(never)]
fn only_columns_of(columns: Columns, mut r: Reader<'_>) -> Decoded<bool> {
    let names = columns.names();
    while let Some((element_type, key)) = r.next_key()? {
        if !names.iter().flatten().any(|name| name.as_bytes() == key) {
            return Ok(false);
        }
        r.skip(element_type)?;
    }
    Ok(true)
}

impl<T: Model> Row for Doc<T> {
    #[inline]
    fn read(document: Reader<'_>) -> Decoded<Self> {
        let mut ordered = document;
        let id = stored_id::<T>(&mut ordered)?;
        if (T::OWN_ID || id.is_some())
            && let Some(value) = T::decode_fields(&mut ordered)?
            && let (stored, true) = decode_columns::<T>(ordered)?
        {
            return whole(document, id, stored, value);
        }
        let value = decode_unordered(document.rest())?;
        let id = if T::OWN_ID { None } else { find_id::<T>(document)? };
        let (stored, _) = decode_columns::<T>(document)?;
        whole(document, id, stored, value)
    }
}

/// The id, if it is no field of the model and comes next.
#[inline]
fn stored_id<T: Model>(r: &mut Reader<'_>) -> Decoded<Option<T::Id>> {
    if T::OWN_ID { Ok(None) } else { T::Id::decode_field(r, const { &header::<5>(T::Id::TYPE, "_id") }) }
}

fn find_id<T: Model>(document: Reader<'_>) -> Decoded<Option<T::Id>> {
    let found = document.find("_id")?;
    found.map(|(element_type, mut value)| T::Id::decode_as(element_type, &mut value)).transpose()
}

fn whole<T: Model>(document: Reader<'_>, id: Option<T::Id>, stored: Stored, value: T) -> Decoded<Doc<T>> {
    match id.or_else(|| value.own_id().cloned()) {
        Some(id) => Ok(Doc::new(id, stored, value, document_of(document.rest()))),
        None => Err(Fault::missing(document.at(), "_id", T::Id::EXPECTED)),
    }
}

/// A document of these elements, in a buffer of its own: a kept document does not hold on to its batch.
#[inline]
pub(crate) fn document_of(elements: &[u8]) -> Box<[u8]> {
    let mut document = Vec::with_capacity(elements.len() + 5);
    document.extend_from_slice(&(elements.len() as u32 + 5).to_le_bytes());
    document.extend_from_slice(elements);
    document.push(0);
    document.into_boxed_slice()
}

/// A row of a projection `P` of the model `T`.
pub(crate) struct Projected<T, P>(pub(crate) P, PhantomData<fn() -> T>);

impl<T: Model, P: ProjectionOf<T>> Row for Projected<T, P> {
    #[inline]
    fn read(document: Reader<'_>) -> Decoded<Self> {
        let row = match P::read(document) {
            Ok(row) => row,
            Err(fault) => unversioned::<T, P>(document).unwrap_or(Err(fault))?,
        };
        Ok(Self(row, PhantomData))
    }
}

/// Reads the elements of a projection's row.
#[inline]
pub(crate) fn read_projection<P: Projection>(document: Reader<'_>) -> Decoded<P> {
    let mut ordered = document;
    if let Some(row) = P::decode_fields(&mut ordered)?
        && ordered.is_empty()
    {
        return Ok(row);
    }
    decode_unordered(document.rest())
}

#[cold]
fn unversioned<T: Model, P: ProjectionOf<T>>(document: Reader<'_>) -> Option<Decoded<P>> {
    let versioned = with_version::<T>(P::sources(), document)?;
    // What is wrong besides would be an address in another document.
    Reader::of_document(versioned.bytes()).and_then(P::read).ok().map(Ok)
}

/// The row of a document that is older than its column of versions: there, the version is 0. Only such
/// rows pay for it, and the server can include the column instead of computing it.
#[cold]
pub(super) fn with_version<T: Model>(
    sources: Vec<(&'static str, Source)>,
    document: Reader<'_>,
) -> Option<Encoder> {
    let column = T::COLUMNS.version?;
    let is_missing = |name: &str| matches!(document.find(name), Ok(None | Some((element::NULL, _))));
    let versions = sources
        .into_iter()
        .filter(|(_, source)| source.lists.is_empty() && source.path.plain() == Some(column));
    let missing: Vec<&str> = versions.map(|(name, _)| name).filter(|name| is_missing(name)).collect();
    if missing.is_empty() {
        return None;
    }
    let mut out = Encoder::new();
    out.document(|out| {
        let mut rest = document;
        while let Ok(Some((element_type, key))) = rest.next_key() {
            let value = rest.rest();
            if rest.skip(element_type).is_err() {
                break;
            }
            if let Ok(key) = std::str::from_utf8(key)
                && !missing.contains(&key)
            {
                out.key(element_type, key);
                out.raw(&value[..value.len() - rest.rest().len()]);
            }
        }
        for name in missing {
            out.key(element::INT64, name);
            0_i64.encode(out);
        }
    });
    Some(out)
}

/// The value alone, without id and columns.
pub(crate) struct Plain<T>(pub(crate) T);

impl<T: Model> Row for Plain<T> {
    #[inline]
    fn read(document: Reader<'_>) -> Decoded<Self> {
        let mut ordered = document;
        if !T::OWN_ID && ordered.key_of(&header::<5>(0, "_id")).is_some() {
            ordered = document;
            if let Some((element_type, _)) = ordered.next_key()? {
                ordered.skip(element_type)?;
            }
        }
        if let Some(value) = T::decode_fields(&mut ordered)?
            && only_columns::<T>(ordered)?
        {
            return Ok(Self(value));
        }
        decode_unordered(document.rest()).map(Self)
    }
}
