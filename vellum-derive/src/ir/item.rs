//! What every derived item has.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{GenericParam, Generics, Path, Visibility};

/// A struct or enum.
pub(crate) struct Item {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// Parameters without defaults, with the user's own bounds.
    pub(crate) generics: Generics,
    /// Where the runtime is found: `::vellum`.
    pub(crate) runtime: Path,
    pub(crate) names: Names,
    /// Mistakes were found: only what other code names is emitted, with bodies that are never run.
    pub(crate) stub: bool,
}

/// Names of type parameters, chosen so that they hide nothing that the user's code mentions.
pub(crate) struct Names {
    /// The root of accessors, `R`.
    pub(crate) root: Ident,
    /// The accessor of the whole value, `W`.
    pub(crate) whole: Ident,
    /// The newtype over a type, `N`.
    pub(crate) newtype: Ident,
    /// The length of a header, `LENGTH`.
    pub(crate) length: Ident,
}

/// The parameters' names, each with a comma: `T,`. Braces keep rustc from taking a constant for a type
/// that has its name.
pub(crate) fn arguments(generics: &Generics) -> TokenStream {
    let names = generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => {
            let ident = &param.ident;
            quote!({ #ident })
        }
    });
    names.map(|name| quote!(#name,)).collect()
}

/// `Page<T>`
pub(crate) fn with_arguments(ident: &Ident, generics: &Generics) -> TokenStream {
    if generics.params.is_empty() {
        return ident.to_token_stream();
    }
    let arguments = arguments(generics);
    quote!(#ident<#arguments>)
}
