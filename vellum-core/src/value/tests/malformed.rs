//! Bytes that are no BSON: refused, never a panic, and a path all the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use chrono::{DateTime, NaiveDate, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::bson_values::document;
use super::records::{Node, Order, order};
use super::{read_in_any_order, read_in_order, written};
use crate::bson::{Binary, Bson, Document, ObjectId, Regex, Timestamp, doc, element, serialize_to_vec};
use crate::value::bytes::Bytes;
use crate::value::geo::{Geometry, Polygon};
use crate::value::serde::Serde;
use crate::value::{Decoded, Fault, Reader, Value, locate};

/// The error with its path, which must not panic either.
fn told<T>(read: Decoded<T>, document: &[u8]) -> Option<T> {
    read.map_err(|fault: Fault| (fault.path_in(document), fault.expected().len(), fault.found().len())).ok()
}

fn read_as<T: Value>(bytes: &[u8]) {
    // What can be read can be written.
    if let Some(value) = told(read_in_any_order::<T>(bytes), bytes) {
        let _ = written(&value);
    }
    let in_order = (|| {
        let mut r = Reader::of_document(bytes)?;
        T::decode_field(&mut r, const { &crate::value::header::<3>(T::TYPE, "v") })
    })();
    told(in_order, bytes);
}

/// Reads bytes as every type that there is.
fn read_as_everything(bytes: &[u8]) {
    macro_rules! types {
        ($($type:ty,)*) => {$(
            read_as::<$type>(bytes);
        )*};
    }
    types! {
        Bson, Document, Order, Node, Vec<Order>, BTreeMap<String, Order>, Option<Order>,
        i32, u64, f32, f64, bool, char, String, Decimal, DateTime<Utc>, NaiveDate, Uuid, ObjectId, Binary, Regex,
        Timestamp, Vec<Bson>, Vec<u8>, VecDeque<Option<String>>, [i32; 2], [String; 9], Box<[f64]>,
        HashSet<String>, BTreeSet<i64>, HashMap<Uuid, Bson>, BTreeMap<char, i32>, BTreeMap<ObjectId, i32>,
        Bytes<Vec<u8>>, Bytes<[u8; 3]>, Geometry, Polygon, Serde<Document>, Serde<String>, Serde<BTreeMap<String, i64>>,
    }
    #[cfg(feature = "serde_json")]
    read_as::<serde_json::Value>(bytes);
    told(Reader::of_document(bytes).and_then(Document::decode_whole), bytes);
    for offset in [0, 1, 4, bytes.len() / 2, bytes.len()] {
        locate::path_of(bytes, offset);
    }
    locate::open_path(bytes);
}

trait Whole: Sized {
    fn decode_whole(reader: Reader<'_>) -> Decoded<Self>;
}

impl Whole for Document {
    fn decode_whole(reader: Reader<'_>) -> Decoded<Self> {
        <Self as crate::value::Body>::decode_unordered(reader)
    }
}

/// Documents with something to read under `v`.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        order().prop_map(|order| written(&order).unwrap()),
        document().prop_map(|document| serialize_to_vec(&doc! { "v": document }).unwrap()),
        super::bson_values::value().prop_map(|value| serialize_to_vec(&doc! { "v": value }).unwrap()),
        vec(super::bson_values::value(), 0..4)
            .prop_map(|values| serialize_to_vec(&doc! { "v": values }).unwrap()),
    ]
}

fn with_length(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(length) = bytes.get_mut(..4) {
        length.copy_from_slice(&0_u32.to_le_bytes());
        let whole = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes[..4].copy_from_slice(&whole);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_document_that_is_cut_off_anywhere_is_refused(bytes in bytes()) {
        for length in 0..bytes.len() {
            let cut = &bytes[..length];
            prop_assert!(told(read_in_order::<Bson>(cut), cut).is_none());
            prop_assert!(told(read_in_any_order::<Order>(cut), cut).is_none());
            // The same with a length and an end that fit.
            let mut closed = cut.to_vec();
            closed.push(0);
            read_as::<Bson>(&with_length(closed.clone()));
            read_as::<Order>(&with_length(closed));
        }
        // And some of the cuts as everything.
        for length in (0..bytes.len()).step_by(7) {
            let mut closed = bytes[..length].to_vec();
            closed.push(0);
            read_as_everything(&with_length(closed));
        }
    }

    #[test]
    fn a_document_with_any_byte_changed_is_read_or_refused(bytes in bytes(), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut changed = bytes;
        for (at, by) in changes {
            let at = at.index(changed.len());
            changed[at] = by;
        }
        read_as_everything(&changed);
        read_as_everything(&with_length(changed));
    }

    #[test]
    fn every_single_byte_may_be_wrong(bytes in bytes(), by in prop_oneof![Just(0), Just(1), Just(0x7F), Just(0xFF), any::<u8>()]) {
        for at in 4..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] = by;
            read_as::<Bson>(&changed);
            read_as::<Order>(&changed);
            read_as::<Serde<Document>>(&changed);
        }
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(bytes in vec(any::<u8>(), 0..80), types in vec(prop::sample::select(TYPES.to_vec()), 0..8)) {
        read_as_everything(&bytes);
        read_as_everything(&with_length(bytes.clone()));
        // Elements of real types, named `v`, over arbitrary values.
        for element_type in types {
            let mut document = vec![0, 0, 0, 0, element_type, b'v', 0];
            document.extend(&bytes);
            document.push(0);
            read_as_everything(&with_length(document));
        }
    }
}

