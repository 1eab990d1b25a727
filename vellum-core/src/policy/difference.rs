//! What has changed of a document since it was read, as the fewest changes that bring it about.

mod applied;
mod elements;
#[cfg(test)]
mod tests;

pub(crate) use applied::applied;

use self::elements::{Element, Elements};
use crate::ast::{Change, Literal, Operator, Path, Push};
use crate::bson::element;
use crate::schema::{FieldShape, Shape};
use crate::value::{Decoded, Reader};

/// A document, three times: as it is stored, and what the model reads out of that and would write now.
///
/// The two that the model writes differ only where a value does: the width of a number, the order of keys
/// and null for "nothing" are the same in both. What is stored says which of it can be changed in place.
#[derive(Clone, Copy)]
pub(crate) struct Versions<'a> {
    pub(crate) stored: Reader<'a>,
    pub(crate) before: Reader<'a>,
    pub(crate) after: Reader<'a>,
}

/// The changes that make the stored document one that is read as the value now.
pub(crate) fn difference(shape: Shape, versions: Versions<'_>) -> Decoded<Vec<Change>> {
    let mut changes = Vec::new();
    compare(shape, versions, "", &mut changes)?;
    Ok(changes)
}

/// Adds what is different in a document at a path.
fn compare(shape: Shape, versions: Versions<'_>, parent: &str, changes: &mut Vec<Change>) -> Decoded<()> {
    let Versions { stored, before, after } = versions;
    let Some(different) = in_step(before, after)? else {
        let (before, after) = (Elements::of(before)?, Elements::of(after)?);
        return Level::of(shape, stored, versions.after)?.compare(&before, &after, parent, changes);
    };
    if different.is_empty() {
        return Ok(());
    }
    let level = Level::of(shape, stored, after)?;
    for (before, now) in &different {
        if !same(before, now)? {
            level.change(before, now, parent, changes)?;
        }
    }
    Ok(())
}

/// The elements whose bytes differ, if both documents have the same keys in the same order: nearly always, since the
/// same model has written both.
fn in_step<'a>(
    mut before: Reader<'a>,
    mut after: Reader<'a>,
) -> Decoded<Option<Vec<(Element<'a>, Element<'a>)>>> {
    let mut different = Vec::new();
    loop {
        let mut start = before;
        let Some((kind, _)) = before.next_key()? else { break };
        before.skip(kind)?;
        let element = elements::between(start, before);
        if after.rest().starts_with(element) {
            after = after.after(element.len());
            continue;
        }
        match (elements::next(&mut start)?, elements::next(&mut after)?) {
            (Some(before), Some(after)) if before.key == after.key => different.push((before, after)),
            _ => return Ok(None),
        }
    }
    Ok(after.is_empty().then_some(different))
}

/// What is stored of a document on the way down, and how it is changed.
struct Level<'a> {
    stored: Elements<'a>,
    keys: Keys,
}

/// What the keys of a document are.
enum Keys {
    /// Names of fields.
    Fields(Vec<FieldShape>),
    /// Data; the entries have this shape.
    Entries(fn() -> Shape),
}

impl<'a> Level<'a> {
    /// `after` says which variant of an enum it is.
    fn of(shape: Shape, stored: Reader<'a>, after: Reader<'_>) -> Decoded<Self> {
        let keys = match shape {
            Shape::Map(entry) => Keys::Entries(entry),
            shape => {
                let mut fields = Vec::new();
                add_fields(shape, after, &mut fields);
                Keys::Fields(fields)
            }
        };
        Ok(Self { stored: Elements::of(stored)?, keys })
    }

    fn compare(
        &self,
        before: &Elements<'a>,
        after: &Elements<'a>,
        parent: &str,
        changes: &mut Vec<Change>,
    ) -> Decoded<()> {
        for removed in before.iter().filter(|element| after.find(element.key).is_none()) {
            self.remove(removed.key, parent, changes);
        }
        for now in after.iter() {
            match before.find(now.key) {
                Some(before) if same(before, now)? => {}
                Some(before) => self.change(before, now, parent, changes)?,
                None => self.set(now, parent, changes),
            }
        }
        Ok(())
    }

    fn change(
        &self,
        before: &Element<'a>,
        now: &Element<'a>,
        parent: &str,
        changes: &mut Vec<Change>,
    ) -> Decoded<()> {
        if let Some(stored) = self.stored.find(now.key)
            && let Some(shape) = self.shape_of(now.key)
        {
            let path = below(parent, now.key);
            if let Some((shape, versions)) = inner(shape, stored, before, now)? {
                return compare(shape, versions, &path, changes);
            }
            if let Some(values) = appended(shape, stored, before, now)? {
                changes.push(change(&path, Operator::Push(Push::of(values))));
                return Ok(());
            }
        }
        self.set(now, parent, changes);
        Ok(())
    }

    fn set(&self, now: &Element<'_>, parent: &str, changes: &mut Vec<Change>) {
        let value = Literal::stored(now.kind, now.value);
        changes.push(change(&below(parent, now.key), Operator::Set(value)));
        self.remove_older(now.key, parent, changes);
    }

    fn remove(&self, key: &str, parent: &str, changes: &mut Vec<Change>) {
        if self.stored.find(key).is_some() {
            changes.push(change(&below(parent, key), Operator::Unset));
        }
        self.remove_older(key, parent, changes);
    }

