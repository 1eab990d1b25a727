//! `None` in every position.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use proptest::option;
use proptest::prelude::*;

use super::records::{Item, item};
use super::{comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Bson, Document, bson, deserialize_from_slice, doc, serialize_to_vec};
use crate::value::{Encoder, Nullable, Value, header};

fn nothing<T: Value + PartialEq + std::fmt::Debug>(none: &T) {
    let bytes = written(none).unwrap();
    assert_eq!(bytes, serialize_to_vec(&doc! {}).unwrap());
    comes_back(none);
    assert_eq!(read_bson::<T>(Bson::Null).as_ref(), Ok(none));
}

#[test]
fn none_in_a_field_is_absent_and_null_is_read_as_none() {
    nothing(&None::<i32>);
    nothing(&None::<String>);
    nothing(&None::<Vec<i32>>);
    nothing(&None::<Vec<Option<i32>>>);
    nothing(&None::<Item>);
    nothing(&None::<HashMap<String, i32>>);
    nothing(&None::<uuid::Uuid>);
    nothing(&None::<Bson>);
    nothing(&Box::new(None::<i32>));
    nothing(&Arc::new(None::<i32>));
    nothing(&Cow::<'static, Option<i32>>::Owned(None));
    nothing(&None::<Box<Item>>);
}

#[test]
fn none_in_a_list_set_or_map_is_null() {
    is_stored_as(&[None::<i32>], bson!([null]));
    is_stored_as(&vec![None, Some(Vec::<i32>::new()), None], bson!([null, [], null]));
    is_stored_as(&HashSet::from([None::<i32>]), bson!([null]));
    is_stored_as(&BTreeMap::from([("a".to_owned(), None::<i32>)]), bson!({ "a": null }));
    is_stored_as(&HashMap::from([("a".to_owned(), None::<i32>)]), bson!({ "a": null }));
    is_stored_as(&vec![Box::new(None::<i32>)], bson!([null]));
}

#[test]
fn none_can_be_stored_as_null() {
    let stored = |value: &Option<i32>| {
        let mut out = Encoder::new();
        out.document(|out| value.encode_field_or_null(const { &header::<3>(<Option<i32>>::TYPE, "v") }, out));
        out.finish().unwrap()
    };
    let document: Document = deserialize_from_slice(&stored(&None)).unwrap();
    assert_eq!(document, doc! { "v": null });
    assert_eq!(read::<Option<i32>>(&stored(&None)), Ok(None));
    assert_eq!(read::<Option<i32>>(&stored(&Some(7))), Ok(Some(7)));
    assert_eq!(stored(&Some(7)), written(&Some(7)).unwrap());
}

#[test]
fn a_missing_field_that_is_no_option_is_refused_by_name() {
    let empty = serialize_to_vec(&doc! {}).unwrap();
    assert_eq!(read::<i32>(&empty), refused("v", "i32", "no such field"));
    assert_eq!(read::<Vec<i32>>(&empty), refused("v", "array", "no such field"));
    assert_eq!(read::<HashMap<String, i32>>(&empty), refused("v", "document", "no such field"));
    assert_eq!(read::<Bson>(&empty), refused("v", "BSON value", "no such field"));
    assert_eq!(read::<Option<i32>>(&empty), Ok(None));
}

#[test]
fn undefined_is_not_none() {
    assert_eq!(read_bson::<Option<i32>>(Bson::Undefined), refused("v", "i32", "undefined"));
}

#[test]
fn what_is_in_an_option_is_widened_and_refused_as_without() {
    assert_eq!(read_bson::<Option<i64>>(7), Ok(Some(7)));
    assert_eq!(read_bson::<Option<f32>>(7_i64), Ok(Some(7.0)));
    assert_eq!(read_bson::<Option<i64>>(1.5), refused("v", "i64", "double with a fraction"));
    assert_eq!(read_bson::<Option<i64>>("7"), refused("v", "i64", "string"));
}

#[test]
fn a_null_value_in_an_option_is_none_after_normalizing_as_it_is_when_read() {
    let mut value = Some(Bson::Null);
    value.normalize();
    assert_eq!(value, None);
    let mut values = vec![Some(Bson::Null), Some(Bson::Int32(1)), None];
    values.normalize();
    assert_eq!(values, [None, Some(Bson::Int32(1)), None]);
    comes_back(&values);
}

#[test]
fn normalizing_reaches_into_options() {
    let mut value = Some(chrono::DateTime::from_timestamp(1, 1).unwrap());
    value.normalize();
    assert_eq!(value, chrono::DateTime::from_timestamp(1, 0));
}

proptest! {
    #[test]
    fn some_is_stored_as_what_it_holds(number: i64, item in item(), list in option::of(prop::collection::vec(item(), 0..3))) {
        is_stored_as(&Some(number), number);
        prop_assert_eq!(written(&Some(item.clone())), written(&item));
        comes_back(&Some(item));
        comes_back(&list);
    }
}
