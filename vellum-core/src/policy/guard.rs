//! What a document has to be for a write to go on from what was read.

use crate::ast::{Change, Condition, Filter, Literal, Path};
use crate::bson::element;
use crate::schema::Columns;
use crate::value::Reader;

/// Documents at this version; all of them where the model has no versions. Documents that are older than the
/// column read as version 0.
pub(crate) fn at_version(columns: Columns, version: i64) -> Filter {
    let Some(column) = columns.version else { return Filter::All };
    let condition = match version {
        0 => Condition::In(vec![Literal::of(&0_i64), Literal::null()]),
        version => Condition::Eq(Literal::of(&version)),
    };
    Filter::test(&Path::root().child(column), condition)
}

/// Documents in which what is changed is still as it was read, for models without versions.
pub(crate) fn unchanged(changes: &[Change], stored: Reader<'_>) -> Filter {
    let same = |change: &Change| {
        let condition = match stored_at(stored, change.path.as_str()) {
            Some(value) => Condition::Eq(value),
            None => Condition::Exists(false),
        };
        Filter::test(&change.path, condition)
    };
    Filter::and(changes.iter().map(same).collect())
}

/// The value at a path of a stored document, through documents only.
pub(super) fn stored_at(document: Reader<'_>, path: &str) -> Option<Literal> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (element_type, mut value) = document.find(name).ok()??;
    match rest {
        Some(rest) if element_type == element::DOCUMENT => stored_at(value.document().ok()?, rest),
        Some(_) => None,
        None => Literal::read(element_type, value),
    }
}
