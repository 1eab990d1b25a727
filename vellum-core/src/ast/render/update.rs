//! Updates, and the elements of lists that they mean.

use std::borrow::Cow;

use super::{
    Refused, document, whole, write_element, write_expr, write_filter, write_literal, write_literals,
};
use crate::ast::path::Elements;
use crate::ast::update::{BitOperation, Body, Operator, Push, Resolved};
use crate::ast::{Condition, Expr, Filter, Literal};
use crate::bson::element;
use crate::value::Encoder;

/// An update as it is sent.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) body: RenderedBody,
    pub(crate) array_filters: Vec<Vec<u8>>,
}

/// A document of operators, or the stages of a pipeline.
#[derive(Debug)]
pub(crate) enum RenderedBody {
    Changes(Vec<u8>),
    Pipeline(Vec<Vec<u8>>),
}

/// How a path names the elements of a list that an update means.
pub(crate) fn placeholder(elements: &Elements) -> String {
    match elements {
        Elements::Matched => "$".to_owned(),
        Elements::Each => "$[]".to_owned(),
        Elements::Where(name, _) => named_placeholder(name),
    }
}

pub(crate) fn named_placeholder(name: &str) -> String {
    format!("$[{name}]")
}

/// Whether a name is an operator's.
pub(crate) fn is_operator(name: &str) -> bool {
    name.starts_with('$')
}

/// Whether an operator moves a value.
pub(crate) fn is_rename(name: &str) -> bool {
    name == RENAME
}

const RENAME: &str = "$rename";

pub(crate) fn is_placeholder(part: &str) -> bool {
    part.starts_with('$')
}

/// The update as BSON. Its changes are put in order.
pub(crate) fn render_update(update: &mut Resolved) -> Result<Rendered, Refused> {
    let body = match &mut update.body {
        Body::Changes(changes) => {
            sort(changes);
            RenderedBody::Changes(document(|out| write_changes(changes, out))?)
        }
        Body::Computed(assignments) => {
            let stage = document(|out| write_assignments(assignments, out))?;
            RenderedBody::Pipeline(vec![stage])
        }
        Body::Replaced { document: replacement, kept } => {
            let stage = document(|out| write_replacement(replacement, kept, out))?;
            RenderedBody::Pipeline(vec![stage])
        }
    };
    let filters = update.array_filters.iter();
    let array_filters = filters.map(|(name, filter)| array_filter(name, filter)).collect::<Result<_, _>>()?;
    Ok(Rendered { body, array_filters })
}

/// The order in which operators are written.
const OPERATORS: [&str; 15] = [
    "$set",
    "$unset",
    "$inc",
    "$mul",
    "$min",
    "$max",
    "$currentDate",
    RENAME,
    "$push",
    "$addToSet",
    "$pull",
    "$pullAll",
    "$pop",
    "$bit",
    "$setOnInsert",
];

fn operator(operator: &Operator) -> &str {
    match operator {
        Operator::Set(_) => "$set",
        Operator::Unset => "$unset",
        Operator::Inc(..) => "$inc",
        Operator::Mul(..) => "$mul",
        Operator::Min(_) => "$min",
        Operator::Max(_) => "$max",
        Operator::CurrentDate(_) => "$currentDate",
        Operator::Rename(_) => RENAME,
        Operator::Push(_) => "$push",
        Operator::AddToSet(_) => "$addToSet",
        Operator::Pull(_) => "$pull",
        Operator::PullAll(_) => "$pullAll",
        Operator::Pop(_) => "$pop",
        Operator::Bit(..) => "$bit",
        Operator::SetOnInsert(_) => "$setOnInsert",
        Operator::Raw(name, _) => name,
    }
}

