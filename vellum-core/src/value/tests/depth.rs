//! Nesting, in the stack that a task of an async runtime has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::records::Node;
use super::{read_in_any_order, read_in_order};
use crate::bson::{Bson, Document, JavaScriptCodeWithScope, doc, element};
use crate::value::serde::Serde;
use crate::value::{Encoder, Fault, MAX_DEPTH, Reader, Value};

/// Runs `f` in 2 MiB of stack, as `tokio` gives its workers.
fn in_a_worker(f: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(f).unwrap().join().unwrap();
}

/// Documents and arrays in turn below `v`, `levels` of them besides the outermost document.
fn nested(levels: usize, container: impl Fn(usize) -> u8 + Copy) -> Vec<u8> {
    fn below(out: &mut Encoder, level: usize, levels: usize, container: impl Fn(usize) -> u8 + Copy) {
        if level < levels {
            out.key(container(level), "v");
            // Not through `Encoder::document`, which would refuse it.
            let mut inner = Encoder::new();
            below(&mut inner, level + 1, levels, container);
            let inner = inner.bytes();
            out.raw(&u32::try_from(inner.len() + 5).unwrap().to_le_bytes());
            out.raw(inner);
            out.raw(&[0]);
        } else {
            out.key(element::INT32, "v");
            out.raw(&7_i32.to_le_bytes());
        }
    }
    let mut out = Encoder::new();
    out.document(|out| below(out, 0, levels, container));
    out.finish().unwrap()
}

fn documents(_: usize) -> u8 {
    element::DOCUMENT
}

fn arrays(_: usize) -> u8 {
    element::ARRAY
}

fn in_turn(level: usize) -> u8 {
    if level.is_multiple_of(2) { element::DOCUMENT } else { element::ARRAY }
}

fn too_deep<T>(read: Result<T, Fault>) {
    let Err(fault) = read else { panic!("read") };
    assert_eq!(fault.found(), "documents nested too deep");
}

/// The most levels below the outermost document.
const LEVELS: usize = MAX_DEPTH as usize - 1;

#[test]
fn mongodb_stores_180_levels_and_all_of_them_can_be_read() {
    const { assert!(MAX_DEPTH >= 180) }
}

#[test]
fn documents_and_values_are_read_to_the_last_level_and_no_further() {
    in_a_worker(|| {
        for container in [documents, arrays, in_turn] {
            let bytes = nested(LEVELS, container);
            let value: Bson = read_in_order(&bytes).unwrap();
            let mut out = Encoder::new();
            out.document(|out| {
                out.key(Value::element_type(&value), "v");
                value.encode(out);
            });
            // The keys of arrays are their indexes, of the same length.
            assert_eq!(out.finish().unwrap().len(), bytes.len());
            too_deep(read_in_order::<Bson>(&nested(LEVELS + 1, container)));
            too_deep(read_in_any_order::<Vec<Bson>>(&nested(LEVELS + 1, arrays)));
            too_deep(read_in_any_order::<Document>(&nested(LEVELS + 1, documents)));
            too_deep(read_in_any_order::<BTreeMap<String, Bson>>(&nested(LEVELS + 1, documents)));
            too_deep(read_in_order::<Bson>(&nested(5000, container)));
        }
    });
}

#[test]
fn documents_are_written_to_the_last_level_and_no_further() {
    in_a_worker(|| {
        let mut document = Document::new();
        for _ in 1..MAX_DEPTH {
            document = doc! { "v": document };
        }
        let mut out = Encoder::new();
        document.encode(&mut out);
        let bytes = out.finish().unwrap();
        assert_eq!(Document::decode(&mut Reader::of_value(&bytes)).unwrap(), document);

        let mut out = Encoder::new();
        doc! { "v": document }.encode(&mut out);
        assert_eq!(out.finish().unwrap_err().reason, format!("nested deeper than {MAX_DEPTH} levels"));
    });
}

