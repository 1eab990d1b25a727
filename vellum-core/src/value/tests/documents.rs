//! Documents: in declared order, in any order, with unknown, missing and renamed fields.

use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::records::{Item, Node, Order, item, order, text};
use super::{Refused, comes_back, comes_back_normalized, is_stored_as, read_bson, refused};
use crate::bson::{Bson, Document, bson, deserialize_from_slice, doc, serialize_to_vec};
use crate::value::{Body, Decoded, Encoder, Reader, Value, header};

/// The document of a body itself, as a collection holds it.
fn whole<T: Body>(body: &T) -> Vec<u8> {
    let mut out = Encoder::new();
    out.document(|out| body.encode_fields(out));
    out.finish().unwrap()
}

fn read_whole<T: Body>(document: &Document) -> Result<T, Refused> {
    let bytes = serialize_to_vec(document).unwrap();
    let read = |bytes| -> Decoded<T> {
        let mut r = Reader::of_document(bytes)?;
        match T::decode_fields(&mut r)? {
            Some(body) if r.is_empty() => Ok(body),
            _ => T::decode_unordered(Reader::of_document(bytes)?),
        }
    };
    read(&bytes).map_err(|fault| Refused::new(&fault, &bytes))
}

fn as_bson(item: &Item) -> Bson {
    let mut stored = doc! { "name": &item.name, "count": i64::try_from(item.count).unwrap() };
    if let Some(price) = item.price {
        stored.insert("price", crate::bson::Decimal128::from_bytes(price_bytes(price)));
    }
    stored.into()
}

fn price_bytes(price: Decimal) -> [u8; 16] {
    price.to_string().parse::<crate::bson::Decimal128>().unwrap().bytes()
}

/// The same document with its fields in another order, at every level.
fn shuffled(document: &Document, seed: u64) -> Document {
    let mut entries: Vec<(String, Bson)> = document.clone().into_iter().collect();
    if entries.is_empty() {
        return Document::new();
    }
    let by = seed as usize % entries.len();
    entries.rotate_left(by);
    if seed.is_multiple_of(3) {
        entries.reverse();
    }
    entries.into_iter().map(|(key, value)| (key, shuffled_value(value, seed / 5 + 1))).collect()
}

fn shuffled_value(value: Bson, seed: u64) -> Bson {
    match value {
        Bson::Document(document) => shuffled(&document, seed).into(),
        Bson::Array(values) => {
            values.into_iter().map(|value| shuffled_value(value, seed + 1)).collect::<Vec<_>>().into()
        }
        other => other,
    }
}

/// The same document with unknown fields before, between and behind its own, at every level but in maps.
fn with_unknown_fields(document: &Document, unknown: &Bson) -> Document {
    let mut wider = doc! { "_unknown": unknown.clone() };
    for (at, (key, value)) in document.iter().enumerate() {
        let value = if key == "byName" { value.clone() } else { with_unknown_fields_inside(value, unknown) };
        wider.insert(key.clone(), value);
        wider.insert(format!("_unknown{at}"), unknown.clone());
    }
    wider
}

fn with_unknown_fields_inside(value: &Bson, unknown: &Bson) -> Bson {
    match value {
        Bson::Document(document) => with_unknown_fields(document, unknown).into(),
        Bson::Array(values) => {
            values.iter().map(|value| with_unknown_fields_inside(value, unknown)).collect::<Vec<_>>().into()
        }
        other => other.clone(),
    }
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = text().prop_map(|name| Node { child: None, replies: Vec::new(), name });
    leaf.prop_recursive(4, 12, 3, |inner| {
        (prop::option::of(inner.clone()), vec(inner, 0..3), text()).prop_map(|(child, replies, name)| Node {
            child: child.map(Box::new),
            replies,
            name,
        })
    })
}

proptest! {
    #[test]
    fn a_document_is_stored_field_by_field(item in item()) {
        is_stored_as(&item, as_bson(&item));
        is_stored_as(&vec![item.clone()], vec![as_bson(&item)]);
    }

    #[test]
    fn a_nested_document_comes_back(mut order in order(), node in node()) {
        comes_back_normalized(&order);
        comes_back(&node);
        order.normalize();
        let stored: Document = deserialize_from_slice(&whole(&order)).unwrap();
        let back: Order = read_whole(&stored).unwrap();
        prop_assert_eq!(whole(&back), whole(&order));
    }

    #[test]
    fn the_stored_order_and_unknown_fields_make_no_difference(
        mut order in order(),
        seed: u64,
        unknown in super::bson_values::value(),
    ) {
        order.normalize();
        let stored: Document = deserialize_from_slice(&whole(&order)).unwrap();
        for other in [shuffled(&stored, seed), with_unknown_fields(&stored, &unknown), with_unknown_fields(&shuffled(&stored, seed), &unknown)] {
            let back: Order = read_whole(&other).unwrap();
            // Maps keep their order, and sorting them again makes them equal.
            prop_assert_eq!(whole(&back), whole(&order), "{}", other);
            let back: Order = read_bson(other.clone()).unwrap();
            prop_assert_eq!(whole(&back), whole(&order), "{}", other);
        }
    }
}

