//! Keys of one field that contradict each other.

use proc_macro2::Ident;

use crate::attr::FieldAttr;
use crate::errors::Errors;

/// Two keys, and why they cannot stand together.
const CONFLICTS: &[(&str, &str, &str)] = &[
    ("skip", "rename", NOT_STORED),
    ("skip", "alias", NOT_STORED),
    ("skip", "flatten", NOT_STORED),
    ("skip", "null", NOT_STORED),
    ("skip", "serde", NOT_STORED),
    ("skip", "bytes", NOT_STORED),
    ("skip", "index", NOT_STORED),
    ("skip", "unique", NOT_STORED),
    ("skip", "path", "a skipped field is not read"),
    ("flatten", "rename", NO_NAME),
    ("flatten", "alias", NO_NAME),
    ("flatten", "null", NO_NAME),
    ("flatten", "default", NO_NAME),
    ("flatten", "serde", NO_NAME),
    ("flatten", "bytes", NO_NAME),
    ("flatten", "index", NO_NAME),
    ("flatten", "unique", NO_NAME),
    ("serde", "bytes", "a field has one encoding"),
    ("serde", "null", "serde decides how `None` is stored"),
    ("bytes", "null", "binary data is never null"),
];

const NOT_STORED: &str = "a skipped field is not stored";
const NO_NAME: &str = "a flattened field has no name of its own in the document";

/// What the id's field cannot have, and why.
const NOT_ON_ID: &[(&str, &str)] = &[
    ("rename", "it is always stored as `_id`"),
    ("alias", "it is always stored as `_id`"),
    ("default", "it is never missing"),
    ("skip", "every document needs it"),
    ("flatten", "it is one value"),
    ("null", "it is never null"),
    ("serde", "its type needs an encoding of its own"),
    ("bytes", "its type needs an encoding of its own"),
    ("index", "`_id` has its index already"),
    ("unique", "`_id` is always unique"),
];

pub(super) fn check(attr: &FieldAttr, is_id: bool, errors: &mut Errors) {
    let given = given(attr);
    let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, key)| *key);
    if is_id {
        for (name, why) in NOT_ON_ID {
            if let Some(key) = find(name) {
                errors.at(key, format!("`{name}` cannot stand on the id: {why}"));
            }
        }
        return;
    }
    for (first, second, why) in CONFLICTS {
        if let (Some(_), Some(key)) = (find(first), find(second)) {
            errors.at(key, format!("`{first}` and `{second}` contradict each other: {why}"));
        }
    }
}

/// The keys of a field, by name; of repeated ones the first.
fn given(attr: &FieldAttr) -> Vec<(&'static str, &Ident)> {
    let keys = [
        ("rename", attr.rename.key()),
        ("alias", attr.aliases.first().map(|given| &given.key)),
        ("default", attr.default.key()),
        ("skip", attr.skip.key()),
        ("flatten", attr.flatten.key()),
        ("null", attr.null.key()),
        ("serde", attr.serde.key()),
        ("bytes", attr.bytes.key()),
        ("index", attr.indexes.first().map(|given| &given.key)),
        ("unique", attr.unique.key()),
        ("path", attr.path.key()),
    ];
    keys.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}