#[test]
fn code_with_scope_nests_as_documents_do() {
    in_a_worker(|| {
        let mut scope = Document::new();
        for _ in 0..MAX_DEPTH - 2 {
            scope = doc! { "c": JavaScriptCodeWithScope { code: String::new(), scope } };
        }
        super::comes_back(&scope);
    });
}

#[test]
fn a_type_inside_itself_is_read_to_the_last_level() {
    in_a_worker(|| {
        let mut node = Node { child: None, replies: Vec::new(), name: "innermost".to_owned() };
        // The last level is the innermost node's empty list.
        for level in 0..MAX_DEPTH - 3 {
            node = Node { child: Some(Box::new(node)), replies: Vec::new(), name: level.to_string() };
        }
        super::comes_back(&node);
        let mut node = Node { child: None, replies: Vec::new(), name: "innermost".to_owned() };
        for _ in 0..(MAX_DEPTH - 3) / 2 {
            node = Node { child: None, replies: vec![node], name: String::new() };
        }
        super::comes_back(&node);
    });
}

#[test]
fn a_deep_document_with_unknown_fields_is_read_in_reasonable_time() {
    in_a_worker(|| {
        // Were each level read twice, this would take 2¹⁹⁰ readings.
        let mut inner = Vec::new();
        for level in 0..190 {
            let mut out = Encoder::new();
            out.document(|out| {
                if level > 0 {
                    out.key(element::DOCUMENT, "child");
                    out.raw(&inner);
                }
                out.key(element::ARRAY, "replies");
                out.document(|_| {});
                out.field_str("name", "a");
                out.field_str("unknown", "b");
            });
            inner = out.finish().unwrap();
        }
        let mut node = &Node::decode(&mut Reader::of_value(&inner)).unwrap();
        let mut levels = 1;
        while let Some(child) = &node.child {
            node = child;
            levels += 1;
        }
        assert_eq!(levels, 190);
    });
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Foreign {
    v: Option<Box<Foreign>>,
}

#[test]
fn values_are_read_through_serde_to_the_last_level_and_no_further() {
    in_a_worker(|| {
        for levels in [1, 23, 24, 25, LEVELS] {
            let bytes = nested(levels, documents);
            let Serde(read) = read_in_order::<Serde<Document>>(&bytes).unwrap();
            assert_eq!(Ok(read), read_in_order::<Document>(&bytes).map_err(|_| ()));
        }
        // The deepest value need not be the last one.
        let deep = nested(LEVELS - 2, documents);
        let mut out = Encoder::new();
        out.document(|out| {
            out.key(element::DOCUMENT, "v");
            out.document(|out| {
                out.key(element::DOCUMENT, "deep");
                out.raw(&deep);
                out.key(element::INT32, "flat");
                out.raw(&[0; 4]);
            });
        });
        read_in_order::<Serde<Document>>(&out.finish().unwrap()).unwrap();
        too_deep(read_in_order::<Serde<Document>>(&nested(LEVELS + 1, documents)));
        too_deep(read_in_order::<Serde<Document>>(&nested(5000, documents)));
        too_deep(read_in_order::<Serde<Bson>>(&nested(5000, in_turn)));

        let mut foreign = Foreign { v: None };
        for _ in 0..LEVELS - 1 {
            foreign = Foreign { v: Some(Box::new(foreign)) };
        }
        super::comes_back(&Serde(foreign));
    });
}

#[test]
fn values_are_written_through_serde_no_deeper_than_they_are_read() {
    in_a_worker(|| {
        let mut foreign = Foreign { v: None };
        for _ in 0..LEVELS {
            foreign = Foreign { v: Some(Box::new(foreign)) };
        }
        let fault = super::written(&Serde(foreign)).unwrap_err();
        assert_eq!((fault.path.as_str(), fault.reason.as_str()), ("v", "documents nested too deep"));
    });
}