    /// A field that is stored under an older name moves: both together would contradict each other.
    fn remove_older(&self, key: &str, parent: &str, changes: &mut Vec<Change>) {
        let Keys::Fields(fields) = &self.keys else { return };
        let older = fields.iter().filter(|field| field.name == key).flat_map(|field| field.aliases);
        for name in older.filter(|name| self.stored.find(name).is_some()) {
            let path = below(parent, name);
            if !changes.iter().any(|change| change.path.as_str() == path) {
                changes.push(change(&path, Operator::Unset));
            }
        }
    }

    /// How the value of a key is stored, where that is certain.
    fn shape_of(&self, key: &str) -> Option<Shape> {
        match &self.keys {
            Keys::Entries(entry) => Some(entry()),
            Keys::Fields(fields) => {
                let mut found = fields.iter().filter(|field| field.name == key);
                let first = found.next()?;
                found.next().is_none().then(|| (first.shape)())
            }
        }
    }
}

/// A document inside of a document, if it can be changed part by part.
fn inner<'a>(
    shape: Shape,
    stored: &Element<'a>,
    before: &Element<'a>,
    after: &Element<'a>,
) -> Decoded<Option<(Shape, Versions<'a>)>> {
    if [stored, before, after].iter().any(|element| element.kind != element::DOCUMENT) {
        return Ok(None);
    }
    match shape {
        Shape::Optional(inner_shape) => return inner(inner_shape(), stored, before, after),
        Shape::Document(_) | Shape::Map(_) | Shape::Enum { .. } => {}
        Shape::Scalar(_) | Shape::List(_) | Shape::Set(_) | Shape::Variants(_) => return Ok(None),
    }
    let versions =
        Versions { stored: stored.document()?, before: before.document()?, after: after.document()? };
    let in_place = match shape {
        // Another variant is another document.
        Shape::Enum { tag, .. } => {
            let [stored, before, after] = [versions.stored, versions.before, versions.after]
                .map(|document| document.find_str(tag).ok());
            stored.is_some() && stored == before && before == after
        }
        // Entries that are stored otherwise than they would be written have another key.
        Shape::Map(_) => {
            let [stored, before, after] = [
                Elements::of(versions.stored)?,
                Elements::of(versions.before)?,
                Elements::of(versions.after)?,
            ];
            before.iter().chain(after.iter()).all(|element| is_plain(element.key))
                && before.iter().all(|element| stored.find(element.key).is_some())
        }
        _ => true,
    };
    Ok(in_place.then_some((shape, versions)))
}

/// What a list has more at its end, if nothing else about it is different.
fn appended(
    shape: Shape,
    stored: &Element<'_>,
    before: &Element<'_>,
    after: &Element<'_>,
) -> Decoded<Option<Vec<Literal>>> {
    let is_list = match shape {
        Shape::Optional(inner) => matches!(inner(), Shape::List(_)),
        shape => matches!(shape, Shape::List(_)),
    };
    if !is_list || [stored, before, after].iter().any(|element| element.kind != element::ARRAY) {
        return Ok(None);
    }
    let [stored, before, after] = [
        Elements::of(stored.document()?)?,
        Elements::of(before.document()?)?,
        Elements::of(after.document()?)?,
    ];
    if stored.len() != before.len() || before.len() > after.len() {
        return Ok(None);
    }
    for (before, after) in before.iter().zip(after.iter()) {
        if !same(before, after)? {
            return Ok(None);
        }
    }
    let new = after.iter().skip(before.len());
    Ok(Some(new.map(|element| Literal::stored(element.kind, element.value)).collect()))
}

/// Whether two values are equal, whatever the order of keys.
fn same(a: &Element<'_>, b: &Element<'_>) -> Decoded<bool> {
    if a.kind != b.kind {
        return Ok(false);
    }
    if a.value == b.value {
        return Ok(true);
    }
    if !matches!(a.kind, element::DOCUMENT | element::ARRAY) {
        return Ok(false);
    }
    let (a, b) = (Elements::of(a.document()?)?, Elements::of(b.document()?)?);
    if a.len() != b.len() {
        return Ok(false);
    }
    for element in a.iter() {
        match b.find(element.key) {
            Some(other) if same(element, other)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// The fields of a document; of an enum, those of the variant that the document says it is.
fn add_fields(shape: Shape, document: Reader<'_>, all: &mut Vec<FieldShape>) {
    let fields = match shape {
        Shape::Optional(inner) => return add_fields(inner(), document, all),
        Shape::Document(fields) => fields(),
        Shape::Enum { tag, variants } => {
            let tag = document.find_str(tag).ok();
            let variant = variants.iter().find(|variant| tag.is_some_and(|tag| variant.names.contains(&tag)));
            variant.map_or(&[][..], |variant| (variant.fields)())
        }
        _ => &[],
    };
    all.reserve(fields.len());
    for field in fields {
        if field.flattened {
            add_fields((field.shape)(), document, all);
        } else {
            all.push(*field);
        }
    }
}

fn change(path: &str, operator: Operator) -> Change {
    Change { path: Path::raw(path), operator }
}

fn below(parent: &str, key: &str) -> String {
    if parent.is_empty() { key.to_owned() } else { format!("{parent}.{key}") }
}

/// Whether a key of a map can be part of a path.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && !key.starts_with('$') && !key.contains('.')
}
