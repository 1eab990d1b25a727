#![allow(clippy::unwrap_used, reason = "tests")]

use super::admits::admits;
use super::{Scope, Scopes, overlap};
use crate::ast::{Change, Comparison, Condition, Filter, Literal, Operator, Path, Update};
use crate::bson::{Bson, Document, doc, serialize_to_vec};
use crate::error::Error;
use crate::schema::Columns;

fn field(path: &str, condition: Condition) -> Filter {
    Filter::Field(path.to_owned(), condition)
}

fn literal(value: impl Into<Bson>) -> Literal {
    Literal::of(&value.into())
}

fn eq(path: &str, value: impl Into<Bson>) -> Filter {
    field(path, Condition::Eq(literal(value)))
}

fn both(one: Filter, other: Filter) -> Filter {
    Filter::and(vec![one, other])
}

fn compare(comparison: Comparison, value: impl Into<Bson>) -> Filter {
    field("a", Condition::Compare(comparison, literal(value)))
}

#[expect(clippy::needless_pass_by_value, reason = "documents are made on the spot")]
fn bytes(document: Document) -> Vec<u8> {
    serialize_to_vec(&document).unwrap()
}

fn meets(filter: &Filter, document: Document) -> Option<bool> {
    admits(filter, &bytes(document))
}

fn scope(filters: impl IntoIterator<Item = Filter>) -> Scope {
    let all = filters.into_iter().fold(Scopes::default(), |all, filter| all.narrowed("orders", &filter));
    let scope = all.of("orders").unwrap();
    Scope { collection: "orders", filter: scope.filter.clone() }
}

fn change(path: &str, operator: Operator) -> Update {
    Update::Changes(vec![Change { path: Path::raw(path), operator }])
}

#[test]
fn numbers_are_compared_by_value_whatever_their_width() {
    let large = (1_i64 << 53) + 1;
    for (value, filter, met) in [
        (Bson::Int32(5), eq("a", 5.0), true),
        (Bson::Double(5.0), eq("a", 5_i64), true),
        (Bson::Int64(large), eq("a", (1_i64 << 53) as f64), false),
        (Bson::Int64(large), compare(Comparison::Gt, (1_i64 << 53) as f64), true),
        (Bson::Int64(i64::MAX), compare(Comparison::Lt, 9_223_372_036_854_775_808.0), true),
        (Bson::Int64(i64::MIN), compare(Comparison::Gte, -9_223_372_036_854_775_808.0), true),
        (Bson::Int32(-2), compare(Comparison::Lt, -1.5), true),
        (Bson::Int32(-1), compare(Comparison::Gt, -1.5), true),
        (Bson::Double(f64::NAN), eq("a", f64::NAN), true),
        (Bson::Double(f64::NAN), compare(Comparison::Lte, 1), false),
        (Bson::Int32(0), eq("a", -0.0), true),
        (Bson::String("5".into()), eq("a", 5), false),
    ] {
        assert_eq!(meets(&filter, doc! { "a": value.clone() }), Some(met), "{value} {filter:?}");
    }
}

#[test]
fn what_cannot_be_said_for_certain_is_neither_in_nor_out() {
    let decimal: crate::bson::Decimal128 = "5".parse().unwrap();
    for filter in [eq("a", 5), field("a", Condition::Ne(literal(6))), compare(Comparison::Gt, 1)] {
        assert_eq!(meets(&filter, doc! { "a": decimal }), None);
        assert_eq!(meets(&Filter::Or(vec![Filter::All, filter]), doc! { "a": decimal }), None);
    }
    assert_eq!(meets(&eq("a", "x"), doc! { "a": Bson::Symbol("x".into()) }), None);
    assert_eq!(meets(&Filter::Raw(literal(doc! {})), doc! {}), None);
    assert_eq!(admits(&Filter::All, b"\x05"), None);
    assert!(scope([eq("a", 5)]).admit(&bytes(doc! { "a": decimal })).unwrap_err().is_out_of_scope());
}

