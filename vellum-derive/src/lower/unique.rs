//! `unique`: what it binds, and the getters that it makes possible.

use proc_macro2::Ident;
use quote::format_ident;
use syn::Visibility;
use syn::ext::IdentExt as _;

use super::field::Lowered;
use super::model::Parts;
use crate::attr::Given;
use crate::attr::index::UniqueAttr;
use crate::errors::Errors;
use crate::ir::{Binds, Field, Getter, Index, Unique};

pub(super) fn of_field(
    given: &Given<UniqueAttr>,
    field: &Lowered,
    parts: &Parts,
    errors: &mut Errors,
) -> Unique {
    let binds = match given.value {
        UniqueAttr::Missing(_) => Binds::All,
        UniqueAttr::Present | UniqueAttr::Live(_) => Binds::Present(Box::new(field.field.clone())),
    };
    Unique { binds, live: live(&given.value, parts, errors) }
}

/// Of several fields together, a missing one counts as a value, as in MongoDB.
pub(super) fn of_model(given: &Given<UniqueAttr>, parts: &Parts, errors: &mut Errors) -> Unique {
    if let UniqueAttr::Missing(word) = &given.value {
        errors.at(word, "an index on the model counts missing values anyway; write `unique`");
    }
    Unique { binds: Binds::All, live: live(&given.value, parts, errors) }
}

/// The column that says whether a document is live.
fn live(written: &UniqueAttr, parts: &Parts, errors: &mut Errors) -> Option<String> {
    let UniqueAttr::Live(word) = written else { return None };
    if parts.columns.deleted.is_none() {
        errors.at(word, "`unique(live)` needs `soft_delete` on the model");
    }
    parts.columns.deleted.as_ref().map(|column| column.name.clone())
}

/// One getter for each unique index whose keys all are fields of the struct. The type of a nested
/// field is not known here, so its index has none.
pub(super) fn getters(fields: &[Lowered], indexes: &[Index]) -> Vec<Getter> {
    let mut getters: Vec<Getter> = Vec::new();
    for index in indexes.iter().filter(|index| index.unique.is_some()) {
        if let Some(getter) = getter(fields, index)
            && getters.iter().all(|other| other.ident != getter.ident)
        {
            getters.push(getter);
        }
    }
    getters
}

fn getter(fields: &[Lowered], index: &Index) -> Option<Getter> {
    let find = |name: &Ident| {
        let named = |field: &&Lowered| field.field.ident.unraw() == name.unraw();
        fields
            .iter()
            .find(named)
            .map(|lowered| lowered.field.clone())
            .filter(|field| field.stored().is_some())
    };
    let fields: Vec<Field> =
        index.keys.iter().map(|key| key.path.single().and_then(find)).collect::<Option<_>>()?;
    let names: Vec<String> = fields.iter().map(|field| field.ident.unraw().to_string()).collect();
    let span = fields.first()?.ident.span();
    let vis = fields.iter().map(|field| &field.vis).min_by_key(|vis| openness(vis))?.clone();
    Some(Getter { ident: format_ident!("get_by_{}", names.join("_and_"), span = span), vis, fields })
}

/// A getter is as visible as the least visible field that it compares.
fn openness(vis: &Visibility) -> u8 {
    match vis {
        Visibility::Inherited => 0,
        Visibility::Restricted(_) => 1,
        Visibility::Public(_) => 2,
    }
}
