//! The derive macros of Vellum.
//!
//! Depend on `vellum`, which exports them. Each macro reads what was written (`attr`), decides what it
//! means (`lower`, which reports all mistakes at once), and emits it (`ir` to tokens).

mod attr;
mod emit;
mod errors;
mod ir;
mod lower;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use errors::Errors;

#[doc = include_str!("../docs/vellum.md")]
#[proc_macro_derive(Vellum, attributes(vellum))]
pub fn vellum(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), lower::model, emit::model).into()
}

#[doc = include_str!("../docs/embedded.md")]
#[proc_macro_derive(Embedded, attributes(vellum))]
pub fn embedded(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), lower::embedded, emit::embedded).into()
}

#[doc = include_str!("../docs/projection.md")]
#[proc_macro_derive(Projection, attributes(vellum))]
pub fn projection(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), lower::projection, emit::projection).into()
}

/// Mistakes and emitted code stand beside each other: other code still finds what it names.
fn expand<Ir>(
    input: TokenStream,
    lower: fn(&DeriveInput, &mut Errors) -> Option<Ir>,
    emit: fn(&Ir) -> TokenStream,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let emitted = lower(&input, &mut errors).as_ref().map(emit);
    quote!(#errors #emitted)
}