#[test]
fn a_missing_field_is_refused_with_the_whole_path() {
    let found = "no such field";
    assert_eq!(read_bson::<Item>(doc! {}), refused("v.name", "string", found));
    assert_eq!(read_bson::<Item>(doc! { "name": "a" }), refused("v.count", "u64", found));
    assert_eq!(
        read_bson::<Vec<Item>>(bson!([{ "name": "a", "count": 1 }, {}])),
        refused("v[1].name", "string", found)
    );
    assert_eq!(read_whole::<Item>(&doc! {}), refused("name", "string", found));
    assert_eq!(read_whole::<Item>(&doc! { "name": "a", "x": null }), refused("count", "u64", found));
}

#[test]
fn a_field_is_also_read_under_its_older_names() {
    let item = |name: &str| Ok(Item { name: name.to_owned(), count: 1, price: None });
    assert_eq!(read_bson(doc! { "label": "a", "count": 1 }), item("a"));
    assert_eq!(read_bson(doc! { "count": 1, "title": "b" }), item("b"));
    assert_eq!(read_bson(doc! { "title": "old", "name": "new", "count": 1 }), item("new"));
    assert_eq!(read_bson(doc! { "name": "new", "title": "old", "count": 1 }), item("new"));
    assert_eq!(read_bson(doc! { "name": "new", "count": 1, "title": 7 }), item("new"));
}

#[test]
fn an_optional_field_behind_its_place_is_read() {
    let inner = doc! { "replies": [], "name": "inner" };
    let node: Node = read_bson(doc! { "replies": [], "name": "outer", "child": inner.clone() }).unwrap();
    assert_eq!(node.child.unwrap().name, "inner");
    let nodes: Vec<Node> = read_bson(bson!([{ "replies": [], "name": "outer", "child": inner }])).unwrap();
    assert_eq!(nodes[0].child.as_ref().unwrap().name, "inner");
}

#[test]
fn a_field_comes_next_whatever_its_type_is_and_stays_there() {
    let bytes = serialize_to_vec(&doc! { "a": null, "ab": 1 }).unwrap();
    let mut r = Reader::of_document(&bytes).unwrap();
    let (a, ab) = (header::<3>(<Option<i32>>::TYPE, "a"), header::<4>(i32::TYPE, "ab"));
    assert!(r.comes_next(&a) && !r.comes_next(&ab));
    assert_eq!(Option::<i32>::decode_field(&mut r, &a).unwrap(), Some(None));
    assert!(r.comes_next(&ab) && !r.comes_next(&a));
    assert_eq!(i32::decode_field(&mut r, &ab).unwrap(), Some(1));
    assert!(!r.comes_next(&ab) && r.is_empty());
}

#[test]
fn a_field_of_another_type_is_refused_in_any_order() {
    let expected = refused("v.count", "u64", "string");
    assert_eq!(read_bson::<Item>(doc! { "name": "a", "count": "1" }), expected);
    let expected = refused("v.count", "u64", "string");
    assert_eq!(read_bson::<Item>(doc! { "count": "1", "name": "a" }), expected);
    assert_eq!(read_bson::<Item>(bson!([])), refused("v", "document", "array"));
    assert_eq!(read_bson::<Option<Item>>(bson!([])), refused("v", "document", "array"));
    let null = doc! { "name": null, "count": 1 };
    assert_eq!(read_bson::<Item>(null), refused("v.name", "string", "null"));
}

#[test]
fn a_type_inside_itself_with_unknown_fields_is_read_in_reasonable_time() {
    // Were each level read twice, this would take 2⁶⁰ readings. (`bson` nests no deeper in a debug build.)
    let mut node = doc! { "replies": [], "name": "innermost", "unknown": true };
    for level in 0..60 {
        let name = level.to_string();
        node = if level % 2 == 0 {
            doc! { "child": node, "replies": [], "name": name, "unknown": true }
        } else {
            doc! { "replies": [node], "name": name, "unknown": true }
        };
    }
    assert_eq!(read_whole::<Node>(&node).unwrap().name, "59");
    assert_eq!(read_bson::<Node>(node).unwrap().name, "59");
}

#[test]
fn a_document_holds_its_own_fields_and_nothing_else() {
    let item = Item { name: String::new(), count: 0, price: None };
    is_stored_as(&item, doc! { "name": "", "count": 0_i64 });
    let read: Vec<Option<Item>> = read_bson(bson!([null, { "count": 0, "name": "" }])).unwrap();
    assert_eq!(read, [None, Some(item)]);
}

proptest! {
    #[test]
    fn items_of_a_list_may_each_have_an_order_of_their_own(items in vec((item(), any::<u64>()), 0..6), behind in item()) {
        let stored = |(item, seed): &(Item, u64)| shuffled_value(as_bson(item), *seed);
        let list: Vec<Bson> = items.iter().map(stored).collect();
        let expected: Vec<Item> = items.into_iter().map(|(item, _)| item).collect();
        prop_assert_eq!(read_bson::<Vec<Item>>(list.clone()), Ok(expected.clone()));
        // A document in another order does not change how what stands behind the list is read.
        prop_assert_eq!(read_bson::<Vec<Vec<Item>>>(vec![list.into(), bson!([as_bson(&behind)])]), Ok(vec![expected, vec![behind]]));
    }
}
