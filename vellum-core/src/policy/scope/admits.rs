//! Filters, evaluated on a document as the server would. What cannot be said for certain is `None`.

mod compare;

use self::compare::{Stored, equal, in_order};
use crate::ast::{Condition, Filter, Literal};
use crate::bson::{Bson, Document, element};
use crate::value::{Encoder, Reader, Value};

/// Whether a document meets a filter.
pub(crate) fn admits(filter: &Filter, document: &[u8]) -> Option<bool> {
    meets(filter, Reader::of_document(document).ok()?)
}

fn meets(filter: &Filter, document: Reader<'_>) -> Option<bool> {
    match filter {
        Filter::All => Some(true),
        Filter::Nothing => Some(false),
        Filter::And(parts) => all(parts, |part| meets(part, document)),
        Filter::Or(parts) => any(parts, |part| meets(part, document)),
        Filter::Nor(parts) => any(parts, |part| meets(part, document)).map(|met| !met),
        Filter::Field(path, condition) => holds(condition, path, document),
        Filter::Expr(_) | Filter::Text(_) | Filter::Raw(_) | Filter::Invalid { .. } => None,
    }
}

fn holds(condition: &Condition, path: &str, document: Reader<'_>) -> Option<bool> {
    let equals = |literal: &Literal| {
        any(&values(document, path, true)?, |value| match value {
            None => Some(literal.is_null()),
            Some(value) => equal(*value, Stored::of(literal)),
        })
    };
    match condition {
        Condition::Eq(literal) => equals(literal),
        Condition::Ne(literal) => equals(literal).map(|equal| !equal),
        Condition::In(literals) => any(literals, equals),
        Condition::NotIn(literals) => any(literals, equals).map(|one| !one),
        Condition::All(literals) if literals.is_empty() => Some(false),
        Condition::All(literals) => all(literals, equals),
        Condition::Compare(comparison, literal) => any(&values(document, path, true)?, |value| match value {
            None => Some(false),
            Some(value) => in_order(*comparison, *value, Stored::of(literal)),
        }),
        Condition::Exists(there) => {
            let found = values(document, path, false)?.iter().any(Option::is_some);
            Some(found == *there)
        }
        Condition::Type(element_type) => {
            let is =
                |value: &Option<Stored<'_>>| value.is_some_and(|value| value.element_type == *element_type);
            Some(values(document, path, true)?.iter().any(is))
        }
        Condition::Size(length) => any(&values(document, path, false)?, |value| match value {
            Some(Stored { element_type: element::ARRAY, value }) => Some(count(*value)? == *length),
            _ => Some(false),
        }),
        Condition::Not(inner) => holds(inner, path, document).map(|met| !met),
        _ => None,
    }
}

fn any<T>(all: &[T], test: impl Fn(&T) -> Option<bool>) -> Option<bool> {
    all.iter().try_fold(false, |met, one| Some(test(one)? || met))
}

fn all<T>(all: &[T], test: impl Fn(&T) -> Option<bool>) -> Option<bool> {
    all.iter().try_fold(true, |met, one| Some(test(one)? && met))
}

fn count(mut array: Reader<'_>) -> Option<i64> {
    let mut elements = array.document().ok()?;
    let mut count = 0;
    while let Some(element_type) = elements.next_element().ok()? {
        elements.skip(element_type).ok()?;
        count += 1;
    }
    Some(count)
}

/// What the server looks at for a path: one value, `None` if it is missing, or those in lists. With `within`,
/// a list's elements are looked at, and then the list itself.
fn values<'de>(document: Reader<'de>, path: &str, within: bool) -> Option<Vec<Option<Stored<'de>>>> {
    let mut found = Vec::new();
    gather(document, path, within, &mut found)?;
    Some(found)
}

fn gather<'de>(
    document: Reader<'de>,
    path: &str,
    within: bool,
    found: &mut Vec<Option<Stored<'de>>>,
) -> Option<()> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some((element_type, mut value)) = document.find(name).ok()? else {
        found.push(None);
        return Some(());
    };
    let stored = Stored { element_type, value };
    match (rest, element_type) {
        (None, element::ARRAY) if within => {
            let mut elements = value.document().ok()?;
            while let Some(element_type) = elements.next_element().ok()? {
                found.push(Some(Stored { element_type, value: elements }));
                elements.skip(element_type).ok()?;
            }
            found.push(Some(stored));
        }
        (None, _) => found.push(Some(stored)),
        (Some(rest), element::DOCUMENT) => gather(value.document().ok()?, rest, within, found)?,
        (Some(rest), element::ARRAY) => {
            let mut elements = value.document().ok()?;
            while let Some(element_type) = elements.next_element().ok()? {
                if element_type == element::DOCUMENT {
                    let mut element = elements;
                    gather(element.document().ok()?, rest, within, found)?;
                }
                elements.skip(element_type).ok()?;
            }
        }
        (Some(_), _) => found.push(None),
    }
    Some(())
}

/// The document with other values at some paths.
pub(super) fn with_values(document: &[u8], values: &[(&str, &Literal)]) -> Option<Vec<u8>> {
    let mut changed = Document::decode_as(element::DOCUMENT, &mut Reader::of_value(document)).ok()?;
    for (path, value) in values {
        put(&mut changed, path, value.to_bson())?;
    }
    let mut out = Encoder::new();
    changed.encode(&mut out);
    out.finish().ok()
}

fn put(document: &mut Document, path: &str, value: Bson) -> Option<()> {
    let Some((name, rest)) = path.split_once('.') else {
        document.insert(path, value);
        return Some(());
    };
    if !document.contains_key(name) {
        document.insert(name, Document::new());
    }
    put(document.get_document_mut(name).ok()?, rest, value)
}
