//! What every item has, whatever it derives.

use syn::{DeriveInput, GenericParam, Path, parse_quote};

use super::generics;
use crate::attr::ContainerAttr;
use crate::errors::Errors;
use crate::ir::Item;

pub(super) fn item(input: &DeriveInput, attr: &ContainerAttr) -> Item {
    let runtime: Path = attr.runtime.value().cloned().unwrap_or_else(|| parse_quote!(::vellum));
    Item {
        ident: input.ident.clone(),
        vis: input.vis.clone(),
        generics: generics::without_defaults(&input.generics),
        runtime,
        names: generics::names(input),
        stub: false,
    }
}

/// Whether stored values own their data; borrowed ones could not be read from a batch.
pub(super) fn owns_its_data(input: &DeriveInput, errors: &mut Errors) -> bool {
    let mut lifetimes =
        input.generics.params.iter().filter(|param| matches!(param, GenericParam::Lifetime(_)));
    match lifetimes.next() {
        Some(lifetime) => {
            errors.at(lifetime, "stored types own their data; only a projection can borrow");
            false
        }
        None => true,
    }
}
