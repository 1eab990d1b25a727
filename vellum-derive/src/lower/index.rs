//! Indexes: of fields, and of the model.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::LitInt;
use syn::ext::IdentExt as _;

use super::field::Lowered;
use super::model::Parts;
use super::{index_options, unique};
use crate::attr::index::{FieldIndexAttr, IndexAttr};
use crate::attr::{ContainerAttr, FieldPath, Given, keys};
use crate::errors::Errors;
use crate::ir::{Index, IndexKey, Order};

/// Indexes as far as they are understood.
struct Lowering<'a> {
    parts: &'a Parts,
    indexes: Vec<Index>,
    /// Names and key documents that are in use.
    seen: HashSet<String>,
    /// Where in `indexes` the text index is, of which a collection has one.
    text: Option<usize>,
}

pub(super) fn indexes(attr: &ContainerAttr, parts: &Parts, errors: &mut Errors) -> Vec<Index> {
    let mut lowering = Lowering { parts, indexes: Vec::new(), seen: HashSet::new(), text: None };
    for field in &parts.fields {
        lowering.of_field(field, errors);
    }
    for given in &attr.indexes {
        lowering.of_model(given, errors);
    }
    lowering.indexes
}

impl Lowering<'_> {
    fn of_field(&mut self, field: &Lowered, errors: &mut Errors) {
        // Other fields have no name of their own; their indexes were reported as contradictions.
        if field.is_id || field.field.stored().is_none() {
            return;
        }
        if let Some(given) = field.attr.unique.given() {
            let unique = unique::of_field(given, field, self.parts, errors);
            let index = Index {
                keys: vec![key_of(field, Order::Ascending, None)],
                unique: Some(unique),
                ..Index::default()
            };
            self.add(index, &given.key, errors);
        }
        for given in &field.attr.indexes {
            self.of_field_index(given, field, errors);
        }
    }

    fn of_field_index(&mut self, given: &Given<FieldIndexAttr>, field: &Lowered, errors: &mut Errors) {
        let written = &given.value;
        // A weight without order was meant for text; anything else would be a second message.
        let implied = if written.weight.is_given() { Order::Text } else { Order::Ascending };
        let order = written.order.value().copied().unwrap_or(implied);
        let weight =
            written.weight.given().and_then(|weight| self::weight(weight, written.order.value(), errors));
        let key = key_of(field, order, weight);
        let mut index = Index { keys: vec![key.clone()], ..Index::default() };
        index_options::lower(&written.options, &mut index, errors);
        // Fields with `index(text)` are one index together, since a collection has only one.
        if let (Order::Text, Some(position)) = (order, self.text) {
            let text = &mut self.indexes[position];
            text.name = text.name.take().or(index.name);
            text.partial = text.partial.take().or(index.partial);
            text.hidden |= index.hidden;
            text.keys.push(key);
            return;
        }
        self.add(index, &given.key, errors);
    }

    fn of_model(&mut self, given: &Given<IndexAttr>, errors: &mut Errors) {
        let written = &given.value;
        let mut index = Index::default();
        let mut paths = HashSet::new();
        for key in written.keys.value().into_iter().flatten() {
            if !paths.insert(key.path.to_string()) {
                errors.at(&key.path, format!("`{}` is given twice", key.path));
            } else if is_known(&key.path, self.parts, errors) {
                index.keys.push(IndexKey { path: key.path.clone(), order: key.order, weight: None });
            }
        }
        index.unique = written.unique.given().map(|unique| unique::of_model(unique, self.parts, errors));
        index_options::lower(&written.options, &mut index, errors);
        if index.keys.len() == paths.len() && !index.keys.is_empty() {
            if let (Some(_), true) = (self.text, is_text(&index)) {
                errors.at(&given.key, "a collection has one text index; add these keys to the first");
            }
            self.add(index, &given.key, errors);
        }
    }

    fn add(&mut self, index: Index, key: &Ident, errors: &mut Errors) {
        if let Some(name) = &index.name
            && !self.seen.insert(format!("name {name}"))
        {
            errors.at(key, format!("two indexes are called `{name}`"));
        }
        // Partial filters and collations make different indexes of the same keys.
        let comparable = index.partial.is_none() && index.collation.is_none();
        if comparable && !self.seen.insert(key_document(&index)) {
            errors.at(key, "an index of these keys is declared already");
        }
        if is_text(&index) {
            self.text.get_or_insert(self.indexes.len());
        }
        self.indexes.push(index);
    }
}

pub(super) fn shard_key(attr: &ContainerAttr, parts: &Parts, errors: &mut Errors) -> Vec<FieldPath> {
    let paths = attr.shard_key.value().into_iter().flatten();
    paths.filter(|path| is_known(path, parts, errors)).cloned().collect()
}

/// Whether the first name of a path is an accessor; the others are left to the compiler, which knows
/// the types.
fn is_known(path: &FieldPath, parts: &Parts, errors: &mut Errors) -> bool {
    let Some(first) = path.segments().next() else { return false };
    let accessors = parts.accessors();
    let name = first.unraw().to_string();
    if path.single().is_some() && parts.has_inner_fields_only(&name) {
        errors.at(
            path,
            format!("`{name}` has no name of its own; name one of its fields, as in `{name}.field`"),
        );
        return false;
    }
    if accessors.contains(&name) {
        return true;
    }
    let known: Vec<&str> = accessors.iter().map(String::as_str).collect();
    errors.at(first, keys::unknown("field", &name, &known));
    false
}

fn is_text(index: &Index) -> bool {
    index.keys.iter().any(|key| key.order == Order::Text)
}

fn key_document(index: &Index) -> String {
    let keys = index.keys.iter().map(|key| format!("{} {:?},", key.path, key.order));
    keys.collect()
}

fn key_of(field: &Lowered, order: Order, weight: Option<u32>) -> IndexKey {
    IndexKey { path: FieldPath::from(field.field.ident.clone()), order, weight }
}

fn weight(given: &Given<LitInt>, order: Option<&Order>, errors: &mut Errors) -> Option<u32> {
    if order != Some(&Order::Text) {
        errors.at(&given.key, "`weight` belongs to a text index: `index(text, weight = 5)`");
        return None;
    }
    let weight = given.value.base10_parse().ok().filter(|weight| (1..=99_999).contains(weight));
    if weight.is_none() {
        errors.at(&given.value, "a weight lies between 1 and 99999");
    }
    weight
}
