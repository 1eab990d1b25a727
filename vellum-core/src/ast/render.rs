//! The only place that writes `$`: queries as a person would write them by hand.

mod ends;
mod expr;
mod index;
mod projection;
mod stage;
mod update;

pub(crate) use expr::render_expr;
use expr::write_expr;
pub(crate) use index::render_index;
pub(crate) use projection::render_projection;
pub(crate) use stage::render_stages;
pub(crate) use update::{
    RenderedBody, is_operator, is_placeholder, is_rename, named_placeholder, placeholder, render_update,
};

use super::expr::whole;
use super::{Area, Bits, Comparison, Condition, Filter, Literal};
use crate::bson::{Bson, element};
use crate::value::{EncodeFault, Encoder};

/// Why a query cannot be sent: path and reason.
pub(crate) type Refused = (String, String);

/// The filter as a BSON document.
pub(crate) fn render_filter(filter: &Filter) -> Result<Vec<u8>, Refused> {
    if let Filter::Invalid { path, reason } = filter {
        return Err((path.clone(), reason.clone()));
    }
    document(|out| write_filter(filter, out))
}

/// The document that `write` appends.
fn document(write: impl FnOnce(&mut Encoder)) -> Result<Vec<u8>, Refused> {
    let mut out = Encoder::with_capacity(USUAL_LENGTH);
    write(&mut out);
    out.finish().map_err(refused)
}

/// The bytes that most filters and updates fit into.
const USUAL_LENGTH: usize = 128;

/// The fault, with the path that the user has written: without operators.
fn refused(fault: EncodeFault) -> Refused {
    let operator = |part: &&str| part.starts_with('$') && *part != "$" && !part.starts_with("$[");
    let parts: Vec<&str> = fault.path.split('.').filter(|part| !operator(part)).collect();
    (parts.join("."), fault.reason)
}

/// The score of a text search, as a sort names it.
pub(crate) fn text_score() -> Bson {
    Bson::Document(crate::bson::doc! { "$meta": "textScore" })
}

fn write_filter(filter: &Filter, out: &mut Encoder) {
    match filter {
        Filter::Raw(document) => document.write(out),
        Filter::And(parts) => Clauses::of(parts.iter()).write(out),
        Filter::Field(path, condition) => out.document(|out| write_field(path, &[condition], out)),
        single => Clauses::of(std::iter::once(single)).write(out),
    }
}

/// The parts of a conjunction, gathered by the key that they are written under.
#[derive(Default)]
struct Clauses<'a> {
    fields: Vec<(&'a str, Vec<&'a Condition>)>,
    nor: Vec<&'a Filter>,
    plain: Vec<&'a Filter>,
    /// What would need a key a second time; written under `$and`.
    rest: Vec<&'a Filter>,
}

impl<'a> Clauses<'a> {
    fn of(parts: impl Iterator<Item = &'a Filter>) -> Self {
        let mut clauses = Self::default();
        for part in parts {
            clauses.add(part);
        }
        clauses
    }

    fn add(&mut self, part: &'a Filter) {
        match part {
            Filter::Field(path, condition) => {
                let Some((_, conditions)) = self.fields.iter_mut().find(|(known, _)| known == path) else {
                    self.fields.push((path, vec![condition]));
                    return;
                };
                if goes_with(conditions, condition) {
                    conditions.push(condition);
                } else {
                    self.rest.push(part);
                }
            }
            Filter::Nor(filters) => self.nor.extend(filters),
            Filter::All => {}
            Filter::Raw(_) => self.rest.push(part),
            other => {
                let same = |known: &&Filter| std::mem::discriminant(*known) == std::mem::discriminant(other);
                if self.plain.iter().any(same) { self.rest.push(other) } else { self.plain.push(other) }
            }
        }
    }

    fn write(&self, out: &mut Encoder) {
        out.document(|out| {
            for (path, conditions) in &self.fields {
                write_field(path, conditions, out);
            }
            for filter in &self.plain {
                write_plain(filter, out);
            }
            write_filters("$nor", self.nor.iter().copied(), out);
            write_filters("$and", self.rest.iter().copied(), out);
        });
    }
}

/// Whether a condition can stand in one document of operators with others on the same path. The
/// server takes no neighbours of its geographic operators.
fn goes_with(others: &[&Condition], condition: &Condition) -> bool {
    let alone = |condition: &Condition| {
        matches!(condition, Condition::Near { .. } | Condition::Within(_) | Condition::Intersects(_))
    };
    !alone(condition) && !others.iter().any(|other| alone(other) || operator(other) == operator(condition))
}

