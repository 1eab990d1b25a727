//! Reads `#[vellum(...)]` key by key.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Token};

use super::keys::{self, Owner};
use crate::errors::Errors;

/// Hands every key of every `#[vellum(...)]` to `take`, which reads what follows the key.
pub(super) fn read_attributes(
    attributes: &[Attribute],
    owner: Owner,
    errors: &mut Errors,
    mut take: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("vellum")) {
        if !matches!(attribute.meta, syn::Meta::List(_)) {
            errors.at(attribute, "write `#[vellum(...)]` with keys in parentheses");
            continue;
        }
        let read = attribute.parse_args_with(|input: ParseStream<'_>| {
            read_keys(input, errors, |key, input, errors| {
                keys::check(key, owner)?;
                take(key, input, errors)
            });
            Ok(())
        });
        errors.ok(read);
    }
}

/// Reads keys that are separated by commas. After a mistake it goes on behind the next comma.
pub(super) fn read_keys(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut take: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let read = read_key(input, errors, &mut take);
        errors.ok(read);
        skip_to_next(input);
    }
}

fn read_key(
    input: ParseStream<'_>,
    errors: &mut Errors,
    take: &mut impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected the name of a key"));
    }
    let key = input.call(Ident::parse_any)?;
    take(&key, input, errors)?;
    if input.is_empty() || input.peek(Token![,]) { Ok(()) } else { Err(input.error("expected `,`")) }
}

/// Moves behind the next comma. Parsing single token trees cannot fail before the end.
fn skip_to_next(input: ParseStream<'_>) {
    while !input.is_empty() {
        match input.parse::<TokenTree>() {
            Ok(TokenTree::Punct(punct)) if punct.as_char() == ',' => return,
            Ok(_) => {}
            Err(_) => return,
        }
    }
}
