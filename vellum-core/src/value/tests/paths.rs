//! The path of a fault is worked out from its address: it must be that of the place that was spoilt.

use proptest::prelude::*;

use super::bson_values::document;
use super::records::{Order, order};
use super::{Refused, written};
use crate::bson::{Bson, Document, deserialize_from_slice, serialize_to_vec};
use crate::value::{Decoded, Fault, Reader, Value};

/// One step into a value.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

fn path_text(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    path
}

/// The paths of all values in a document.
fn places(document: &Document) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    for (key, value) in document {
        places_in(value, &[Step::Key(key.clone())], &mut all);
    }
    all
}

fn places_in(value: &Bson, at: &[Step], all: &mut Vec<Vec<Step>>) {
    all.push(at.to_vec());
    let inside = |step| [at, &[step]].concat();
    match value {
        Bson::Document(document)
        | Bson::JavaScriptCodeWithScope(crate::bson::JavaScriptCodeWithScope { scope: document, .. }) => {
            for (key, value) in document {
                places_in(value, &inside(Step::Key(key.clone())), all);
            }
        }
        Bson::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                places_in(value, &inside(Step::Index(index)), all);
            }
        }
        _ => {}
    }
}

/// Goes to a place with the reader alone, and says that something is wrong there.
fn fault_at(bytes: &[u8], steps: &[Step]) -> Decoded<Fault> {
    let mut reader = Reader::of_document(bytes)?;
    for (depth, step) in steps.iter().enumerate() {
        let name = match step {
            Step::Key(key) => key.clone(),
            Step::Index(index) => index.to_string(),
        };
        let (element_type, mut value) = reader.find(&name)?.expect("the place is there");
        if depth + 1 == steps.len() {
            return Ok(value.refused("this", "that"));
        }
        if element_type == crate::bson::element::JAVASCRIPT_WITH_SCOPE {
            value.i32()?;
            value.str()?;
        }
        reader = value.document()?;
    }
    unreachable!("no place without steps")
}

/// Replaces the value at a place.
fn spoil(document: &mut Document, steps: &[Step], by: Bson) {
    let [Step::Key(first), rest @ ..] = steps else { unreachable!("documents have keys") };
    let mut value = document.get_mut(first).unwrap();
    for step in rest {
        value = match (value, step) {
            (Bson::Document(document), Step::Key(key)) => document.get_mut(key).unwrap(),
            (Bson::Array(values), Step::Index(index)) => &mut values[*index],
            _ => unreachable!("steps lead into containers"),
        };
    }
    *value = by;
}

proptest! {
    #[test]
    fn a_fault_at_a_value_has_the_path_of_the_value(document in document()) {
        let bytes = serialize_to_vec(&document).unwrap();
        for steps in places(&document) {
            let fault = fault_at(&bytes, &steps).unwrap();
            prop_assert_eq!(fault.path_in(&bytes), path_text(&steps));
        }
    }

    #[test]
    fn what_was_spoilt_is_what_the_error_names(mut order in order()) {
        order.normalize();
        // A map's own keys may be written like other fields' steps, and are tested above.
        order.by_name = [("key".to_owned(), order.items.clone())].into();
        let bytes = written(&order).unwrap();
        let stored: Document = deserialize_from_slice(&bytes).unwrap();
        for steps in places(&stored) {
            let mut spoilt = stored.clone();
            // No field of an order is of this type.
            spoil(&mut spoilt, &steps, Bson::MinKey);
            let bytes = serialize_to_vec(&spoilt).unwrap();
            let Err(Refused(path, _, found)) = super::read::<Order>(&bytes) else { panic!("read {spoilt}") };
            prop_assert_eq!((path, found), (path_text(&steps), "minKey".to_owned()));
        }
    }

    #[test]
    fn what_was_removed_is_what_the_error_names(mut order in order(), which: prop::sample::Index) {
        order.normalize();
        let stored: Document = deserialize_from_slice(&written(&order).unwrap()).unwrap();
        let required = ["_id", "at", "items", "slots", "main", "byName", "weight"];
        let name = required[which.index(required.len())];
        let mut less = stored.get_document("v").unwrap().clone();
        less.remove(name);
        let bytes = serialize_to_vec(&crate::bson::doc! { "v": less }).unwrap();
        let Err(Refused(path, _, found)) = super::read::<Order>(&bytes) else { panic!("read without {name}") };
        prop_assert_eq!((path, found), (format!("v.{name}"), "no such field".to_owned()));
    }

    #[test]
    fn every_byte_of_a_document_has_a_path_that_leads_to_it(document in document()) {
        let bytes = serialize_to_vec(&document).unwrap();
        let mut known: Vec<String> = places(&document).iter().map(|steps| path_text(steps)).collect();
        known.push(String::new());
        for offset in 0..=bytes.len() {
            let path = super::super::locate::path_of(&bytes, offset);
            prop_assert!(known.contains(&path), "{} at {}", path, offset);
        }
    }
}

#[test]
fn a_fault_of_another_document_has_no_path() {
    let bytes = serialize_to_vec(&crate::bson::doc! { "a": 1 }).unwrap();
    let other = bytes.clone();
    let fault = fault_at(&bytes, &[Step::Key("a".to_owned())]).unwrap();
    assert_eq!(fault.path_in(&bytes), "a");
    assert_eq!(fault.path_in(&other[..0]), "");
    assert_eq!(fault.path_in(&[]), "");
}
