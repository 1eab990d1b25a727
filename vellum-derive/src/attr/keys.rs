//! Every key of `#[vellum(...)]`, and where it may stand.

use proc_macro2::Ident;

/// What an attribute stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Model,
    ModelEnum,
    Embedded,
    EmbeddedEnum,
    Projection,
    ModelField,
    EmbeddedField,
    VariantField,
    NewtypeField,
    ProjectionField,
    Variant,
    ModelVariant,
}

use Owner::{
    Embedded, EmbeddedEnum, EmbeddedField, Model, ModelEnum, ModelField, ModelVariant, NewtypeField,
    Projection, ProjectionField, Variant, VariantField,
};

struct Key {
    name: &'static str,
    on: &'static [Owner],
    /// Completes "belongs on".
    home: &'static str,
    supported: bool,
}

const fn key(name: &'static str, on: &'static [Owner], home: &'static str) -> Key {
    Key { name, on, home, supported: true }
}

/// A key of the contract whose feature is still to come.
const fn planned(name: &'static str, on: &'static [Owner], home: &'static str) -> Key {
    Key { name, on, home, supported: false }
}

const MODELS: &[Owner] = &[Model, ModelEnum];
const CONTAINERS: &[Owner] = &[Model, ModelEnum, Embedded, EmbeddedEnum, Projection];
const STORED_FIELDS: &[Owner] = &[ModelField, EmbeddedField, VariantField];
const FIELDS: &[Owner] = &[ModelField, EmbeddedField, VariantField, ProjectionField];

const KEYS: &[Key] = &[
    key("collection", MODELS, "a model (`derive(Vellum)`)"),
    key(
        "rename_all",
        &[Model, ModelEnum, Embedded, EmbeddedEnum, Projection, Variant, ModelVariant],
        "a struct, an enum or a variant",
    ),
    key("rename_all_fields", &[ModelEnum, EmbeddedEnum], "an enum"),
    key("id", &[Model, ModelEnum, ModelField], "a model or one of its fields"),
    key("timestamps", MODELS, "a model (`derive(Vellum)`)"),
    key("versioned", MODELS, "a model (`derive(Vellum)`)"),
    key("soft_delete", MODELS, "a model (`derive(Vellum)`)"),
    key(
        "index",
        &[Model, ModelEnum, ModelField],
        "a model, as in `index(keys(address.city = 1))`, or its fields",
    ),
    key("shard_key", MODELS, "a model (`derive(Vellum)`)"),
    key("hooks", &[Model, ModelEnum, ModelVariant], "a model (`derive(Vellum)`), or a variant of one"),
    key("validate", MODELS, "a model (`derive(Vellum)`)"),
    key("crate", CONTAINERS, "the struct or enum"),
    key("tag", &[ModelEnum, EmbeddedEnum], "an enum; a struct has one shape only"),
    key("into", &[Embedded, EmbeddedEnum], "an embedded type"),
    key("try_from", &[Embedded, EmbeddedEnum], "an embedded type"),
    key("from", &[Projection], "a projection"),
    key(
        "rename",
        &[ModelField, EmbeddedField, VariantField, ProjectionField, Variant, ModelVariant],
        "a field or a variant",
    ),
    key(
        "alias",
        &[ModelField, EmbeddedField, VariantField, Variant, ModelVariant],
        "a stored field or a variant",
    ),
    key("default", FIELDS, "a field"),
    key("skip", FIELDS, "a field"),
    key("flatten", STORED_FIELDS, "a stored field"),
    key("null", STORED_FIELDS, "a stored field"),
    key("serde", &[ModelField, EmbeddedField, VariantField, ProjectionField, NewtypeField], "a field"),
    key("bytes", &[ModelField, EmbeddedField, VariantField, ProjectionField, NewtypeField], "a field"),
    key(
        "unique",
        &[ModelField],
        "a model's field; of an embedded one: `index(keys(a.b = 1), unique)` on the model",
    ),
    key("path", &[ProjectionField], "a field of a projection"),
    key("other", &[Variant, ModelVariant], "a variant"),
    planned("schema_version", MODELS, "a model (`derive(Vellum)`)"),
    planned("upgrade", MODELS, "a model (`derive(Vellum)`)"),
    planned("referenced_by", MODELS, "a model (`derive(Vellum)`)"),
    planned("on_delete", STORED_FIELDS, "a stored field"),
    planned("filterable", STORED_FIELDS, "a stored field"),
    planned("sortable", STORED_FIELDS, "a stored field"),
];

/// Whether `key` may stand on `owner`; otherwise what the user may have meant.
pub(super) fn check(key: &Ident, owner: Owner) -> syn::Result<()> {
    let name = key.to_string();
    let refuse = |message: String| Err(syn::Error::new(key.span(), message));
    match KEYS.iter().find(|known| known.name == name) {
        Some(known) if !known.supported => refuse(format!("`{name}` is not supported yet")),
        Some(known) if known.on.contains(&owner) => Ok(()),
        Some(known) => refuse(format!("`{name}` belongs on {}", known.home)),
        None => {
            let here = KEYS.iter().filter(|known| known.supported && known.on.contains(&owner));
            let here: Vec<_> = here.map(|known| known.name).collect();
            refuse(unknown("key", &name, &here))
        }
    }
}

/// The message for a name that is none of `known`.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "none is known here".to_owned(),
        None => format!("known here: {}", known.join(", ")),
    };
    format!("unknown {what} `{name}`; {hint}")
}

/// The known name that is as near as a slip of the keyboard: a third of its letters, as in rustc. Of two
/// that are equally near, the one that begins with the same letter.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |candidate: &&'a str| {
        (strsim::osa_distance(name, candidate), candidate.chars().next() != name.chars().next())
    };
    let near = known.iter().copied().min_by_key(distance)?;
    (strsim::osa_distance(name, near) <= name.len().max(near.len()).max(3) / 3).then_some(near)
}
