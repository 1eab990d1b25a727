//! The encoding, held against the `bson` crate's own reader and writer.
#![allow(clippy::unwrap_used, reason = "it makes a test fail")]

mod bson_values;
mod bytes;
mod dates;
mod decimals;
mod depth;
mod documents;
mod geo;
#[cfg(feature = "serde_json")]
mod json;
mod lists;
mod malformed;
mod maps;
mod numbers;
mod options;
mod paths;
mod records;
mod refusals;
mod scalars;
mod serde_fields;
mod sets;
mod strings;
mod through;

use std::fmt::Debug;

use super::{EncodeFault, Encoder, Fault, Reader, Value, header};
use crate::bson::{Bson, Document, deserialize_from_slice, doc, serialize_to_vec};

/// The document `{v: value}`, as a model with one field stores it.
fn written<T: Value>(value: &T) -> Result<Vec<u8>, EncodeFault> {
    let mut out = Encoder::new();
    out.document(|out| value.encode_field(const { &header::<3>(T::TYPE, "v") }, out));
    out.finish()
}

/// What cannot be read: path, expected, found.
#[derive(Debug, PartialEq)]
struct Refused(String, String, String);

impl Refused {
    fn new(fault: &Fault, document: &[u8]) -> Self {
        Self(fault.path_in(document), fault.expected().to_owned(), fault.found().to_owned())
    }
}

fn refused<T>(path: &str, expected: &str, found: &str) -> Result<T, Refused> {
    Err(Refused(path.to_owned(), expected.to_owned(), found.to_owned()))
}

/// Reads `{v: value}` as a model reads a document in its declared order.
fn read_in_order<T: Value>(document: &[u8]) -> Result<T, Fault> {
    let mut r = Reader::of_document(document)?;
    let at = r.at();
    let slot = T::decode_field(&mut r, const { &header::<3>(T::TYPE, "v") })?;
    assert!(r.is_empty(), "something was left behind the value");
    T::required(slot, "v", at)
}

/// Reads `{v: value}` as a model reads a document in another order.
fn read_in_any_order<T: Value>(document: &[u8]) -> Result<T, Fault> {
    let mut r = Reader::of_document(document)?;
    let at = r.at();
    let mut slot = None;
    while let Some((element_type, key)) = r.next_key()? {
        match key {
            b"v" => slot = Some(T::decode_as(element_type, &mut r)?),
            _ => r.skip(element_type)?,
        }
    }
    T::required(slot, "v", at)
}

/// Reads `{v: value}` in both ways, which must agree.
fn read<T: Value>(document: &[u8]) -> Result<T, Refused> {
    let of = |read: Result<T, Fault>| read.map_err(|fault| Refused::new(&fault, document));
    let (first, second) = (of(read_in_order(document)), of(read_in_any_order(document)));
    match (&first, &second) {
        (Ok(first), Ok(second)) => {
            assert_eq!(written(first), written(second), "the two ways of reading differ");
        }
        (Err(first), Err(second)) => assert_eq!(first, second, "the two ways of reading differ"),
        _ => panic!("only one of the two ways of reading refuses the value"),
    }
    first
}

/// Reads what the `bson` crate wrote for `{v: value}`.
fn read_bson<T: Value>(value: impl Into<Bson>) -> Result<T, Refused> {
    read(&serialize_to_vec(&doc! { "v": value.into() }).unwrap())
}

/// Checks that a value comes back as it is, and is stored just as it was.
#[track_caller]
fn comes_back<T: Value + PartialEq + Debug>(value: &T) {
    let bytes = written(value).unwrap();
    let back: T = read(&bytes).unwrap();
    assert_eq!(written(&back).unwrap(), bytes, "stored otherwise the second time");
    #[allow(clippy::eq_op, reason = "NaN")]
    if value == value {
        assert_eq!(back, *value);
    }
}

/// Checks that a value is stored as `expected`: byte by byte what the `bson` crate writes, read by
/// it as that value, and read back.
#[track_caller]
fn is_stored_as<T: Value + PartialEq + Debug>(value: &T, expected: impl Into<Bson>) {
    let expected = doc! { "v": expected.into() };
    let bytes = written(value).unwrap();
    assert_eq!(bytes, serialize_to_vec(&expected).unwrap(), "{value:?} is not stored as {expected}");
    let read: Document = deserialize_from_slice(&bytes).unwrap();
    assert_eq!(format!("{read:?}"), format!("{expected:?}"));
    comes_back(value);
}

/// Checks that what is left of a value after `normalize` comes back, and that the value as it was
/// before is stored alike.
#[track_caller]
fn comes_back_normalized<T: Value + Clone + PartialEq + Debug>(value: &T) -> T {
    let mut normalized = value.clone();
    normalized.normalize();
    assert_eq!(written(value), written(&normalized), "normalizing {value:?} changes what is stored");
    comes_back(&normalized);
    let again = normalized.clone();
    normalized.normalize();
    assert_eq!(normalized, again, "normalizing twice makes a difference");
    again
}