#[test]
fn a_refused_document_names_its_first_wrong_field_and_no_value() {
    let scope = scope([both(eq("tenant", "blue"), compare(Comparison::Gt, 1))]);
    let error = scope.admit(&bytes(doc! { "tenant": "blue", "a": 0 })).unwrap_err();
    assert_eq!(error.to_string(), "a document for `orders` is outside of the scope of its handle: at `a`");
    let error = scope.admit(&bytes(doc! { "a": 5 })).unwrap_err();
    assert!(
        matches!(&error, Error::OutOfScope { collection, path } if collection == "orders" && path == "tenant")
    );
    scope.admit(&bytes(doc! { "tenant": "blue", "a": 2 })).unwrap();
}

#[test]
fn a_replacement_keeps_what_is_said_of_its_id_alone() {
    let by_id = scope([eq("_id", 1), eq("a", 2)]);
    by_id.admit_replacement(&bytes(doc! { "a": 2 })).unwrap();
    assert!(by_id.admit(&bytes(doc! { "a": 2 })).is_err());
    let either = scope([Filter::Or(vec![eq("_id", 1), eq("a", 2)])]);
    assert!(either.admit_replacement(&bytes(doc! { "a": 3 })).is_err());
}

#[test]
fn scopes_are_joined_without_saying_anything_twice() {
    let both = scope([eq("a", 1), both(eq("a", 1), eq("b", 2)), field("b", Condition::In(vec![literal(2)]))]);
    assert_eq!(both.parts(), [eq("a", 1), eq("b", 2)]);
    let one = Scopes::default().narrowed("orders", &eq("a", 1));
    let other = Scopes::default().narrowed("users", &eq("b", 1)).narrowed("orders", &eq("c", 1));
    let joined = one.and(&other);
    assert_eq!(joined.of("orders").unwrap().parts(), [eq("a", 1), eq("c", 1)]);
    assert_eq!(joined.of("users").unwrap().parts(), [eq("b", 1)]);
    assert!(joined.of("orders2").is_none());
}

#[test]
fn paths_overlap_whatever_elements_of_lists_they_mean() {
    for (one, other) in [
        ("a", "a"),
        ("a", "a.b"),
        ("a.b.c", "a.b"),
        ("items.owner", "items.3.owner"),
        ("items.owner", "items.$[].owner"),
        ("items.owner", "items.$[item]"),
        ("items", "items.$"),
    ] {
        assert!(overlap(one, other) && overlap(other, one), "{one} {other}");
    }
    for (one, other) in [("a", "ab"), ("a.b", "a.c"), ("items.owner", "items.3.own"), ("a.b", "b")] {
        assert!(!overlap(one, other) && !overlap(other, one), "{one} {other}");
    }
}

#[test]
fn updates_may_only_say_again_what_the_scope_says() {
    let scope = scope([eq("tenant", "a"), compare(Comparison::Lt, 9), eq("none", Bson::Null)]);
    for update in [
        change("tenant", Operator::Set(literal("a"))),
        change("tenant", Operator::SetOnInsert(literal("a"))),
        change("none", Operator::Unset),
        change("other", Operator::Set(literal("b"))),
        change("other", Operator::Rename(Path::raw("another"))),
        change("other", Operator::Raw("$set".into(), literal("tenant"))),
    ] {
        scope.admit_update(&update).unwrap();
    }
    for update in [
        change("tenant", Operator::Set(literal("b"))),
        change("tenant", Operator::SetOnInsert(literal("b"))),
        change("tenant", Operator::Unset),
        change("tenant.name", Operator::Set(literal("a"))),
        change("a", Operator::Set(literal(8))),
        change("a", Operator::Inc(literal(1), None)),
        change("other", Operator::Rename(Path::raw("tenant"))),
        change("tenant", Operator::Rename(Path::raw("other"))),
        change("other", Operator::Raw("$rename".into(), literal("tenant"))),
        change("tenant", Operator::Raw("$set".into(), literal("a"))),
    ] {
        let error = scope.admit_update(&update).unwrap_err();
        assert!(matches!(error, Error::InvalidUpdate { .. }), "{update:?}");
        assert!(scope.admit_saved(&update, &bytes(doc! { "tenant": "b" })).is_err());
        scope.admit_saved(&update, &bytes(doc! { "tenant": "a", "a": 1 })).unwrap();
    }
}

