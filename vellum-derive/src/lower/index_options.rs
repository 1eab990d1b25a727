//! What an index has beside its keys, and which of it goes together.

use syn::LitInt;

use super::duration;
use crate::attr::index::{CollationAttr, OptionsAttr};
use crate::attr::{Given, Slot, keys};
use crate::errors::Errors;
use crate::ir::{Collation, Index, Order};

pub(super) fn lower(written: &OptionsAttr, index: &mut Index, errors: &mut Errors) {
    index.name = written.name.value().map(syn::LitStr::value);
    if let Some(literal) = written.name.value().filter(|literal| literal.value().is_empty()) {
        errors.at(literal, "an index's name cannot be empty");
    }
    index.sparse = written.sparse.is_given();
    index.hidden = written.hidden.is_given();
    index.ttl = written.ttl.value().and_then(|literal| duration::seconds(literal, errors));
    index.collation = written.collation.given().map(|given| collation(given, errors));
    index.partial = written.partial.value().cloned();
    check_ttl(written, index, errors);
    check_partial(written, index, errors);
    check_orders(written, index, errors);
}

fn check_ttl(written: &OptionsAttr, index: &Index, errors: &mut Errors) {
    let Some(key) = written.ttl.key() else { return };
    let plain = |order| matches!(order, Order::Ascending | Order::Descending);
    if index.keys.len() > 1 {
        errors.at(key, "`ttl` needs an index of exactly one field");
    } else if index.keys.iter().any(|key| !plain(key.order)) {
        errors.at(key, "`ttl` needs an ascending or descending index");
    }
}

fn check_partial(written: &OptionsAttr, index: &Index, errors: &mut Errors) {
    let live = index.unique.as_ref().is_some_and(|unique| unique.live.is_some());
    if let Some(key) = written.sparse.key() {
        if written.partial.is_given() {
            errors.at(key, "`partial` and `sparse` contradict each other: the filter says what is indexed");
        } else if live {
            errors.at(key, "`unique(live)` and `sparse` contradict each other: live documents are indexed");
        }
    }
}

fn check_orders(written: &OptionsAttr, index: &Index, errors: &mut Errors) {
    let has = |order| index.keys.iter().any(|key| key.order == order);
    if let Some(key) = written.collation.key()
        && (has(Order::Text) || has(Order::Plane))
    {
        errors.at(key, "MongoDB has no collation for \"text\" and \"2d\" indexes");
    }
    let hashed: Vec<_> = index.keys.iter().filter(|key| key.order == Order::Hashed).collect();
    if let [_, second, ..] = hashed.as_slice() {
        errors.at(&second.path, "an index has at most one hashed field");
    }
    if let ([first, ..], Some(_)) = (hashed.as_slice(), &index.unique) {
        errors.at(&first.path, "a hashed index cannot be unique");
    }
}

fn collation(given: &Given<CollationAttr>, errors: &mut Errors) -> Collation {
    let written = &given.value;
    if !written.locale.is_given() {
        errors.at(&given.key, "a collation needs a locale: `collation(locale = \"en\")`");
    }
    Collation {
        locale: written.locale.value().map(syn::LitStr::value).unwrap_or_default(),
        strength: written.strength.value().and_then(|literal| strength(literal, errors)),
        case_first: one_of(&written.case_first, &["upper", "lower", "off"], errors),
        alternate: one_of(&written.alternate, &["non-ignorable", "shifted"], errors),
        max_variable: one_of(&written.max_variable, &["punct", "space"], errors),
        case_level: written.case_level.value().copied(),
        numeric_ordering: written.numeric_ordering.value().copied(),
        normalization: written.normalization.value().copied(),
        backwards: written.backwards.value().copied(),
    }
}

fn strength(literal: &LitInt, errors: &mut Errors) -> Option<u32> {
    let strength = literal.base10_parse().ok().filter(|strength| (1..=5).contains(strength));
    if strength.is_none() {
        errors.at(literal, "a collation's strength lies between 1 and 5");
    }
    strength
}

fn one_of(written: &Slot<syn::LitStr>, known: &[&str], errors: &mut Errors) -> Option<String> {
    let given = written.given()?;
    let value = given.value.value();
    if known.contains(&value.as_str()) {
        return Some(value);
    }
    errors.at(&given.value, keys::unknown(&format!("`{}`", given.key), &value, known));
    None
}
