//! What a filter speaks of, and whether it can be evaluated without a server.

use crate::ast::{Condition, Filter, Literal};
use crate::bson::element;

/// The paths of all fields.
pub(crate) fn paths(filter: &Filter) -> Vec<&str> {
    match filter {
        Filter::Field(path, _) => vec![path],
        Filter::And(parts) | Filter::Or(parts) | Filter::Nor(parts) => parts.iter().flat_map(paths).collect(),
        _ => Vec::new(),
    }
}

/// Whether a filter asks something of what a path leads to.
pub(super) fn speaks_of(filter: &Filter, path: &str) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) | Filter::Nor(parts) => {
            parts.iter().any(|part| speaks_of(part, path))
        }
        Filter::Field(known, _) => overlap(known, path),
        // Nobody knows what it asks.
        Filter::Raw(_) => true,
        _ => false,
    }
}

/// Whether two paths lead to the same value, or one into what the other leads to. Which elements of a list
/// are meant does not count.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    names(one).zip(names(other)).all(|(one, other)| one == other)
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|name| !is_position(name) && !name.starts_with('$'))
}

fn is_position(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Path and reason of what cannot be evaluated here.
pub(super) fn undecidable(filter: &Filter) -> Option<(String, String)> {
    let refused = |path: &str, what: &str| {
        let takes = "a scope compares fields with values: by `eq`, `ne`, `is_in`, `is_not_in`, `contains`, \
                     `exists`, or in an order";
        Some((path.to_owned(), format!("{what}: {takes}")))
    };
    match filter {
        Filter::All | Filter::Nothing => None,
        Filter::Invalid { path, reason } => Some((path.clone(), reason.clone())),
        Filter::And(parts) | Filter::Or(parts) | Filter::Nor(parts) => parts.iter().find_map(undecidable),
        Filter::Field(path, _) if path.split('.').any(is_position) => {
            refused(path, "the place of a list's element cannot stand in a scope")
        }
        Filter::Field(path, condition) => unsupported(condition).and_then(|what| refused(path, what)),
        Filter::Expr(_) => refused("", "an expression cannot stand in a scope"),
        Filter::Text(_) => refused("", "a text search cannot stand in a scope"),
        Filter::Raw(_) => refused("", "a raw filter cannot stand in a scope"),
    }
}

fn unsupported(condition: &Condition) -> Option<&'static str> {
    match condition {
        Condition::Eq(value) | Condition::Ne(value) => unequal(value),
        Condition::In(values) | Condition::NotIn(values) | Condition::All(values) => {
            values.iter().find_map(unequal)
        }
        Condition::Compare(_, value) => match value.element_type() {
            element::DOCUMENT | element::ARRAY | element::NULL => Some("this order cannot stand in a scope"),
            _ => unequal(value),
        },
        Condition::Exists(_) | Condition::Type(_) | Condition::Size(_) => None,
        Condition::Not(inner) => unsupported(inner),
        Condition::Regex { .. } => Some("a pattern cannot stand in a scope"),
        Condition::ElemMatch(_) | Condition::AllMatch(_) => {
            Some("conditions on a list's elements cannot stand in a scope")
        }
        Condition::Mod(..) | Condition::Bits(..) => Some("arithmetic cannot stand in a scope"),
        Condition::Near { .. } | Condition::Within(_) | Condition::Intersects(_) => {
            Some("a place on earth cannot stand in a scope")
        }
    }
}

fn unequal(value: &Literal) -> Option<&'static str> {
    match value.element_type() {
        element::DECIMAL128 => Some("a decimal cannot stand in a scope"),
        element::DOUBLE
        | element::STRING
        | element::DOCUMENT
        | element::ARRAY
        | element::BINARY
        | element::OBJECT_ID
        | element::BOOLEAN
        | element::DATE
        | element::NULL
        | element::INT32
        | element::TIMESTAMP
        | element::INT64 => None,
        _ => Some("a value of this type cannot stand in a scope"),
    }
}

/// The first path that is compared with text, or with what may hold some.
pub(super) fn text(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) | Filter::Nor(parts) => parts.iter().find_map(text),
        Filter::Field(path, condition) => compares_text(condition).then_some(path),
        _ => None,
    }
}

fn compares_text(condition: &Condition) -> bool {
    let is_text = |value: &Literal| {
        matches!(value.element_type(), element::STRING | element::DOCUMENT | element::ARRAY)
    };
    match condition {
        Condition::Eq(one) | Condition::Ne(one) | Condition::Compare(_, one) => is_text(one),
        Condition::In(many) | Condition::NotIn(many) | Condition::All(many) => many.iter().any(is_text),
        Condition::Not(inner) => compares_text(inner),
        _ => false,
    }
}
