//! What a write gets besides what its caller asked for: the version, the time, and absence for `None`.

use chrono::{DateTime, Utc};

use super::shape::{Declared, declared_at, field_at};
use crate::ast::{Assignment, Change, Expr, Literal, Operator, Path, Update};
use crate::bson::{Bson, element};
use crate::schema::{Columns, Shape};

/// The update as the model's columns want it: `+1` for the version, the time of the write.
pub(crate) fn touched(update: Update, columns: Columns, shape: Shape, now: DateTime<Utc>) -> Update {
    let update = checked(update, columns);
    match update {
        Update::Changes(mut changes) => {
            for change in &mut changes {
                leave_out_none(change, shape);
            }
            touch(&mut changes, columns, now);
            Update::Changes(changes)
        }
        Update::Computed(mut assignments) => {
            for assignment in &mut assignments {
                leave_out_computed_none(assignment, shape);
                keep_narrow(assignment, shape);
            }
            if let Some(column) = columns.version {
                assignments.push(assignment(column, next_version(column)));
            }
            if let Some(column) = columns.updated_at {
                assignments.push(assignment(column, Expr::Literal(Literal::of(&now))));
            }
            Update::Computed(assignments)
        }
        other @ (Update::Replaced { .. } | Update::Invalid { .. }) => other,
    }
}

/// The update that puts another document in the place of one: id and time of creation stay.
pub(crate) fn replaced(document: Literal, columns: Columns, now: DateTime<Utc>) -> Update {
    let mut kept = Vec::new();
    if let Some(column) = columns.created_at {
        kept.push((column, Expr::Field(column.to_owned())));
    }
    if let Some(column) = columns.updated_at {
        kept.push((column, Expr::Literal(Literal::of(&now))));
    }
    if let Some(column) = columns.version {
        kept.push((column, next_version(column)));
    }
    Update::Replaced { document, kept }
}

/// The columns of documents that a pipeline writes anew.
pub(crate) fn columns_of_new(columns: Columns, now: DateTime<Utc>) -> Vec<(String, Expr)> {
    let now = Expr::Literal(Literal::of(&now));
    let values = [
        (columns.version, Expr::Literal(Literal::of(&1_i64))),
        (columns.created_at, now.clone()),
        (columns.updated_at, now),
    ];
    values.into_iter().filter_map(|(column, value)| Some((column?.to_owned(), value))).collect()
}

/// The columns of a document that a pipeline has found and changes.
pub(crate) fn columns_of_matched(columns: Columns, now: DateTime<Utc>) -> Vec<(String, Expr)> {
    let values = [
        (columns.version, columns.version.map(next_version)),
        (columns.created_at, columns.created_at.map(|column| Expr::Field(column.to_owned()))),
        (columns.updated_at, Some(Expr::Literal(Literal::of(&now)))),
    ];
    values.into_iter().filter_map(|(column, value)| Some((column?.to_owned(), value?))).collect()
}

/// The update that deletes a document softly.
pub(crate) fn deletion(columns: Columns, column: &'static str, now: DateTime<Utc>) -> Update {
    let mut changes = vec![change(column, Operator::Set(Literal::of(&now)))];
    touch(&mut changes, columns, now);
    Update::Changes(changes)
}

/// The update that also makes a document live again.
pub(crate) fn restored(update: Update, column: &'static str) -> Update {
    update.and(Update::change(&Path::root().child(column), Operator::Unset))
}

/// The update with an id for new documents that no statement asks for. As an upsert by another id, the
/// server refuses it where it would insert, and so tells that there is no such document.
pub(crate) fn uninsertable(update: Update) -> Update {
    match update {
        Update::Changes(mut changes) => {
            changes.push(change("_id", Operator::SetOnInsert(Literal::of(&Bson::MinKey))));
            Update::Changes(changes)
        }
        other => other,
    }
}

fn touch(changes: &mut Vec<Change>, columns: Columns, now: DateTime<Utc>) {
    if let Some(column) = columns.updated_at {
        changes.push(change(column, Operator::Set(Literal::of(&now))));
    }
    if let Some(column) = columns.version {
        changes.push(change(column, Operator::Inc(Literal::of(&1_i64), None)));
    }
}

pub(super) fn change(column: &'static str, operator: Operator) -> Change {
    Change { path: Path::root().child(column), operator }
}

fn assignment(column: &'static str, value: Expr) -> Assignment {
    Assignment { path: Path::root().child(column), value: Some(value) }
}

/// One more than the stored version; documents that are older than the column have none.
fn next_version(column: &'static str) -> Expr {
    let stored = Expr::Field(column.to_owned());
    let stored = Expr::Call("ifNull", vec![stored, Expr::Literal(Literal::of(&0_i64))]);
    Expr::Call("add", vec![stored, Expr::Literal(Literal::of(&1_i64))])
}

/// Refuses changes of what only Vellum changes.
fn checked(update: Update, columns: Columns) -> Update {
    let reason = |path: &str| match path {
        "_id" => Some("the id of a document never changes"),
        path if columns.version == Some(path) => Some("every write moves the version on by itself"),
        path if columns.updated_at == Some(path) => Some("every write sets this time by itself"),
        path if columns.deleted_at == Some(path) => Some("`delete` and `restore` set the time of deletion"),
        _ => None,
    };
    let refused = |path: &str| Some((path.to_owned(), reason(path)?));
    let found = match &update {
        // Who inserts a document may say its id.
        Update::Changes(changes) => {
            let changes =
                changes.iter().filter(|change| !matches!(change.operator, Operator::SetOnInsert(_)));
            changes.flat_map(Change::places).find_map(refused)
        }
        other => other.paths().map(Path::as_str).find_map(refused),
    };
    match found {
        Some((path, reason)) => Update::invalid(&path, reason),
        None => update,
    }
}

/// `None` is stored by leaving the field out, unless the field says otherwise; in lists it is null, and
/// where any value may stand, null is one of them.
fn leave_out_none(change: &mut Change, shape: Shape) {
    if let Operator::Set(value) = &change.operator
        && value.is_null()
        && is_left_out(&change.path, shape)
    {
        change.operator = Operator::Unset;
    }
}

fn leave_out_computed_none(assignment: &mut Assignment, shape: Shape) {
    if let Some(Expr::Literal(value)) = &assignment.value
        && value.is_null()
        && is_left_out(&assignment.path, shape)
    {
        assignment.value = None;
    }
}

/// The server makes a result wider than its operands rather than to overflow, and the field could not be
/// read any more: `$toInt` makes that an error of the update.
fn keep_narrow(assignment: &mut Assignment, shape: Shape) {
    let narrow = |shape: Shape| match shape {
        Shape::Optional(inner) => matches!(inner(), Shape::Scalar(element::INT32)),
        shape => matches!(shape, Shape::Scalar(element::INT32)),
    };
    let is_narrow = || field_at(shape, assignment.path.as_str()).is_some_and(|field| narrow((field.shape)()));
    if matches!(assignment.value, Some(Expr::Call(..))) && is_narrow() {
        assignment.value = assignment.value.take().map(|value| Expr::Call("toInt", vec![value]));
    }
}

pub(super) fn is_left_out(path: &Path, shape: Shape) -> bool {
    declared_at(shape, path.as_str()).into_iter().any(|declared| match declared {
        Declared::Field(field) => !field.nullable && !matches!((field.shape)(), Shape::Scalar(0)),
        // An entry that can be null itself is null: no entry at all would be another map.
        Declared::Entry(entry) => !matches!(entry, Shape::Optional(_) | Shape::Scalar(0)),
        Declared::Element => false,
    })
}
