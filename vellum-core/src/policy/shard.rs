//! The shard key in the filters of single documents.

use super::guard::stored_at;
use super::upsert::parts;
use crate::ast::{Condition, Filter, Literal, Path};
use crate::value::Reader;

/// The filter on the shard key of a stored document; the id, which such a filter says anyway, is left out. A
/// field that is missing counts as null, as it does for the server.
pub(crate) fn shard_key_of(key: &[fn() -> Path], document: Reader<'_>) -> Vec<Filter> {
    let paths = key.iter().map(|path| path().as_str().to_owned()).filter(|path| path != "_id");
    let at = |path: &str| stored_at(document, path).unwrap_or_else(Literal::null);
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{not_said, shard_key_of, unsaid};
    use crate::ast::{Condition, Filter, Literal, Path};
    use crate::bson::{Bson, doc, serialize_to_vec};
    use crate::value::Reader;

    const KEY: &[fn() -> Path] = &[
        || Path::root().child("tenant"),
        || Path::root().child("_id"),
        || Path::root().child_with_aliases("place", &["where"]).child("region"),
    ];

    fn eq(path: &str, value: impl Into<Bson>) -> Filter {
        Filter::Field(path.to_owned(), Condition::Eq(Literal::of(&value.into())))
    }

    #[test]
    fn a_stored_documents_key_is_said_as_it_is_stored() {
        for (document, tenant, region) in [
            (doc! { "_id": 1, "tenant": 7_i64, "place": { "region": "eu" } }, Bson::Int64(7), "eu".into()),
            (doc! { "_id": 1, "tenant": null, "place": { "city": "x" } }, Bson::Null, Bson::Null),
            // An older name is no part of the key.
            (doc! { "_id": 1, "where": { "region": "eu" } }, Bson::Null, Bson::Null),
            (doc! { "_id": 1, "tenant": { "a": 1 }, "place": 5 }, Bson::from(doc! { "a": 1 }), Bson::Null),
        ] {
            let bytes = serialize_to_vec(&document).unwrap();
            assert_eq!(
                shard_key_of(KEY, Reader::of_document(&bytes).unwrap()),
                [eq("tenant", tenant), eq("place.region", region)]
            );
        }
        assert!(shard_key_of(&[], Reader::of_elements(b"")).is_empty());
    }

    #[test]
    fn what_a_filter_says_by_eq_is_said() {
        let some = Filter::and(vec![eq("_id", 1), eq("tenant", "a")]);
        assert_eq!(unsaid(KEY, &some).as_deref(), Some("place.region"));
        let whole = Filter::and(vec![some.clone(), eq("place.region", Bson::Null)]);
        assert_eq!(unsaid(KEY, &whole), None);
        let either = Filter::or(vec![eq("tenant", "a"), eq("tenant", "b")]);
        assert_eq!(unsaid(KEY, &either).as_deref(), Some("tenant"));
        let key = vec![eq("tenant", "b"), eq("place.region", "eu")];
        assert_eq!(not_said(key, &some), [eq("place.region", "eu")]);
    }
}
