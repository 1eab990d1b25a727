//! Named fields, of structs and of variants.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{DeriveInput, FieldsNamed, Visibility};

use super::case::Case;
use super::stored_names::{self, Place, Taken};
use super::{conflicts, generics};
use crate::attr::{FieldAttr, Owner};
use crate::errors::Errors;
use crate::ir::{Codec, Field, Fill, Missing, Storage, Stored};

/// What the fields of one struct or variant share.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) owner: Owner,
    pub(super) case: Case,
    pub(super) place: Place,
}

/// A field, and what was written on it.
pub(super) struct Lowered {
    pub(super) field: Field,
    pub(super) attr: FieldAttr,
    pub(super) is_id: bool,
}

/// Fields that stand beside each other in a document.
pub(super) fn fields(
    named: &FieldsNamed,
    around: Surroundings<'_>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> Vec<Lowered> {
    named.named.iter().filter_map(|field| lower(field, around, taken, errors)).collect()
}

fn lower(
    field: &syn::Field,
    around: Surroundings<'_>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> Option<Lowered> {
    let ident = field.ident.clone()?;
    let attr = FieldAttr::read(&field.attrs, around.owner, errors);
    let is_id = around.place == Place::Model && (attr.id.is_given() || ident == "id");
    conflicts::check(&attr, is_id, errors);
    let storage = if is_id { id_storage() } else { storage(&ident, &attr, around, taken, errors) };
    // The fields of a variant are as visible as their enum.
    let vis = match around.owner {
        Owner::VariantField => around.input.vis.clone(),
        _ => field.vis.clone(),
    };
    let vis = if around.owner == Owner::ProjectionField { Visibility::Inherited } else { vis };
    let ty = generics::without_self(&field.ty, around.input);
    Some(Lowered { field: Field { ident, vis, ty, storage }, attr, is_id })
}

fn id_storage() -> Storage {
    Storage::Stored(Stored {
        name: "_id".to_owned(),
        aliases: Vec::new(),
        codec: Codec::Plain,
        missing: Missing::AsType,
    })
}

fn storage(
    ident: &Ident,
    attr: &FieldAttr,
    around: Surroundings<'_>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> Storage {
    if attr.skip.is_given() {
        return Storage::Skipped(
            attr.default.value().map_or(Fill::Default, |written| fill(written.as_ref())),
        );
    }
    if attr.flatten.is_given() {
        return Storage::Flattened;
    }
    let rust_name = ident.unraw().to_string();
    Storage::Stored(Stored {
        name: stored_name(ident, &rust_name, attr, around, taken, errors),
        aliases: aliases(&rust_name, attr, around.place, taken, errors),
        codec: codec(attr),
        missing: attr
            .default
            .value()
            .map_or(Missing::AsType, |written| Missing::Filled(fill(written.as_ref()))),
    })
}

fn stored_name(
    ident: &Ident,
    rust_name: &str,
    attr: &FieldAttr,
    around: Surroundings<'_>,
    taken: &mut Taken,
    errors: &mut Errors,
) -> String {
    let free = taken.check_rust_name(rust_name, ident, errors);
    let Some(literal) = attr.rename.value() else {
        let name = around.case.of_field(rust_name);
        stored_names::check(&name, ident, around.place, errors);
        if free {
            taken.field(&name, rust_name, ident, errors);
        }
        return name;
    };
    let name = literal.value();
    stored_names::check(&name, literal, around.place, errors);
    taken.field(&name, rust_name, literal, errors);
    name
}

fn aliases(
    rust_name: &str,
    attr: &FieldAttr,
    place: Place,
    taken: &mut Taken,
    errors: &mut Errors,
) -> Vec<String> {
    let literals = attr.aliases.iter().map(|given| &given.value);
    literals
        .map(|literal| {
            let alias = literal.value();
            stored_names::check(&alias, literal, place, errors);
            taken.field(&alias, rust_name, literal, errors);
            alias
        })
        .collect()
}

/// What encodes the field.
pub(super) fn codec(attr: &FieldAttr) -> Codec {
    if attr.serde.is_given() {
        Codec::Serde
    } else if attr.bytes.is_given() {
        Codec::Bytes
    } else if attr.null.is_given() {
        Codec::Null
    } else {
        Codec::Plain
    }
}

fn fill(written: Option<&syn::Path>) -> Fill {
    written.cloned().map_or(Fill::Default, Fill::Call)
}
