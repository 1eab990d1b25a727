//! Lists, arrays and wrappers.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::records::{item, text};
use super::{comes_back, is_stored_as, read_bson, refused, written};
use crate::bson::{Bson, bson};
use crate::value::Value;

proptest! {
    #[test]
    fn lists_of_every_kind_are_stored_as_arrays(values in vec(any::<i32>(), 0..120)) {
        let stored = Bson::Array(values.iter().map(|value| Bson::Int32(*value)).collect());
        is_stored_as(&values, stored.clone());
        is_stored_as(&VecDeque::from(values.clone()), stored.clone());
        is_stored_as(&values.into_boxed_slice(), stored);
    }

    #[test]
    fn arrays_are_stored_as_arrays(small: [i32; 3], large: [i64; 20], texts in [text(), text()]) {
        is_stored_as(&small, small.to_vec());
        is_stored_as(&large, large.to_vec());
        is_stored_as(&texts, texts.to_vec());
        is_stored_as(&[0_i32; 0], Bson::Array(Vec::new()));
    }

    #[test]
    fn none_in_a_list_is_null(values in vec(option::of(text()), 0..20)) {
        let stored = values.iter().map(|value| value.clone().map_or(Bson::Null, Bson::String));
        is_stored_as(&values, Bson::Array(stored.collect()));
    }

    #[test]
    fn lists_nest(values in vec(vec(vec(any::<i32>(), 0..4), 0..4), 0..4), items in vec(vec(item(), 0..3), 0..3)) {
        is_stored_as(&values, values.iter().map(|middle| {
            middle.iter().map(|inner| inner.iter().map(|value| Bson::Int32(*value)).collect()).collect()
        }).collect::<Vec<Vec<Bson>>>());
        comes_back(&items);
    }

    #[test]
    fn wrappers_are_stored_as_what_they_hold(value: i64, values in vec(text(), 0..5)) {
        is_stored_as(&Box::new(value), value);
        is_stored_as(&Arc::new(value), value);
        is_stored_as(&Cow::<'static, i64>::Owned(value), value);
        is_stored_as(&Box::new(Arc::new(values.clone())), values.clone());
        is_stored_as(&vec![Box::new(value)], vec![value]);
        is_stored_as(&Arc::new(values.clone()), values);
    }
}

#[test]
fn the_keys_of_an_array_are_counted_over_every_length() {
    for length in [0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 1001, 10_001, 100_001] {
        is_stored_as(&vec![true; length], Bson::Array(vec![Bson::Boolean(true); length]));
    }
}

#[test]
fn elements_are_widened_one_by_one() {
    let mixed = bson!([1, 2_i64, 3.0]);
    assert_eq!(read_bson::<Vec<i64>>(mixed.clone()), Ok(vec![1, 2, 3]));
    assert_eq!(read_bson::<[f64; 3]>(mixed.clone()), Ok([1.0, 2.0, 3.0]));
    assert_eq!(read_bson::<VecDeque<i32>>(mixed.clone()), Ok(VecDeque::from([1, 2, 3])));
    assert_eq!(read_bson::<Box<[u8]>>(mixed), Ok(Box::from([1, 2, 3])));
}

#[test]
fn an_array_of_another_length_is_refused() {
    let found = "array of 2 elements instead of 3";
    assert_eq!(read_bson::<[i32; 3]>(bson!([1, 2])), refused("v", "array", found));
    let found = "array of 4 elements instead of 3";
    assert_eq!(read_bson::<[i32; 3]>(bson!([1, 2, 3, 4])), refused("v", "array", found));
    assert_eq!(read_bson::<[i32; 0]>(bson!([1])), refused("v", "array", "array of 1 elements instead of 0"));
    let found = "array of 19 elements instead of 20";
    assert_eq!(read_bson::<[i32; 20]>(vec![1; 19]), refused("v", "array", found));
}

#[test]
fn a_list_is_not_read_out_of_other_types() {
    assert_eq!(read_bson::<Vec<i32>>(1), refused("v", "array", "int32"));
    assert_eq!(read_bson::<Vec<i32>>(bson!({ "0": 1 })), refused("v", "array", "document"));
    assert_eq!(read_bson::<[i32; 1]>(Bson::Null), refused("v", "array", "null"));
    assert_eq!(read_bson::<Vec<i32>>(bson!([1, null])), refused("v[1]", "i32", "null"));
}

#[test]
fn little_is_reserved_for_elements_that_have_not_been_read() {
    // Of 30 000 bytes 10 000 elements could be expected, if all were like the first.
    let mut values = vec![Some("x".repeat(100)); 300];
    values[0] = None;
    let bytes = written(&values).unwrap();
    let back: Vec<Option<String>> = super::read(&bytes).unwrap();
    assert!(back.capacity() * size_of::<Option<String>>() < 5 * bytes.len(), "{} elements", back.capacity());
    assert_eq!(back, values);
}

#[test]
fn room_for_equal_elements_is_reserved_once() {
    let values = vec![1.5_f64; 1000];
    let back: Vec<f64> = super::read(&written(&values).unwrap()).unwrap();
    assert!((1000..1300).contains(&back.capacity()), "{} elements", back.capacity());
}

#[test]
fn normalizing_a_shared_value_leaves_other_holders_what_they_have() {
    let time = chrono::DateTime::from_timestamp(1, 999_999_999).unwrap();
    let shared = Arc::new(time);
    let mut normalized = Arc::clone(&shared);
    normalized.normalize();
    assert_eq!(*shared, time);
    assert_eq!(normalized.timestamp_subsec_nanos(), 999_000_000);
}
