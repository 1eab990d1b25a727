//! `serde_json::Value`, behind its feature.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::records::text;
use super::{comes_back, is_stored_as, read_bson, refused, written};
use crate::bson::{Bson, ObjectId, bson};

fn json_value() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::Array),
            vec((text(), inner), 0..4).prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

fn as_bson(value: &Json) -> Bson {
    match value {
        Json::Null => Bson::Null,
        Json::Bool(value) => Bson::Boolean(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Bson::Double(number.as_f64().unwrap()), Bson::Int64)
        }
        Json::String(text) => Bson::String(text.clone()),
        Json::Array(values) => values.iter().map(as_bson).collect::<Vec<_>>().into(),
        Json::Object(entries) => {
            Bson::Document(entries.iter().map(|(k, v)| (k.clone(), as_bson(v))).collect())
        }
    }
}

proptest! {
    #[test]
    fn every_json_value_comes_back(value in json_value()) {
        is_stored_as(&value, as_bson(&value));
        comes_back(&vec![value]);
    }
}

#[test]
fn numbers_that_do_not_fit_are_refused_where_they_stand() {
    let fault = written(&json!({ "a": [1, { "b": u64::MAX }] })).unwrap_err();
    assert_eq!(fault.path, "v.a[1].b");
    assert_eq!(fault.reason, "a number above the largest int64");
    is_stored_as(&json!(i64::MAX as u64), i64::MAX);
}

#[test]
fn a_whole_double_stays_a_double() {
    is_stored_as(&json!(5.0), 5.0);
    assert_eq!(read_bson::<Json>(5), Ok(json!(5)));
    assert_eq!(read_bson::<Json>(5.0), Ok(json!(5.0)));
}

#[test]
fn what_json_cannot_write_is_refused() {
    let found = "double that JSON cannot write";
    assert_eq!(read_bson::<Json>(bson!({ "a": [f64::NAN] })), refused("v.a[0]", "JSON value", found));
    assert_eq!(read_bson::<Json>(ObjectId::new()), refused("v", "JSON value", "objectId"));
    assert_eq!(read_bson::<Json>(bson!([Bson::Undefined])), refused("v[0]", "JSON value", "undefined"));
    assert_eq!(written(&json!({ "a\0": 1 })).unwrap_err().path, "v");
}
