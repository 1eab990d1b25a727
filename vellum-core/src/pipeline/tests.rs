//! Rows that are rewritten before they are read.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::rows::{rewritten, split_at_parts};
use crate::bson::{Document, doc};
use crate::value::{Encoder, Reader, Value};

fn bytes(document: &Document) -> Vec<u8> {
    let mut out = Encoder::new();
    document.encode(&mut out);
    out.finish().unwrap()
}

fn rewrite(document: &Document, parts: &[(&str, usize)]) -> Document {
    let parts: Vec<_> = parts.iter().map(|(path, part)| ((*path).to_owned(), *part)).collect();
    let rewritten = rewritten(&bytes(document), &parts).unwrap();
    Document::decode(&mut Reader::of_value(&rewritten)).unwrap()
}

#[test]
fn an_element_moves_behind_the_row_and_leaves_an_empty_list() {
    let row = doc! { "a": 1, "tags": "x", "b": { "c": 2 } };
    assert_eq!(rewrite(&row, &[("tags", 1)]), doc! { "a": 1, "tags": [], "b": { "c": 2 }, "__1": "x" });
    let inside = doc! { "a": { "b": { "list": 5, "c": 1 } }, "d": 2 };
    assert_eq!(
        rewrite(&inside, &[("a.b.list", 1)]),
        doc! { "a": { "b": { "list": [], "c": 1 } }, "d": 2, "__1": 5 }
    );
}

#[test]
fn a_row_whose_list_was_empty_gets_it_back_and_no_element() {
    assert_eq!(rewrite(&doc! { "a": 1 }, &[("tags", 1)]), doc! { "a": 1, "tags": [] });
    assert_eq!(rewrite(&doc! { "a": {} }, &[("a.tags", 1)]), doc! { "a": { "tags": [] } });
    assert_eq!(rewrite(&doc! { "a": 1 }, &[("b.tags", 1)]), doc! { "a": 1 });
}

#[test]
fn parts_stand_in_the_order_of_their_numbers() {
    let row = doc! { "items": { "sku": "a", "parts": 7 }, "__3": 3, "__10": 10 };
    assert_eq!(
        rewrite(&row, &[("items", 1), ("items.parts", 2)]),
        doc! { "items": [], "__1": { "sku": "a", "parts": [] }, "__2": 7, "__3": 3, "__10": 10 }
    );
    let joined = doc! { "a": 1, "__1": { "lines": 5 }, "__3": 0 };
    assert_eq!(
        rewrite(&joined, &[("__1.lines", 2)]),
        doc! { "a": 1, "__1": { "lines": [] }, "__2": 5, "__3": 0 }
    );
}

#[test]
fn what_stands_in_front_of_the_last_part_is_the_row() {
    let row = bytes(&doc! { "a": 1, "__1": 2, "__2": 3 });
    let document = Reader::of_document(&row).unwrap();
    let (left, part) = split_at_parts(document, "__2").unwrap();
    assert_eq!(left.rest(), Reader::of_document(&bytes(&doc! { "a": 1, "__1": 2 })).unwrap().rest());
    assert_eq!(
        part.map(|(element_type, mut value)| i32::decode_as(element_type, &mut value).unwrap()),
        Some(3)
    );
    let (all, part) = split_at_parts(document, "__1").unwrap();
    assert_eq!((all.rest(), part.is_some()), (document.rest(), true));
    assert!(split_at_parts(document, "__5").unwrap().1.is_none());
}

#[test]
fn bytes_that_are_no_document_are_a_fault() {
    let mut row = bytes(&doc! { "a": 1, "tags": "x" });
    row.truncate(row.len() - 3);
    assert!(rewritten(&row, &[("tags".to_owned(), 1)]).is_err());
}
