//! The update that inserts what it does not find.

use chrono::{DateTime, Utc};

use super::shape::field_at;
use super::shard::unsaid;
use super::write::{change, is_left_out, restored};
use crate::ast::{Change, Condition, Filter, Literal, Operator, Path, Update, is_below};
use crate::bson::element;
use crate::schema::{Columns, IndexSpec, Shape};
use crate::value::{Decoded, Reader};

/// What an upsert has to know of its model.
#[derive(Clone, Copy)]
pub(crate) struct Upserting {
    pub(crate) columns: Columns,
    pub(crate) shape: Shape,
    pub(crate) indexes: &'static [IndexSpec],
    pub(crate) shard_key: &'static [fn() -> Path],
    pub(crate) now: DateTime<Utc>,
}

impl Upserting {
    /// The update, filled up with a whole document for the case that it inserts: leaf by leaf what
    /// neither the changes nor the filter say.
    pub(crate) fn filled(self, update: Update, filter: &Filter, defaults: &[u8]) -> Update {
        let mut changes = match update {
            Update::Changes(changes) => changes,
            Update::Computed(_) => return Update::invalid("", "an upsert cannot compute values"),
            Update::Replaced { .. } | Update::Invalid { .. } => return update,
        };
        let pinned: Vec<&str> = self.pinned(filter).into_iter().map(|(path, _)| path).collect();
        if !self.pins_one(&pinned) {
            let reason = "an upsert needs a filter that says the id or all fields of a unique index, \
                          each by `eq`; otherwise two at once would insert two documents";
            return Update::invalid(pinned.first().copied().unwrap_or("_id"), reason);
        }
        if let Some(path) = unsaid(self.shard_key, filter) {
            let reason = "an upsert of a sharded model needs a filter that says the whole shard key, by `eq`";
            return Update::invalid(&path, reason);
        }
        let mut said: Vec<String> = pinned.into_iter().map(ToOwned::to_owned).collect();
        said.extend(changes.iter().flat_map(Change::places).map(ToOwned::to_owned));
        let leaves = Reader::of_document(defaults).and_then(|document| leaves(document, "", &said));
        let Ok(leaves) = leaves else {
            return Update::invalid("", "the defaults cannot be read back");
        };
        for (path, value) in leaves {
            match value {
                Some(value) => {
                    changes.push(Change { path: Path::raw(&path), operator: Operator::SetOnInsert(value) });
                }
                None => {
                    let reason = "an upsert cannot change elements of a list that it may have to insert";
                    return Update::invalid(&path, reason);
                }
            }
        }
        self.leave_out_nulls(filter, &mut changes);
        if let Some(column) = self.columns.created_at {
            changes.push(change(column, Operator::SetOnInsert(Literal::of(&self.now))));
        }
        Update::Changes(changes)
    }

    /// The deletion time, which the filter asks to be null, is not to be stored as null.
    pub(crate) fn undeleted(self, update: Update) -> Update {
        match self.columns.deleted_at {
            Some(column) => restored(update, column),
            None => update,
        }
    }

    /// The server also inserts the nulls that the filter asks for; these are not to be stored where
    /// nothing is stored for `None`.
    fn leave_out_nulls(self, filter: &Filter, changes: &mut Vec<Change>) {
        for part in parts(filter) {
            let Filter::Field(path, Condition::Eq(value)) = part else { continue };
            let touched = |other: &str| other == path || is_below(other, path) || is_below(path, other);
            let path = Path::raw(path);
            if value.is_null()
                && is_left_out(&path, self.shape)
                && !changes.iter().flat_map(Change::places).any(touched)
            {
                changes.push(Change { path, operator: Operator::Unset });
            }
        }
    }

    /// What the filter says a value of: the server inserts these itself.
    fn pinned(self, filter: &Filter) -> Vec<(&str, &Literal)> {
        let said = self.said(filter).into_iter();
        said.filter(|(_, value)| !value.is_null()).collect()
    }

    /// The same, with the nulls.
    pub(crate) fn said(self, filter: &Filter) -> Vec<(&str, &Literal)> {
        let pinned = parts(filter).iter().filter_map(|part| match part {
            Filter::Field(path, Condition::Eq(value)) => {
                let in_list = value.element_type() != element::ARRAY
                    && field_at(self.shape, path).is_some_and(|field| (field.shape)().is_array());
                (!in_list).then_some((path.as_str(), value))
            }
            _ => None,
        });
        pinned.collect()
    }

    fn pins_one(self, pinned: &[&str]) -> bool {
        let by_index = |index: &IndexSpec| {
            index.unique && index.keys.iter().all(|key| pinned.contains(&(key.path)().as_str()))
        };
        pinned.contains(&"_id") || self.indexes.iter().any(by_index)
    }
}

/// What all has to hold.
pub(super) fn parts(filter: &Filter) -> &[Filter] {
    if let Filter::And(parts) = filter { parts } else { std::slice::from_ref(filter) }
}

/// The parts of a document that nothing else says; no value where something is said of a part that
/// cannot be taken apart.
fn leaves(
    mut document: Reader<'_>,
    parent: &str,
    said: &[String],
) -> Decoded<Vec<(String, Option<Literal>)>> {
    let mut all = Vec::new();
    while let Some((element_type, key)) = document.next_key()? {
        let key = String::from_utf8_lossy(key);
        let path = if parent.is_empty() { key.into_owned() } else { format!("{parent}.{key}") };
        let start = document;
        document.skip(element_type)?;
        if said.iter().any(|said| *said == path || is_below(&path, said)) {
            continue;
        }
        if !said.iter().any(|said| is_below(said, &path)) {
            let length = start.rest().len() - document.rest().len();
            all.push((path, Some(Literal::stored(element_type, &start.rest()[..length]))));
        } else if element_type == element::DOCUMENT {
            let mut inner = start;
            all.extend(leaves(inner.document()?, &path, said)?);
        } else {
            all.push((path, None));
        }
    }
    Ok(all)
}
