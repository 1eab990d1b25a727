//! What a handle of a database says of every document that is read or written through it.

mod admits;
mod speaks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::admits::admits;
pub(crate) use self::speaks::overlap;
use self::speaks::{paths, speaks_of, undecidable};
use super::upsert::parts;
use crate::ast::{Assignment, Change, Condition, Expr, Filter, Literal, Operator, Update};
use crate::error::{Error, Result};
use crate::schema::Columns;

/// The scopes of a handle: one for each collection that it is limited in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scopes(Vec<Arc<Scope>>);

impl Scopes {
    /// The scope of a collection.
    pub(crate) fn of(&self, collection: &str) -> Option<&Arc<Scope>> {
        self.0.iter().find(|scope| scope.collection == collection)
    }

    /// The collections that have one.
    pub(crate) fn collections(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|scope| scope.collection)
    }

    /// These, with a collection limited further.
    pub(crate) fn narrowed(&self, collection: &'static str, filter: &Filter) -> Self {
        let scope = Scope::of(collection, self.of(collection).map(|known| &known.filter), filter);
        let others = self.0.iter().filter(|known| known.collection != collection).cloned();
        Self(others.chain([Arc::new(scope)]).collect())
    }

    /// Both, joined by and.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let narrow = |all: Self, scope: &Arc<Scope>| all.narrowed(scope.collection, &scope.filter);
        other.0.iter().fold(self.clone(), narrow)
    }
}

/// What documents of one collection have to meet.
#[derive(Debug, PartialEq)]
pub(crate) struct Scope {
    collection: &'static str,
    /// Only what can be evaluated here, or the reason why the scope cannot be used.
    filter: Filter,
}

impl Scope {
    fn of(collection: &'static str, known: Option<&Filter>, filter: &Filter) -> Self {
        let mut all: Vec<Filter> = Vec::new();
        for part in known.into_iter().chain([filter]).flat_map(parts) {
            let part = single(part.clone());
            if !all.contains(&part) {
                all.push(part);
            }
        }
        let filter = Filter::and(all);
        let filter = match undecidable(&filter) {
            Some((path, reason)) => Filter::Invalid { path, reason },
            None => filter,
        };
        Self { collection, filter }
    }

    /// The scope for a model with these columns.
    pub(crate) fn on(self: &Arc<Self>, columns: Columns) -> Arc<Self> {
        let is_column = |path: &&str| columns.names().contains(&Some(path));
        let Some(path) = paths(&self.filter).into_iter().find(is_column) else { return Arc::clone(self) };
        let reason = "a scope cannot speak of a column that writes themselves set".to_owned();
        let filter = Filter::Invalid { path: path.to_owned(), reason };
        Arc::new(Self { collection: self.collection, filter })
    }

    /// What all documents meet.
    pub(crate) fn parts(&self) -> &[Filter] {
        parts(&self.filter)
    }

    /// Refuses a new document that is outside.
    pub(crate) fn admit(&self, document: &[u8]) -> Result<()> {
        self.admit_parts(document, |_| true)
    }

    /// Refuses a document that is outside, and takes the place of another one whose id it keeps.
    pub(crate) fn admit_replacement(&self, document: &[u8]) -> Result<()> {
        // What speaks of the id alone holds as before.
        self.admit_parts(document, |part| paths(part).iter().any(|path| *path != "_id"))
    }