#[test]
fn older_names_say_the_same_value() {
    let either = scope([Filter::Or(vec![eq("tenant", "a"), eq("org", "a")])]);
    either.admit_update(&change("tenant", Operator::Set(literal("a")))).unwrap();
    assert!(either.admit_update(&change("tenant", Operator::Set(literal("b")))).is_err());
    assert!(either.admit_update(&change("org", Operator::Unset)).is_err());
    either.admit(&bytes(doc! { "tenant": "a" })).unwrap();
    let mixed = scope([Filter::Or(vec![eq("tenant", "a"), eq("org", "b")])]);
    assert!(mixed.admit_update(&change("tenant", Operator::Set(literal("a")))).is_err());
}

#[test]
fn an_upsert_inserts_inside_or_nothing() {
    let scope = scope([eq("tenant", "a"), compare(Comparison::Lt, 9)]);
    let defaults = bytes(doc! { "_id": 1, "tenant": "a", "a": 1 });
    let low = literal(3);
    let high = literal(30);
    scope.admit_upsert(&eq("a", 3), &[("a", &low)], &defaults).unwrap();
    assert!(scope.admit_upsert(&eq("a", 30), &[("a", &high)], &defaults).unwrap_err().is_out_of_scope());
    let nested = [("tenant.name", &low)];
    assert!(scope.admit_upsert(&eq("tenant.name", 3), &nested, &defaults).unwrap_err().is_out_of_scope());
    for filter in [
        Filter::Raw(literal(doc! { "x": 1 })),
        field("tenant", Condition::In(vec![literal("a")])),
        Filter::Nor(vec![eq("tenant", "b")]),
    ] {
        let error = scope.admit_upsert(&filter, &[], &defaults).unwrap_err();
        assert!(matches!(error, Error::InvalidUpdate { ref path, .. } if path == "tenant"), "{error}");
    }
    scope.admit_upsert(&eq("tenant", "a"), &[("tenant", &literal("a"))], &defaults).unwrap();
}

#[test]
fn what_cannot_be_evaluated_and_columns_are_refused_by_name() {
    let decimal: crate::bson::Decimal128 = "5".parse().unwrap();
    let pattern = Condition::Regex { pattern: "a".into(), options: String::new() };
    for (filter, named) in [
        (field("a", pattern), "a pattern"),
        (field("b", Condition::Not(Box::new(Condition::Mod(literal(2), literal(1))))), "arithmetic"),
        (field("a", Condition::ElemMatch(Box::new(eq("b", 1)))), "a list's elements"),
        (eq("a.0", 1), "the place of a list's element"),
        (eq("a", decimal), "a decimal"),
        (compare(Comparison::Gt, Bson::Null), "this order"),
        (Filter::Text("a".into()), "a text search"),
        (Filter::Or(vec![eq("a", 1), Filter::Raw(literal(doc! {}))]), "a raw filter"),
    ] {
        let scope = scope([eq("x", 1), filter]);
        assert!(matches!(scope.filter, Filter::Invalid { .. }));
        let error = scope.admit(&bytes(doc! {})).unwrap_err();
        assert!(matches!(error, Error::InvalidFilter { .. }) && error.to_string().contains(named), "{error}");
    }
    let scope = std::sync::Arc::new(scope([eq("version", 1)]));
    scope.on(Columns::NONE).admit(&bytes(doc! { "version": 1 })).unwrap();
    let error = scope.on(Columns::NONE.version("version")).admit(&bytes(doc! { "version": 1 })).unwrap_err();
    assert!(error.to_string().contains("a column that writes themselves set"), "{error}");
}
