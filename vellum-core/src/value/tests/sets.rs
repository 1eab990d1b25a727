//! Sets: equal sets look equal, whatever the order of their elements in memory.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use proptest::collection::{btree_set, hash_set, vec};
use proptest::prelude::*;

use super::records::{text, time};
use super::{comes_back, comes_back_normalized, is_stored_as, read_bson, refused, written};
use crate::bson::{Bson, bson};

proptest! {
    #[test]
    fn sets_come_back(texts in hash_set(text(), 0..20), numbers in btree_set(any::<i32>(), 0..20)) {
        comes_back(&texts);
        comes_back(&numbers);
        comes_back(&texts.into_iter().collect::<BTreeSet<_>>());
    }

    #[test]
    fn equal_sets_are_stored_alike(mut values in vec(any::<i64>(), 0..40)) {
        let set: HashSet<i64> = values.iter().copied().collect();
        values.reverse();
        let reversed: HashSet<i64> = values.iter().copied().collect();
        let ordered: BTreeSet<i64> = values.into_iter().collect();
        prop_assert_eq!(written(&set), written(&reversed));
        prop_assert_eq!(written(&set), written(&ordered));
    }

    #[test]
    fn times_within_one_millisecond_are_one_element(times in hash_set(time(), 0..10), nanos in hash_set(0..3_000_000_u32, 0..9)) {
        comes_back_normalized(&times);
        let near: HashSet<DateTime<Utc>> = nanos.iter().map(|nanos| DateTime::from_timestamp(-1, *nanos).unwrap()).collect();
        let normalized = comes_back_normalized(&near);
        let millis: HashSet<u32> = nanos.iter().map(|nanos| nanos / 1_000_000).collect();
        prop_assert_eq!(normalized.len(), millis.len());
    }
}

#[test]
fn elements_are_ordered_by_their_encoding() {
    // Least significant byte first.
    is_stored_as(&BTreeSet::from([-1, 0, 1, 256]), bson!([0, 256, 1, -1]));
    is_stored_as(&HashSet::from(["b".to_owned(), "a".to_owned(), String::new()]), bson!(["", "a", "b"]));
    is_stored_as(&HashSet::from([Some(1), None]), bson!([null, 1]));
    is_stored_as(&HashSet::<i32>::new(), Bson::Array(Vec::new()));
    is_stored_as(&BTreeSet::from([BTreeSet::from([2, 1]), BTreeSet::new()]), bson!([[], [1, 2]]));
}

#[test]
fn more_than_ten_elements_are_counted_in_their_stored_order() {
    let set: HashSet<i32> = (0..101).collect();
    is_stored_as(&set, Bson::Array((0..101).map(Bson::Int32).collect()));
}

#[test]
fn repeated_and_wider_elements_are_read_as_one() {
    assert_eq!(read_bson::<HashSet<i64>>(bson!([1, 1_i64, 1.0, 2])), Ok(HashSet::from([1, 2])));
    assert_eq!(read_bson::<BTreeSet<i64>>(bson!([1, "1"])), refused("v[1]", "i64", "string"));
    assert_eq!(read_bson::<BTreeSet<i64>>(bson!({})), refused("v", "array", "document"));
}
