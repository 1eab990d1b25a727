//! What cannot be stored: refused with its path, and only the first of several.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::records::{Item, Node, record};
use super::written;
use crate::bson::{Bson, Document, JavaScriptCodeWithScope, doc, element};
use crate::schema::{FieldShape, Shape};
use crate::value::{
    Body, Decoded, EncodeFault, Encoder, MAX_DEPTH, Reader, Value, decode_body, encode_body, header, kind,
    plain_accessors,
};

record! {
    /// Unsigned numbers everywhere.
    struct Stock {
        first: u64 = "first",
        items: Vec<Item> = "items",
        nested: Vec<Vec<Option<u64>>> = "nested",
        by_name: BTreeMap<String, Item> = "byName",
        seen: BTreeSet<u64> = "seen",
        one: Option<Item> = "one",
        last: usize = "last",
    }
}

fn item(count: u64) -> Item {
    Item { name: "name".to_owned(), count, price: Some(Decimal::ONE) }
}

fn stock() -> Stock {
    Stock {
        first: 1,
        items: vec![item(1); 4],
        nested: vec![vec![Some(1), None], vec![], vec![None, Some(1), Some(1)]],
        by_name: [("a".to_owned(), item(1)), ("b c".to_owned(), item(1))].into(),
        seen: BTreeSet::from([1, 2]),
        one: Some(item(1)),
        last: 1,
    }
}

const TOO_LARGE: u64 = i64::MAX as u64 + 1;

/// The path in the document itself.
fn fault(stock: &Stock) -> EncodeFault {
    let mut out = Encoder::new();
    encode_body(stock, &mut out);
    out.finish().unwrap_err()
}

#[track_caller]
fn is_refused(path: &str, change: impl FnOnce(&mut Stock)) {
    let mut stock = stock();
    change(&mut stock);
    let fault = fault(&stock);
    assert_eq!(fault.path, path);
    assert!(fault.reason.ends_with(" above the largest int64"), "{}", fault.reason);
    assert_eq!(written(&stock).unwrap_err().path, format!("v.{path}"));
}

#[test]
fn a_number_above_the_largest_int64_is_refused_where_it_stands() {
    is_refused("first", |stock| stock.first = TOO_LARGE);
    is_refused("items[3].count", |stock| stock.items[3].count = u64::MAX);
    is_refused("items[0].count", |stock| stock.items[0].count = TOO_LARGE);
    is_refused("nested[2][1]", |stock| stock.nested[2][1] = Some(TOO_LARGE));
    is_refused("nested[0][0]", |stock| stock.nested[0][0] = Some(TOO_LARGE));
    is_refused("byName.b c.count", |stock| stock.by_name.get_mut("b c").unwrap().count = TOO_LARGE);
    is_refused("seen[2]", |stock| _ = stock.seen.insert(TOO_LARGE));
    is_refused("one.count", |stock| stock.one.as_mut().unwrap().count = TOO_LARGE);
    is_refused("last", |stock| stock.last = TOO_LARGE as usize);
    is_refused("items[11].count", |stock| {
        stock.items = vec![item(1); 12];
        stock.items[11].count = TOO_LARGE;
    });
    assert_eq!(written(&u64::MAX).unwrap_err().reason, "u64 above the largest int64");
    assert_eq!(written(&usize::MAX).unwrap_err().reason, "usize above the largest int64");
}

#[test]
fn only_the_first_of_several_values_is_told() {
    is_refused("items[1].count", |stock| {
        stock.last = usize::MAX;
        stock.items[1].count = TOO_LARGE;
        stock.items[2].count = TOO_LARGE;
        stock.by_name.get_mut("a").unwrap().count = TOO_LARGE;
    });
}

#[test]
fn a_document_without_such_values_is_not_refused() {
    let mut out = Encoder::new();
    encode_body(&stock(), &mut out);
    assert!(!out.is_refused());
    super::comes_back(&stock());
}

#[test]
fn nul_is_refused_where_text_ends_with_it() {
    let mut out = Encoder::new();
    out.document(|out| {
        out.key(element::REGEX, "pattern");
        out.cstr("a");
        out.cstr("b\0");
    });
    let fault = out.finish().unwrap_err();
    assert_eq!(
        (fault.path.as_str(), fault.reason.as_str()),
        ("pattern", "a regular expression cannot hold a NUL character")
    );
    let document: Document = [("a\0".to_owned(), Bson::Null)].into_iter().collect();
    let fault = written(&doc! { "x": [1, document] }).unwrap_err();
    assert_eq!(
        (fault.path.as_str(), fault.reason.as_str()),
        ("v.x[1]", "the key \"a\\0\" holds a NUL character")
    );
}

#[test]
fn the_scope_of_code_is_refused_by_its_path_as_documents_are() {
    let scope: Document = [("n".to_owned(), doc! { "a\0b": 1 }.into())].into_iter().collect();
    let code = JavaScriptCodeWithScope { code: "f()".to_owned(), scope };
    let fault = written(&vec![Bson::Null, Bson::JavaScriptCodeWithScope(code)]).unwrap_err();
    assert_eq!(fault.path, "v[1].n");
}

#[test]
fn nesting_deeper_than_can_be_read_is_refused_where_it_gets_too_deep() {
    let mut node = Node { child: None, replies: Vec::new(), name: String::new() };
    for _ in 0..MAX_DEPTH - 2 {
        node = Node { child: Some(Box::new(node)), replies: Vec::new(), name: String::new() };
    }
    // The innermost node's list of replies is one more level.
    let fault = written(&node).unwrap_err();
    assert_eq!(fault.reason, format!("nested deeper than {MAX_DEPTH} levels"));
    let children = ".child".repeat(usize::from(MAX_DEPTH) - 2);
    assert_eq!(fault.path, format!("v{children}.replies"));
    super::comes_back(node.child.as_ref().unwrap());
}

#[test]
fn sets_and_code_count_as_levels_too() {
    record! {
        /// A set of itself.
        struct Leaf { below: BTreeSet<Leaf> = "below" }
    }
    impl Eq for Leaf {}
    impl PartialOrd for Leaf {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            Some(self.cmp(other))
        }
    }
    impl Ord for Leaf {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            self.below.cmp(&other.below)
        }
    }
    let mut leaf = Leaf { below: BTreeSet::new() };
    for _ in 0..MAX_DEPTH {
        leaf = Leaf { below: BTreeSet::from([leaf]) };
    }
    assert_eq!(written(&leaf).unwrap_err().reason, format!("nested deeper than {MAX_DEPTH} levels"));

    let mut scope = Document::new();
    for _ in 0..MAX_DEPTH {
        let code = JavaScriptCodeWithScope { code: String::new(), scope };
        scope = doc! { "c": code };
    }
    assert_eq!(written(&scope).unwrap_err().reason, format!("nested deeper than {MAX_DEPTH} levels"));
}

#[test]
fn a_value_on_its_own_is_refused_without_a_path() {
    let mut out = Encoder::new();
    u64::MAX.encode(&mut out);
    assert_eq!(out.finish().unwrap_err().path, "");
    let mut out = Encoder::new();
    HashMap::from([("a".to_owned(), u64::MAX)]).encode(&mut out);
    assert_eq!(out.finish().unwrap_err().path, "a");
}
