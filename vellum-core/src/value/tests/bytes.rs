//! `#[vellum(bytes)]`, and UUIDs.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use super::{comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Binary, BinarySubtype, Bson, bson, doc, serialize_to_vec};
use crate::value::bytes::{self, Bytes};
use crate::value::{Encoder, Value, header};

fn generic(bytes: &[u8]) -> Binary {
    Binary { subtype: BinarySubtype::Generic, bytes: bytes.to_vec() }
}

proptest! {
    #[test]
    fn bytes_are_stored_as_binary_data(list in vec(any::<u8>(), 0..300), array: [u8; 20], optional in option::of(vec(any::<u8>(), 0..3))) {
        is_stored_as(&Bytes(list.clone()), generic(&list));
        is_stored_as(&Bytes(list.clone().into_boxed_slice()), generic(&list));
        is_stored_as(&Bytes(array), generic(&array));
        comes_back(&Bytes(optional.clone()));
        comes_back(&vec![Bytes(optional)]);
    }
}

#[test]
fn bytes_may_be_empty_or_missing() {
    is_stored_as(&Bytes(Vec::new()), generic(&[]));
    is_stored_as(&Bytes([0; 0]), generic(&[]));
    is_stored_as(&Bytes(Some(vec![])), generic(&[]));
    let empty = serialize_to_vec(&doc! {}).unwrap();
    assert_eq!(written(&Bytes(None::<Vec<u8>>)), Ok(empty.clone()));
    assert_eq!(read::<Bytes<Option<Vec<u8>>>>(&empty), Ok(Bytes(None)));
    assert_eq!(read_bson::<Bytes<Option<Vec<u8>>>>(Bson::Null), Ok(Bytes(None)));
    is_stored_as(&vec![Bytes(None::<Vec<u8>>)], bson!([null]));
}

#[test]
fn the_function_that_the_derive_names_writes_the_same() {
    for value in [Some(vec![1, 2]), Some(vec![]), None] {
        let mut out = Encoder::new();
        out.document(|out| {
            bytes::encode_field(&value, const { &header::<3>(<Bytes<Vec<u8>>>::TYPE, "v") }, out);
        });
        assert_eq!(out.finish(), written(&Bytes(value)));
    }
}

#[test]
fn every_subtype_is_read_as_bytes() {
    for subtype in [0, 2, 4, 5, 128] {
        let binary = Binary { subtype: BinarySubtype::from(subtype), bytes: vec![1, 2, 3] };
        assert_eq!(read_bson::<Bytes<Vec<u8>>>(binary), Ok(Bytes(vec![1, 2, 3])), "{subtype}");
    }
}

#[test]
fn bytes_of_another_number_or_type_are_refused() {
    assert_eq!(read_bson::<Bytes<[u8; 4]>>(generic(&[1, 2])), refused("v", "binary", "binary of 2 bytes"));
    assert_eq!(read_bson::<Bytes<Vec<u8>>>(bson!([1])), refused("v", "binary", "array"));
    assert_eq!(read_bson::<Bytes<Vec<u8>>>(Bson::Null), refused("v", "binary", "null"));
    assert_eq!(read_bson::<Vec<u8>>(generic(&[1])), refused("v", "array", "binary"));
    let empty = serialize_to_vec(&doc! {}).unwrap();
    assert_eq!(read::<Bytes<Vec<u8>>>(&empty), refused("v", "binary", "no such field"));
}

#[test]
fn a_uuid_is_read_out_of_its_own_subtype_and_length_only() {
    let of = |subtype: u8, length| Binary { subtype: subtype.into(), bytes: vec![7; length] };
    assert_eq!(read_bson::<Uuid>(of(4, 16)), Ok(Uuid::from_bytes([7; 16])));
    let expected = "UUID (binary subtype 4)";
    assert_eq!(read_bson::<Uuid>(of(3, 16)), refused("v", expected, "binary subtype 3"));
    assert_eq!(read_bson::<Uuid>(of(0, 16)), refused("v", expected, "binary subtype 0"));
    assert_eq!(read_bson::<Uuid>(of(4, 15)), refused("v", expected, "UUID of another length"));
    assert_eq!(read_bson::<Uuid>(of(4, 0)), refused("v", expected, "UUID of another length"));
    assert_eq!(read_bson::<Uuid>("07070707-0707-0707-0707-070707070707"), refused("v", expected, "string"));
}