const TYPES: [u8; 22] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x7F, 0xFF];

fn value_of_type(element_type: u8, value: &[u8]) -> Vec<u8> {
    let mut document = vec![0, 0, 0, 0, element_type, b'v', 0];
    document.extend(value);
    document.push(0);
    with_length(document)
}

#[track_caller]
fn is_malformed<T: Value>(element_type: u8, value: &[u8], found: &str) {
    let bytes = value_of_type(element_type, value);
    let Err(fault) = read_in_any_order::<T>(&bytes) else { panic!("read") };
    assert_eq!(
        (fault.expected(), fault.found(), fault.path_in(&bytes).as_str()),
        ("well-formed BSON", found, "v")
    );
}

#[test]
fn every_kind_of_malformed_value_is_told_apart() {
    is_malformed::<i32>(element::INT32, &[1, 2], "a value that is cut off");
    is_malformed::<bool>(element::BOOLEAN, &[2], "a bool that is neither 0 nor 1");
    is_malformed::<String>(element::STRING, &[0, 0, 0, 0], "a length that is too small");
    is_malformed::<String>(element::STRING, &[0xFF, 0xFF, 0xFF, 0xFF, 0], "a length that is too small");
    is_malformed::<String>(element::STRING, &[1, 0, 0, 0, 1], "a string without end");
    is_malformed::<String>(element::STRING, &[9, 0, 0, 0, b'a', 0], "a value that is cut off");
    is_malformed::<String>(element::STRING, &[2, 0, 0, 0, 0xFF, 0], "text that is not UTF-8");
    is_malformed::<Document>(element::DOCUMENT, &[4, 0, 0, 0], "a length that is too small");
    is_malformed::<Document>(element::DOCUMENT, &[5, 0, 0, 0, 1], "a document without end");
    is_malformed::<Document>(element::DOCUMENT, &[0xFF, 0xFF, 0xFF, 0x7F, 0], "a value that is cut off");
    is_malformed::<Binary>(element::BINARY, &[0xFF, 0xFF, 0xFF, 0xFF, 0], "a length that is too small");
    is_malformed::<Binary>(element::BINARY, &[5, 0, 0, 0, 2, 9, 0, 0, 0, 7], "binary data of another length");
    is_malformed::<Binary>(element::BINARY, &[1, 0, 0, 0, 2, 9], "binary data of another length");
    is_malformed::<Regex>(element::REGEX, b"a", "text without end");
    is_malformed::<Bson>(
        element::JAVASCRIPT_WITH_SCOPE,
        &[15, 0, 0, 0, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0],
        "code of another length",
    );
    is_malformed::<Bson>(
        element::DB_POINTER,
        &[1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "a DBPointer",
    );
    is_malformed::<Bson>(0x20, &[], "an unknown element type");
    is_malformed::<Bson>(0x20, &[1, 2, 3], "an unknown element type");
}

#[test]
fn the_ends_of_the_outermost_document_are_checked() {
    let found =
        |bytes: &[u8]| Reader::of_document(bytes).map(|_| ()).map_err(|fault| fault.found().to_owned());
    assert_eq!(found(&[]), Err("a document that is cut off".to_owned()));
    assert_eq!(found(&[5, 0, 0]), Err("a document that is cut off".to_owned()));
    assert_eq!(found(&[5, 0, 0, 0]), Err("a value that is cut off".to_owned()));
    assert_eq!(found(&[5, 0, 0, 0, 0]), Ok(()));
    assert_eq!(found(&[5, 0, 0, 0, 1]), Err("a document without end".to_owned()));
    assert_eq!(found(&[5, 0, 0, 0, 0, 0]), Err("bytes after the end of the document".to_owned()));
    assert_eq!(found(&[0; 5]), Err("a length that is too small".to_owned()));
}

#[test]
fn arrays_in_arrays_reserve_little_however_much_follows() {
    // Each level starts with a null, which is small, and goes on with all that is left.
    let mut inner: Vec<u8> = value_of_type(element::STRING, &[]);
    inner.truncate(0);
    let filler = "x".repeat(1 << 20);
    inner.extend(serialize_to_vec(&doc! { "0": filler }).unwrap());
    for _ in 0..150 {
        let mut outer = vec![0, 0, 0, 0, element::NULL, b'0', 0, element::ARRAY, b'1', 0];
        outer.extend(&inner);
        outer.push(0);
        inner = with_length(outer);
    }
    let bytes = value_of_type(element::ARRAY, &inner);
    let value: Bson = read_in_order(&bytes).unwrap();
    let (mut value, mut reserved) = (&value, 0);
    while let Bson::Array(values) = value {
        reserved += values.capacity() * size_of::<Bson>();
        value = values.get(1).unwrap_or(&Bson::Null);
    }
    assert!(reserved < 64 << 20, "{reserved} bytes for a document of {}", bytes.len());
}
