//! The one choke point: what every query and write gets besides what its caller asked for. Pure
//! functions over the untyped tree.

mod difference;
mod guard;
mod pipeline;
mod scope;
mod shape;
mod shard;
mod upsert;
mod write;

pub(crate) use difference::{Versions, applied, difference};
pub(crate) use guard::{at_version, unchanged};
pub(crate) use pipeline::Sight;
pub(crate) use scope::{Scope, Scopes};
pub(crate) use shard::{not_said, shard_key_of, unsaid};
pub(crate) use upsert::Upserting;
pub(crate) use write::{
    columns_of_matched, columns_of_new, deletion, replaced, restored, touched, uninsertable,
};

use std::borrow::Cow;

use crate::ast::{Area, Condition, Filter, Literal, Path, Requirement};
use crate::model::Stored;
use crate::schema::Columns;
use crate::value::Value;
use crate::value::geo::Point;
use chrono::{DateTime, Utc};

/// Which documents a query sees in a collection with soft deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Visibility {
    /// Those that are not deleted.
    #[default]
    Live,
    /// All.
    All,
    /// Those that are deleted.
    Deleted,
}

/// The filter, limited to the documents that the query may see: those of the handle's scope, live ones only.
pub(crate) fn scope(
    filter: Filter,
    scope: Option<&Scope>,
    columns: Columns,
    visibility: Visibility,
) -> Filter {
    let filter = within(filter, scope);
    let Some(column) = columns.deleted_at else { return filter };
    let deleted = |condition| Filter::test(&Path::root().child(column), condition);
    match visibility {
        Visibility::All => filter,
        Visibility::Live => Filter::and(vec![filter, deleted(Condition::Eq(Literal::null()))]),
        Visibility::Deleted => Filter::and(vec![filter, deleted(Condition::Ne(Literal::null()))]),
    }
}

/// The filter, limited to the documents of a scope. What the filter says itself is not said twice: an upsert
/// that finds the same value twice in its filter is refused.
pub(crate) fn within(filter: Filter, scope: Option<&Scope>) -> Filter {
    let Some(scope) = scope else { return filter };
    let said = upsert::parts(&filter);
    let more: Vec<Filter> = scope.parts().iter().filter(|part| !said.contains(part)).cloned().collect();
    Filter::and(std::iter::once(filter).chain(more).collect())
}

/// The same for a document that has been read.
pub(crate) fn is_visible(stored: &Stored, visibility: Visibility) -> bool {
    match visibility {
        Visibility::All => true,
        Visibility::Live => stored.deleted_at.is_none(),
        Visibility::Deleted => stored.deleted_at.is_some(),
    }
}

/// The filter, limited to the documents for which an update means what it says.
pub(crate) fn fitting<'a>(filter: Cow<'a, Filter>, requirements: &[Requirement]) -> Cow<'a, Filter> {
    if requirements.is_empty() {
        return filter;
    }
    let requirements = requirements.iter().map(|requirement| requirement.filter.clone());
    Cow::Owned(Filter::and(std::iter::once(filter.into_owned()).chain(requirements).collect()))
}

/// The columns of a new document.
pub(crate) fn created(columns: Columns, now: DateTime<Utc>) -> Stored {
    let time = columns.created_at.map(|_| now);
    Stored {
        version: i64::from(columns.version.is_some()),
        created_at: time,
        updated_at: time,
        deleted_at: None,
    }
}

/// The filter without the order that `near` brings: the server refuses it where documents are only
/// counted. A distance becomes a circle.
pub(crate) fn countable(filter: Filter) -> Filter {
    match filter {
        Filter::Field(path, Condition::Near { point, min, max }) => distance(&path, &point, min, max),
        Filter::And(filters) => Filter::and(filters.into_iter().map(countable).collect()),
        Filter::Or(filters) => Filter::or(filters.into_iter().map(countable).collect()),
        other => other,
    }
}

fn distance(path: &str, point: &Literal, min: Option<f64>, max: Option<f64>) -> Filter {
    let field = |condition| Filter::Field(path.to_owned(), condition);
    let Ok(point) = Point::decode(&mut point.reader()) else {
        return Filter::Invalid { path: path.to_owned(), reason: "`near` needs a point".to_owned() };
    };
    let circle = |meters| Condition::Within(Area::circle(point.coordinates, meters));
    let mut all = vec![field(Condition::Ne(Literal::null()))];
    if let Some(max) = max {
        all = vec![field(circle(max))];
    }
    if let Some(min) = min.filter(|min| *min > 0.0) {
        all.push(field(Condition::Not(Box::new(circle(min)))));
    }
    Filter::and(all)
}
