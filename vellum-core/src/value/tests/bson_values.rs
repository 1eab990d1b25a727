//! The types of the `bson` crate, held against that crate.

use proptest::collection::vec;
use proptest::prelude::*;

use super::records::text;
use super::{comes_back, comes_back_normalized, is_stored_as, read_bson, refused, written};
use crate::bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, ObjectId, Regex, Timestamp, bson,
    deserialize_from_slice, doc, element, serialize_to_vec,
};
use crate::value::{Encoder, Value};

/// A DBPointer: its parts are private to `bson`, so it is read out of bytes.
pub(super) fn db_pointer(namespace: &str, id: [u8; 12]) -> Bson {
    let mut out = Encoder::new();
    out.document(|out| {
        out.key(element::DB_POINTER, "p");
        out.str(namespace);
        out.raw(&id);
    });
    let mut document: Document = deserialize_from_slice(&out.finish().unwrap()).unwrap();
    document.remove("p").unwrap()
}

fn regex() -> impl Strategy<Value = Regex> {
    (text(), prop::sample::subsequence(vec!["i", "l", "m", "s", "u", "x"], 0..4)).prop_map(
        |(pattern, options)| Regex {
            pattern: pattern.try_into().unwrap(),
            options: options.concat().try_into().unwrap(),
        },
    )
}

fn scalar() -> impl Strategy<Value = Bson> {
    prop_oneof![
        any::<f64>().prop_map(Bson::Double),
        text().prop_map(Bson::String),
        any::<bool>().prop_map(Bson::Boolean),
        Just(Bson::Null),
        Just(Bson::Undefined),
        Just(Bson::MinKey),
        Just(Bson::MaxKey),
        regex().prop_map(Bson::RegularExpression),
        text().prop_map(Bson::JavaScriptCode),
        text().prop_map(Bson::Symbol),
        any::<i32>().prop_map(Bson::Int32),
        any::<i64>().prop_map(Bson::Int64),
        any::<(u32, u32)>().prop_map(|(time, increment)| Bson::Timestamp(Timestamp { time, increment })),
        (any::<u8>(), vec(any::<u8>(), 0..20))
            .prop_map(|(subtype, bytes)| Bson::Binary(Binary { subtype: subtype.into(), bytes })),
        any::<[u8; 12]>().prop_map(|bytes| Bson::ObjectId(ObjectId::from_bytes(bytes))),
        any::<i64>().prop_map(|millis| Bson::DateTime(DateTime::from_millis(millis))),
        any::<[u8; 16]>().prop_map(|bytes| Bson::Decimal128(Decimal128::from_bytes(bytes))),
        (text(), any::<[u8; 12]>()).prop_map(|(namespace, id)| db_pointer(&namespace, id)),
    ]
}

/// Every kind of value, nested.
pub(super) fn value() -> impl Strategy<Value = Bson> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        let document = vec((text(), inner.clone()), 0..4).prop_map(Document::from_iter).boxed();
        prop_oneof![
            vec(inner, 0..4).prop_map(Bson::Array),
            document.clone().prop_map(Bson::Document),
            (text(), document).prop_map(|(code, scope)| {
                Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope { code, scope })
            }),
        ]
    })
}

pub(super) fn document() -> impl Strategy<Value = Document> {
    vec((text(), value()), 0..5).prop_map(|entries| entries.into_iter().collect())
}

proptest! {
    #[test]
    fn every_value_is_stored_as_the_driver_stores_it(value in value()) {
        is_stored_as(&value, value.clone());
    }

    #[test]
    fn every_document_is_stored_as_the_driver_stores_it(document in document()) {
        is_stored_as(&document, document.clone());
        let mut out = Encoder::new();
        document.encode(&mut out);
        prop_assert_eq!(out.finish().unwrap(), serialize_to_vec(&document).unwrap());
    }

    #[test]
    fn lists_and_options_of_values_come_back(values in vec(value(), 0..4), value in value()) {
        is_stored_as(&values, values.clone());
        let mut some = Some(value);
        some.normalize();
        comes_back(&some);
    }

    #[test]
    fn the_typed_forms_are_stored_as_the_value_is(value in scalar()) {
        match value.clone() {
            Bson::RegularExpression(typed) => is_stored_as(&typed, value),
            Bson::Timestamp(typed) => is_stored_as(&typed, value),
            Bson::Binary(typed) => is_stored_as(&typed, value),
            Bson::ObjectId(typed) => is_stored_as(&typed, value),
            Bson::DateTime(typed) => is_stored_as(&typed, value),
            Bson::Decimal128(typed) => is_stored_as(&typed, value),
            _ => {}
        }
    }
}

#[test]
fn every_subtype_of_binary_data_comes_back() {
    for subtype in 0..=u8::MAX {
        for bytes in [Vec::new(), vec![0], vec![7; 16]] {
            let binary = Binary { subtype: subtype.into(), bytes };
            is_stored_as(&binary, binary.clone());
        }
    }
}

#[test]
fn the_smallest_values_come_back() {
    is_stored_as(&Document::new(), Document::new());
    is_stored_as(&Bson::Array(Vec::new()), Bson::Array(Vec::new()));
    is_stored_as(&doc! { "": "" }, doc! { "": "" });
    let code = JavaScriptCodeWithScope { code: String::new(), scope: Document::new() };
    is_stored_as(&Bson::JavaScriptCodeWithScope(code.clone()), code);
    is_stored_as(&db_pointer("", [0; 12]), db_pointer("", [0; 12]));
    let regex =
        Regex { pattern: String::new().try_into().unwrap(), options: String::new().try_into().unwrap() };
    is_stored_as(&regex, regex.clone());
}

#[test]
fn the_options_of_a_regex_are_stored_in_order_as_the_driver_stores_them() {
    let regex = |options: &str| Regex {
        pattern: "a".to_owned().try_into().unwrap(),
        options: options.to_owned().try_into().unwrap(),
    };
    for value in [regex("xi").into(), bson!([[regex("xsi")]]), bson!({ "a": { "b": regex("zyx") } })] {
        let bytes = written::<Bson>(&value).unwrap();
        assert_eq!(bytes, serialize_to_vec(&doc! { "v": &value }).unwrap());
        let normalized = comes_back_normalized(&value);
        assert_ne!(normalized, value);
    }
    assert_eq!(comes_back_normalized(&regex("xi")), regex("ix"));
    let code = JavaScriptCodeWithScope { code: String::new(), scope: doc! { "a": regex("xi") } };
    comes_back_normalized(&Bson::JavaScriptCodeWithScope(code));
}

#[test]
fn a_document_is_read_out_of_documents_only() {
    assert_eq!(read_bson::<Document>(bson!([])), refused("v", "document", "array"));
    assert_eq!(read_bson::<Document>(Bson::Null), refused("v", "document", "null"));
    assert_eq!(read_bson::<Binary>("a"), refused("v", "binary", "string"));
    assert_eq!(read_bson::<Regex>("a"), refused("v", "regex", "string"));
    assert_eq!(read_bson::<Timestamp>(DateTime::MIN), refused("v", "timestamp", "date"));
    assert_eq!(read_bson::<ObjectId>("a"), refused("v", "objectId", "string"));
}
