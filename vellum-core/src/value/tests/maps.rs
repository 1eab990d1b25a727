//! Maps, their keys, and what is refused as a key.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::collection::hash_map;
use proptest::prelude::*;
use uuid::Uuid;

use super::records::{item, text};
use super::{comes_back, comes_back_normalized, is_stored_as, read_bson, refused, written};
use crate::bson::{Bson, Document, ObjectId, bson};
use crate::value::MapKey;

fn key() -> impl Strategy<Value = char> {
    any::<char>().prop_filter("NUL", |c| *c != '\0')
}

proptest! {
    #[test]
    fn maps_are_stored_as_documents_in_the_order_of_their_keys(map in hash_map(text(), any::<i32>(), 0..12)) {
        let ordered: BTreeMap<String, i32> = map.iter().map(|(key, value)| (key.clone(), *value)).collect();
        let stored: Document = ordered.iter().map(|(key, value)| (key.clone(), Bson::Int32(*value))).collect();
        is_stored_as(&map, stored.clone());
        is_stored_as(&ordered, stored);
    }

    #[test]
    fn every_kind_of_key_comes_back(
        uuids in hash_map(any::<[u8; 16]>(), any::<i32>(), 0..5),
        object_ids in hash_map(any::<[u8; 12]>(), any::<i32>(), 0..5),
        characters in hash_map(key(), any::<i32>(), 0..5),
        texts in hash_map(text(), any::<i32>(), 0..5),
    ) {
        let uuids: HashMap<Uuid, i32> = uuids.into_iter().map(|(key, value)| (Uuid::from_bytes(key), value)).collect();
        comes_back(&uuids);
        comes_back(&uuids.into_iter().collect::<BTreeMap<_, _>>());
        let ids: HashMap<ObjectId, i32> =
            object_ids.into_iter().map(|(key, value)| (ObjectId::from_bytes(key), value)).collect();
        comes_back(&ids);
        comes_back(&characters);
        comes_back(&texts.iter().map(|(k, v)| (Box::<str>::from(k.as_str()), *v)).collect::<HashMap<_, _>>());
        comes_back(&texts.iter().map(|(k, v)| (Arc::<str>::from(k.as_str()), *v)).collect::<HashMap<_, _>>());
        comes_back(&texts.into_iter().map(|(k, v)| (Cow::<'static, str>::Owned(k), v)).collect::<HashMap<_, _>>());
    }

    #[test]
    fn maps_of_documents_come_back(map in hash_map(text(), item(), 0..4), nested in hash_map(text(), hash_map(text(), prop::option::of(item()), 0..3), 0..3)) {
        comes_back(&map);
        comes_back(&nested);
    }
}

#[test]
fn keys_are_written_as_people_write_them() {
    let uuid = Uuid::from_u128(0xABCD);
    is_stored_as(&HashMap::from([(uuid, 1)]), bson!({ "00000000-0000-0000-0000-00000000abcd": 1 }));
    let id = ObjectId::from_bytes([0xAB; 12]);
    is_stored_as(&BTreeMap::from([(id, 1)]), bson!({ "abababababababababababab": 1 }));
    is_stored_as(&BTreeMap::from([('ß', 1)]), bson!({ "ß": 1 }));
    is_stored_as(&BTreeMap::from([(String::new(), 1)]), bson!({ "": 1 }));
    is_stored_as(&BTreeMap::from([("$a.b".to_owned(), 1)]), bson!({ "$a.b": 1 }));
    is_stored_as(&HashMap::<String, i32>::new(), bson!({}));
}

#[test]
fn a_key_with_nul_is_refused() {
    let refused = |path: &str| {
        let path = path.to_owned();
        let reason = "the key \"a\\0b\" holds a NUL character".to_owned();
        Err(crate::value::EncodeFault { path, reason })
    };
    assert_eq!(written(&HashMap::from([("a\0b".to_owned(), 1)])), refused("v"));
    assert_eq!(written(&BTreeMap::from([("a\0b".to_owned(), 1)])), refused("v"));
    assert_eq!(written(&vec![BTreeMap::from([("a\0b".to_owned(), 1)])]), refused("v[0]"));
    let document: Document = [("a\0b".to_owned(), Bson::Null)].into_iter().collect();
    assert_eq!(written(&document), refused("v"));
    assert!(written(&HashMap::from([('\0', 1)])).is_err());
}

#[test]
fn a_key_in_another_form_than_the_one_that_is_written_is_refused() {
    let of = |key: &str| Bson::Document([(key.to_owned(), Bson::Int32(1))].into_iter().collect());
    let found = "a key that the map's key type refuses";
    let uuid = "abababab-abab-abab-abab-abababababab";
    assert!(read_bson::<HashMap<Uuid, i32>>(of(uuid)).is_ok());
    for other in [
        uuid.to_uppercase(),
        format!("{{{uuid}}}"),
        uuid.replace('-', ""),
        format!("urn:uuid:{uuid}"),
        String::new(),
    ] {
        let path = format!("v.{other}");
        assert_eq!(read_bson::<HashMap<Uuid, i32>>(of(&other)), refused(&path, "another key", found));
        assert_eq!(Uuid::from_key(&other), None);
    }
    for other in ["ABABABABABABABABABABABAB", "ab", "abababababababababababaß"] {
        assert_eq!(ObjectId::from_key(other), None);
    }
    assert_eq!(read_bson::<BTreeMap<char, i32>>(of("ab")), refused("v.ab", "another key", found));
}

#[test]
fn values_are_widened_and_refused_one_by_one() {
    let mixed = bson!({ "a": 1, "b": 2.0 });
    let read: BTreeMap<String, i64> = [("a".to_owned(), 1), ("b".to_owned(), 2)].into();
    assert_eq!(read_bson(mixed), Ok(read));
    assert_eq!(
        read_bson::<HashMap<String, i64>>(bson!({ "a": 1, "b": 2.5 })),
        refused("v.b", "i64", "double with a fraction")
    );
    assert_eq!(read_bson::<HashMap<String, i64>>(bson!([1])), refused("v", "document", "array"));
}

#[test]
fn normalizing_reaches_into_maps() {
    let time = chrono::DateTime::from_timestamp(-1, 1).unwrap();
    let normalized = comes_back_normalized(&HashMap::from([("a".to_owned(), vec![time])]));
    assert_eq!(normalized["a"], [chrono::DateTime::from_timestamp(-1, 0).unwrap()]);
    comes_back_normalized(&BTreeMap::from([("a".to_owned(), Some(time))]));
}