/// A change, and the path that it is written under.
type Placed = (Cow<'static, str>, Operator);

/// Puts changes by the same operator beside each other.
fn sort(changes: &mut [Placed]) {
    let rank = |name: &str| OPERATORS.iter().position(|known| *known == name).unwrap_or(OPERATORS.len());
    changes.sort_by(|(_, one), (_, other)| {
        let (one, other) = (operator(one), operator(other));
        rank(one).cmp(&rank(other)).then_with(|| one.cmp(other))
    });
}

fn write_changes(sorted: &[Placed], out: &mut Encoder) {
    out.document(|out| {
        for group in sorted.chunk_by(|(_, one), (_, other)| operator(one) == operator(other)) {
            let Some((_, first)) = group.first() else { continue };
            out.key(element::DOCUMENT, operator(first));
            out.document(|out| {
                for (path, operator) in group {
                    write_operand(path, operator, out);
                }
            });
        }
    });
}

fn write_operand(path: &str, operator: &Operator, out: &mut Encoder) {
    match operator {
        Operator::Set(value)
        | Operator::SetOnInsert(value)
        | Operator::Inc(value, _)
        | Operator::Mul(value, _)
        | Operator::Min(value)
        | Operator::Max(value)
        | Operator::Raw(_, value) => write_literal(path, value, out),
        Operator::Unset => out.field_str(path, ""),
        Operator::CurrentDate(element_type) => {
            out.key(element::DOCUMENT, path);
            out.document(|out| out.field_str("$type", element::operator_name(*element_type)));
        }
        Operator::Rename(to) => out.field_str(path, to.as_str()),
        Operator::Push(push) => write_push(path, push, out),
        Operator::AddToSet(values) => match values.as_slice() {
            [one] if !one.starts_with_operator() => write_literal(path, one, out),
            several => {
                out.key(element::DOCUMENT, path);
                out.document(|out| write_literals("$each", several, out));
            }
        },
        Operator::Pull(filter) => {
            out.key(element::DOCUMENT, path);
            write_element(filter, out);
        }
        Operator::PullAll(values) => write_literals(path, values, out),
        Operator::Pop(first) => write_literal(path, &whole(if *first { -1 } else { 1 }), out),
        Operator::Bit(operation, mask) => {
            let name = match operation {
                BitOperation::And => "and",
                BitOperation::Or => "or",
                BitOperation::Xor => "xor",
            };
            out.key(element::DOCUMENT, path);
            out.document(|out| write_literal(name, mask, out));
        }
    }
}

fn write_push(path: &str, push: &Push, out: &mut Encoder) {
    if let ([one], true) = (push.values.as_slice(), push.is_plain())
        && !one.starts_with_operator()
    {
        return write_literal(path, one, out);
    }
    out.key(element::DOCUMENT, path);
    out.document(|out| {
        write_literals("$each", &push.values, out);
        for (option, number) in [("$position", push.position), ("$slice", push.slice)] {
            if let Some(number) = number {
                write_literal(option, &whole(number), out);
            }
        }
        match push.sort.as_slice() {
            [] => {}
            [(path, direction)] if path.is_empty() => write_literal("$sort", &Literal::of(direction), out),
            orders => {
                out.key(element::DOCUMENT, "$sort");
                out.document(|out| {
                    for (path, direction) in orders {
                        write_literal(path, &Literal::of(direction), out);
                    }
                });
            }
        }
    });
}

fn write_assignments(assignments: &[(Cow<'static, str>, Option<Expr>)], out: &mut Encoder) {
    out.document(|out| {
        out.key(element::DOCUMENT, "$set");
        out.document(|out| {
            for (path, value) in assignments {
                match value {
                    Some(value) => write_expr(path, value, out),
                    None => out.field_str(path, "$$REMOVE"),
                }
            }
        });
    });
}

/// `{$replaceWith: {$mergeObjects: [{_id: "$_id"}, {$literal: document}, columns]}}`
fn write_replacement(document: &Literal, kept: &[(&'static str, Expr)], out: &mut Encoder) {
    let id = [("_id", Expr::Field("_id".to_owned()))];
    let object = |index: &str, fields: &[(&'static str, Expr)], out: &mut Encoder| {
        out.key(element::DOCUMENT, index);
        out.document(|out| fields.iter().for_each(|(name, value)| write_expr(name, value, out)));
    };
    out.document(|out| {
        out.key(element::DOCUMENT, "$replaceWith");
        out.document(|out| {
            out.key(element::ARRAY, "$mergeObjects");
            out.document(|out| {
                object("0", &id, out);
                write_expr("1", &Expr::Literal(document.clone()), out);
                object("2", kept, out);
            });
        });
    });
}

/// The filter on the elements that have a name: every path begins with it.
fn array_filter(name: &str, filter: &Filter) -> Result<Vec<u8>, Refused> {
    let named = below(name, filter.clone());
    if let Filter::Invalid { path, reason } = named {
        return Err((path, reason));
    }
    document(|out| write_filter(&named, out))
}

fn below(name: &str, filter: Filter) -> Filter {
    let all = |filters: Vec<Filter>| filters.into_iter().map(|filter| below(name, filter)).collect();
    match filter {
        Filter::Field(path, condition) if path.is_empty() => Filter::Field(name.to_owned(), condition),
        Filter::Field(path, condition) => Filter::Field(format!("{name}.{path}"), condition),
        Filter::And(filters) => Filter::And(all(filters)),
        Filter::Or(filters) => Filter::Or(all(filters)),
        Filter::Nor(filters) => Filter::Nor(all(filters)),
        Filter::Nothing => Filter::Field(name.to_owned(), Condition::In(Vec::new())),
        invalid @ Filter::Invalid { .. } => invalid,
        Filter::All | Filter::Expr(_) | Filter::Text(_) | Filter::Raw(_) => Filter::Invalid {
            path: name.to_owned(),
            reason: "this filter cannot be asked of a list's elements".to_owned(),
        },
    }
}
