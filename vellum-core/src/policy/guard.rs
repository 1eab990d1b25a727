//! What a document has to be for a write to go on from what was read.

use crate::ast::{Condition, Filter, Literal, Path};
use crate::schema::Columns;

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
