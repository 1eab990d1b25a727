use crate::bson::{Document, doc, serialize_to_vec};
use crate::schema::Shape;
use crate::value::{Reader, Value};

use super::{Versions, applied, difference};

fn bytes(document: &Document) -> Vec<u8> {
    serialize_to_vec(document).expect("plain values can be stored")
}

fn entries(numbers: impl Iterator<Item = i32>) -> Document {
    numbers.map(|number| (format!("k{number}"), number.into())).collect()
}

#[test]
fn a_large_map_in_another_order_is_changed_entry_by_entry() {
    let stored = bytes(&entries((0..100).rev()));
    let before = entries(0..100);
    let mut after = before.clone();
    after.insert("k50", -50);
    after.remove("k70");
    after.insert("new", 1);
    let (before, after) = (bytes(&before), bytes(&after));
    let read = |bytes| Reader::of_document(bytes).expect("it has just been written");
    let versions = Versions { stored: read(&stored), before: read(&before), after: read(&after) };
    let changes = difference(Shape::Map(i32::shape), versions).expect("all of it can be read");
    let mut paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["k50", "k70", "new"]);

    let mut expected = entries((0..100).rev());
    expected.insert("k50", -50);
    expected.remove("k70");
    expected.insert("new", 1);
    assert_eq!(*applied(read(&stored), &changes).expect("all of it can be read"), *bytes(&expected));
}

#[test]
fn what_is_equal_needs_no_change_whatever_its_place() {
    let stored = bytes(&doc! { "a": 1, "b": { "c": 2, "d": [3, 4] }, "unknown": true });
    let before = bytes(&doc! { "a": 1, "b": { "c": 2, "d": [3, 4] } });
    let after = bytes(&doc! { "b": { "d": [3, 4], "c": 2 }, "a": 1 });
    let read = |bytes| Reader::of_document(bytes).expect("it has just been written");
    let versions = Versions { stored: read(&stored), before: read(&before), after: read(&after) };
    let changes = difference(Document::shape(), versions).expect("all of it can be read");
    assert!(changes.is_empty(), "{changes:?}");
}
