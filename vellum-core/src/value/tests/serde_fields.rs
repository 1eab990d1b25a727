//! `#[vellum(serde)]`: types that are stored through their serde impls.

use std::collections::BTreeMap;

use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::records::text;
use super::{comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Bson, Document, bson, doc, serialize_to_vec};
use crate::value::serde::{Serde, encode_field};
use crate::value::{Encoder, Value, header};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Empty,
    Text(String),
    Parts { first_part: i32, others: Vec<Option<i64>>, by_name: BTreeMap<String, bool> },
}

fn shape() -> impl Strategy<Value = Shape> {
    let parts = (any::<i32>(), vec(option::of(any::<i64>()), 0..4), btree_map(text(), any::<bool>(), 0..3));
    prop_oneof![
        Just(Shape::Empty),
        text().prop_map(Shape::Text),
        parts.prop_map(|(first_part, others, by_name)| Shape::Parts { first_part, others, by_name }),
    ]
}

/// Its own error says what it was given.
#[derive(Debug, PartialEq)]
struct Talkative;

impl Serialize for Talkative {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(::serde::ser::Error::custom("secret"))
    }
}

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(::serde::de::Error::custom(format!("not {text}")))
    }
}

proptest! {
    #[test]
    fn values_come_back_through_serde(shape in shape(), list in vec(shape(), 0..3), number: i32) {
        comes_back(&Serde(shape.clone()));
        comes_back(&Serde(list));
        comes_back(&vec![Serde(shape.clone())]);
        is_stored_as(&Serde(number), number);
        let mut document = doc! { "v": crate::bson::serialize_to_bson(&shape).unwrap() };
        is_stored_as(&Serde(shape), document.remove("v").unwrap());
    }

    #[test]
    fn bson_values_come_back_through_serde(document in super::bson_values::document()) {
        is_stored_as(&Serde(document.clone()), document);
    }
}

#[test]
fn what_serde_writes_as_null_is_absent_and_null_in_a_list() {
    let empty = serialize_to_vec(&doc! {}).unwrap();
    assert_eq!(written(&Serde(None::<Shape>)), Ok(empty.clone()));
    assert_eq!(read::<Serde<Option<Shape>>>(&empty), Ok(Serde(None)));
    assert_eq!(read_bson::<Serde<Option<Shape>>>(Bson::Null), Ok(Serde(None)));
    is_stored_as(&vec![Serde(None), Serde(Some(1))], bson!([null, 1]));
    assert_eq!(read::<Serde<Shape>>(&empty), refused("v", "a value that serde reads", "no such field"));
}

#[test]
fn the_function_that_the_derive_names_writes_the_same() {
    for value in [Some(Shape::Empty), Some(Shape::Text("a".to_owned())), None] {
        let mut out = Encoder::new();
        out.document(|out| encode_field(&value, const { &header::<3>(0, "v") }, out));
        assert_eq!(out.finish(), written(&Serde(value)));
    }
}

#[test]
fn what_serde_refuses_is_told_without_the_value() {
    let expected = "a value that serde reads";
    assert_eq!(read_bson::<Serde<Talkative>>("secret"), refused("v", expected, "string that serde refuses"));
    assert_eq!(
        read_bson::<Vec<Serde<i32>>>(bson!([1, {}])),
        refused("v[1]", expected, "document that serde refuses")
    );
    for (fault, path) in [
        (written(&Serde(Talkative)), "v"),
        (written(&vec![Serde(Talkative)]), "v[0]"),
        (written(&Serde(u64::MAX)), "v"),
        (written(&vec![Serde(1), Serde(u64::MAX)]), "v[1]"),
        (written(&Some(Serde(Talkative))), "v"),
    ] {
        let fault = fault.unwrap_err();
        assert_eq!(fault.path, path);
        assert_eq!(fault.reason, "a value that serde or BSON refuses");
    }
}

#[test]
fn documents_keep_unknown_values_through_serde() {
    let stored = doc! { "a": { "b": [1, 2.5, Bson::MinKey] } };
    assert_eq!(read_bson::<Serde<Document>>(stored.clone()), Ok(Serde(stored)));
}

#[test]
fn the_key_of_the_element_type_is_never_zero() {
    assert_eq!(Serde(1).element_type(), crate::bson::element::INT32);
    assert_eq!(Serde(Talkative).element_type(), crate::bson::element::DOCUMENT);
}