    fn admit_parts(&self, document: &[u8], counts: impl Fn(&Filter) -> bool) -> Result<()> {
        if let Filter::Invalid { path, reason } = &self.filter {
            return Err(Error::InvalidFilter { path: path.clone(), reason: reason.clone() });
        }
        for part in self.parts().iter().filter(|part| counts(part)) {
            if admits(part, document) != Some(true) {
                return Err(self.outside(paths(part).first().copied().unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn outside(&self, path: &str) -> Error {
        Error::OutOfScope { collection: self.collection.to_owned(), path: path.to_owned() }
    }

    /// Refuses an update that could move documents out of the scope.
    pub(crate) fn admit_update(&self, update: &Update) -> Result<()> {
        match self.moved(update) {
            Some(path) => {
                let reason = "the scope of the database handle speaks of it, so it cannot be changed";
                Err(Error::InvalidUpdate { path: path.to_owned(), reason: reason.to_owned() })
            }
            None => Ok(()),
        }
    }

    /// Refuses an update after which a document, which is known as a whole, is outside.
    pub(crate) fn admit_saved(&self, update: &Update, document: &[u8]) -> Result<()> {
        if self.moved(update).is_some() { self.admit(document) } else { Ok(()) }
    }

    /// The first path of an update that the scope speaks of, and that gets another value than the one
    /// which the scope says.
    fn moved<'a>(&'a self, update: &'a Update) -> Option<&'a str> {
        let spoken_of = |path: &str| paths(&self.filter).iter().any(|known| overlap(known, path));
        match update {
            Update::Changes(changes) => {
                let moving = changes.iter().filter(|change| !self.says(change));
                moving.flat_map(Change::places).find(|path| spoken_of(path))
            }
            Update::Computed(assignments) => {
                let same = |one: &Assignment| match &one.value {
                    Some(Expr::Literal(value)) => self.pins(one.path.as_str(), value),
                    _ => false,
                };
                let moving = assignments.iter().filter(|one| !same(one));
                moving.map(|one| one.path.as_str()).find(|path| spoken_of(path))
            }
            // A replacement is checked as a document, and what is invalid is not sent.
            Update::Replaced { .. } | Update::Invalid { .. } => None,
        }
    }

    /// Whether a change sets the very value that the scope says.
    fn says(&self, change: &Change) -> bool {
        match &change.operator {
            Operator::Set(value) | Operator::SetOnInsert(value) => self.pins(change.path.as_str(), value),
            Operator::Unset => self.pins(change.path.as_str(), &Literal::null()),
            _ => false,
        }
    }

    /// Whether all documents have this value; under older names of its field, too.
    fn pins(&self, path: &str, value: &Literal) -> bool {
        let equals = |part: &Filter| matches!(part, Filter::Field(_, Condition::Eq(said)) if said == value);
        self.parts().iter().any(|part| match part {
            Filter::Or(names) => names.iter().all(equals) && paths(part).contains(&path),
            part => equals(part) && paths(part) == [path],
        })
    }

    /// Refuses an upsert that would insert a document outside: its defaults, with what the caller's
    /// filter says.
    pub(crate) fn admit_upsert(
        &self,
        filter: &Filter,
        pinned: &[(&str, &Literal)],
        defaults: &[u8],
    ) -> Result<()> {
        let inserts = |part: &Filter| {
            value(part).is_some_and(|(path, _)| pinned.iter().any(|(pinned, _)| *pinned == path))
        };
        let free: Vec<&Filter> =
            parts(filter).iter().filter(|part| !inserts(part) && !self.parts().contains(part)).collect();
        for path in paths(&self.filter) {
            if free.iter().any(|part| speaks_of(part, path)) {
                let reason = "the scope of the database handle speaks of it: the filter of an upsert says \
                              it by `eq`, or not at all";
                return Err(Error::InvalidUpdate { path: path.to_owned(), reason: reason.to_owned() });
            }
        }
        // The filter's word is inserted, but defaults that contradict the scope are a mistake. Ids are
        // made anew.
        let (ids, values): (Vec<_>, Vec<_>) =
            self.parts().iter().filter_map(value).partition(|(path, _)| *path == "_id");
        self.admit_parts(defaults, |part| value(part).is_some_and(|said| values.contains(&said)))?;
        let counts = |path: &str| paths(&self.filter).iter().any(|known| overlap(known, path));
        let pinned = pinned.iter().copied().filter(|(path, _)| counts(path));
        let inserted: Vec<_> = ids.into_iter().chain(pinned).collect();
        match admits::with_values(defaults, &inserted) {
            Some(document) => self.admit(&document),
            None => Err(self.outside(inserted.first().map_or("", |(path, _)| path))),
        }
    }

    /// Where the scope compares text, which a collation would compare otherwise.
    pub(crate) fn text(&self) -> Option<&str> {
        speaks::text(&self.filter)
    }
}

/// The one value of a field that a filter asks for.
fn value(part: &Filter) -> Option<(&str, &Literal)> {
    match part {
        Filter::Field(path, Condition::Eq(value)) => Some((path, value)),
        _ => None,
    }
}

/// One of a single value is that value, as the server reads it when it inserts what a filter says.
fn single(part: Filter) -> Filter {
    match part {
        Filter::Field(path, Condition::In(mut values)) if values.len() == 1 && !values[0].needs_eq() => {
            Filter::Field(path, Condition::Eq(values.swap_remove(0)))
        }
        part => part,
    }
}
