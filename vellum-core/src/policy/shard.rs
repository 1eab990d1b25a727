//! The shard key in the filters of single documents.

use super::upsert::parts;
use crate::ast::{Condition, Filter, Literal, Path};
use crate::bson::element;
use crate::value::Reader;

/// The filter on the shard key of a stored document; the id, which such a filter says anyway, is left out. A
/// field that is missing counts as null, as it does for the server.
pub(crate) fn shard_key_of(key: &[fn() -> Path], document: Reader<'_>) -> Vec<Filter> {
    let paths = key.iter().map(|path| path().as_str().to_owned()).filter(|path| path != "_id");
    let at = |path: &str| value(document, path).unwrap_or_else(Literal::null);
    paths.map(|path| Filter::Field(path.clone(), Condition::Eq(at(&path)))).collect()
}

/// The first field of the shard key that a filter does not say by `eq`.
pub(crate) fn unsaid(key: &[fn() -> Path], filter: &Filter) -> Option<String> {
    key.iter().map(|path| path().as_str().to_owned()).find(|path| !says(filter, path))
}

/// The parts of a key that a filter does not say.
pub(crate) fn not_said(key: Vec<Filter>, filter: &Filter) -> Vec<Filter> {
    let unsaid = |part: &Filter| !matches!(part, Filter::Field(path, _) if says(filter, path));
    key.into_iter().filter(unsaid).collect()
}

fn says(filter: &Filter, path: &str) -> bool {
    parts(filter).iter().any(|part| matches!(part, Filter::Field(said, Condition::Eq(_)) if said == path))
}

fn value(document: Reader<'_>, path: &str) -> Option<Literal> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (element_type, mut value) = document.find(name).ok()??;
    match rest {
        Some(rest) if element_type == element::DOCUMENT => self::value(value.document().ok()?, rest),
        Some(_) => None,
        None => Literal::read(element_type, value),
    }
}