fn write_plain(filter: &Filter, out: &mut Encoder) {
    match filter {
        Filter::Or(filters) => write_filters("$or", filters.iter(), out),
        Filter::Expr(expr) => write_expr("$expr", expr, out),
        Filter::Text(text) => {
            out.key(element::DOCUMENT, "$text");
            out.document(|out| {
                out.field_str("$search", &text.search);
                if let Some(language) = &text.language {
                    out.field_str("$language", language);
                }
                for (key, wanted) in [
                    ("$caseSensitive", text.case_sensitive),
                    ("$diacriticSensitive", text.diacritic_sensitive),
                ] {
                    if wanted {
                        write_literal(key, &Literal::of(&true), out);
                    }
                }
            });
        }
        Filter::Nothing => {
            // An empty `$in` on `_id`: the planner answers it without reading anything.
            out.key(element::DOCUMENT, "_id");
            out.document(|out| write_array("$in", 0, out, |_, _| {}));
        }
        Filter::Invalid { reason, .. } => out.refuse(reason),
        Filter::All | Filter::Field(..) | Filter::And(_) | Filter::Nor(_) | Filter::Raw(_) => {
            out.key(element::ARRAY, "$and");
            out.document(|out| {
                out.key(element::DOCUMENT, "0");
                write_filter(filter, out);
            });
        }
    }
}

fn write_filters<'a>(key: &str, filters: impl ExactSizeIterator<Item = &'a Filter>, out: &mut Encoder) {
    if filters.len() == 0 {
        return;
    }
    let filters: Vec<_> = filters.collect();
    write_array(key, filters.len(), out, |index, out| {
        out.key(element::DOCUMENT, &index.to_string());
        write_filter(filters[index], out);
    });
}

/// An array of `length` elements; `write` appends each with its key.
fn write_array(key: &str, length: usize, out: &mut Encoder, write: impl Fn(usize, &mut Encoder)) {
    out.key(element::ARRAY, key);
    out.document(|out| (0..length).for_each(|index| write(index, out)));
}

fn write_literal(key: &str, literal: &Literal, out: &mut Encoder) {
    out.key(literal.element_type(), key);
    literal.write(out);
}

fn write_literals(key: &str, literals: &[Literal], out: &mut Encoder) {
    write_array(key, literals.len(), out, |index, out| {
        write_literal(&index.to_string(), &literals[index], out);
    });
}

fn write_field(path: &str, conditions: &[&Condition], out: &mut Encoder) {
    if let [Condition::Eq(literal)] = conditions
        && !literal.needs_eq()
    {
        return write_literal(path, literal, out);
    }
    out.key(element::DOCUMENT, path);
    write_conditions(conditions, out);
}

fn write_conditions(conditions: &[&Condition], out: &mut Encoder) {
    out.document(|out| {
        for condition in conditions {
            write_condition(condition, out);
        }
    });
}

/// The operator that a condition is written with.
fn operator(condition: &Condition) -> &'static str {
    match condition {
        Condition::Eq(_) => "$eq",
        Condition::Ne(_) => "$ne",
        Condition::Compare(Comparison::Gt, _) => "$gt",
        Condition::Compare(Comparison::Gte, _) => "$gte",
        Condition::Compare(Comparison::Lt, _) => "$lt",
        Condition::Compare(Comparison::Lte, _) => "$lte",
        Condition::In(_) => "$in",
        Condition::NotIn(_) => "$nin",
        Condition::Exists(_) => "$exists",
        Condition::Type(_) => "$type",
        Condition::Regex { .. } => "$regex",
        Condition::All(_) | Condition::AllMatch(_) => "$all",
        Condition::Size(_) => "$size",
        Condition::ElemMatch(_) => "$elemMatch",
        Condition::Mod(..) => "$mod",
        Condition::Bits(Bits::AllSet, _) => "$bitsAllSet",
        Condition::Bits(Bits::AnySet, _) => "$bitsAnySet",
        Condition::Bits(Bits::AllClear, _) => "$bitsAllClear",
        Condition::Bits(Bits::AnyClear, _) => "$bitsAnyClear",
        Condition::Near { .. } => "$near",
        Condition::Within(_) => "$geoWithin",
        Condition::Intersects(_) => "$geoIntersects",
        Condition::Not(_) => "$not",
    }
}

fn write_condition(condition: &Condition, out: &mut Encoder) {
    let key = operator(condition);
    match condition {
        Condition::Eq(literal)
        | Condition::Ne(literal)
        | Condition::Compare(_, literal)
        | Condition::Bits(_, literal) => {
            write_literal(key, literal, out);
        }
        Condition::In(literals) | Condition::NotIn(literals) | Condition::All(literals) => {
            write_literals(key, literals, out);
        }
        Condition::Exists(there) => write_literal(key, &Literal::of(there), out),
        Condition::Type(element_type) => out.field_str(key, element::operator_name(*element_type)),
        Condition::Regex { pattern, options } => {
            out.field_str(key, pattern);
            if !options.is_empty() {
                out.field_str("$options", options);
            }
        }
        Condition::Size(length) => write_literal(key, &whole(*length), out),
        Condition::ElemMatch(filter) => {
            out.key(element::DOCUMENT, key);
            write_element(filter, out);
        }
        Condition::AllMatch(filters) => write_array(key, filters.len(), out, |index, out| {
            out.key(element::DOCUMENT, &index.to_string());
            out.document(|out| {
                out.key(element::DOCUMENT, "$elemMatch");
                write_element(&filters[index], out);
            });
        }),
        Condition::Mod(divisor, remainder) => write_array(key, 2, out, |index, out| {
            write_literal(&index.to_string(), if index == 0 { divisor } else { remainder }, out);
        }),
        Condition::Near { point, min, max } => write_near(point, *min, *max, out),
        Condition::Within(area) => write_within(area, out),
        Condition::Intersects(shape) => {
            out.key(element::DOCUMENT, key);
            out.document(|out| write_literal("$geometry", shape, out));
        }
        Condition::Not(inner) => {
            out.key(element::DOCUMENT, key);
            write_conditions(&[inner.as_ref()], out);
        }
    }
}

/// What stands in `$elemMatch`: operators on the element itself, or a filter on its fields.
fn write_element(filter: &Filter, out: &mut Encoder) {
    let parts = if let Filter::And(parts) = filter { parts.as_slice() } else { std::slice::from_ref(filter) };
    let on_itself = parts.iter().map(|part| match part {
        Filter::Field(path, condition) if path.is_empty() => Some(condition),
        _ => None,
    });
    match on_itself.collect::<Option<Vec<_>>>() {
        Some(conditions) => write_on_itself(&conditions, out),
        None if filter.tests_element_itself() => {
            out.refuse("a condition on an element itself cannot stand beside one on its parts");
        }
        None => write_filter(filter, out),
    }
}

/// Operators that would need a key twice go under a double `$not`, the only place where a second
/// document of operators can stand.
fn write_on_itself(conditions: &[&Condition], out: &mut Encoder) {
    let mut together: Vec<&Condition> = Vec::new();
    let mut rest: Vec<&Condition> = Vec::new();
    for condition in conditions {
        if goes_with(&together, condition) { together.push(condition) } else { rest.push(condition) }
    }
    if !rest.is_empty() && together.iter().any(|condition| matches!(condition, Condition::Not(_))) {
        out.refuse("MongoDB cannot combine these conditions on one element");
    }
    out.document(|out| {
        for condition in &together {
            write_condition(condition, out);
        }
        if !rest.is_empty() {
            out.key(element::DOCUMENT, "$not");
            out.document(|out| {
                out.key(element::DOCUMENT, "$not");
                write_on_itself(&rest, out);
            });
        }
    });
}

fn write_near(point: &Literal, min: Option<f64>, max: Option<f64>, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$near");
    out.document(|out| {
        write_literal("$geometry", point, out);
        if let Some(min) = min {
            write_literal("$minDistance", &Literal::of(&min), out);
        }
        if let Some(max) = max {
            write_literal("$maxDistance", &Literal::of(&max), out);
        }
    });
}

fn write_within(area: &Area, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$geoWithin");
    out.document(|out| match area {
        Area::Geometry(polygon) => write_literal("$geometry", polygon, out),
        Area::CenterSphere(center, radians) => {
            write_array("$centerSphere", 2, out, |index, out| {
                let part = if index == 0 { Literal::of(center) } else { Literal::of(radians) };
                write_literal(&index.to_string(), &part, out);
            });
        }
    });
}
