//! What may follow a key: nothing, `= value`, `(...)`.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Type, parenthesized, token};

fn usage(key: &Ident, example: &str) -> syn::Error {
    syn::Error::new(key.span(), format!("write `{key}{example}`"))
}

/// A key without value.
pub(super) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        return Err(syn::Error::new(key.span(), format!("`{key}` takes no value")));
    }
    Ok(())
}

/// `key = "text"`
pub(super) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    equals(key, input, " = \"...\"")
}

/// `key = Type`
pub(super) fn typ(key: &Ident, input: ParseStream<'_>) -> syn::Result<Type> {
    equals(key, input, " = Type")
}

/// `key = path::to::item`
pub(super) fn path(key: &Ident, input: ParseStream<'_>) -> syn::Result<syn::Path> {
    equals(key, input, " = path::to::function")
}

/// `key = true`
pub(super) fn boolean(key: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
    equals::<syn::LitBool>(key, input, " = true").map(|literal| literal.value)
}

/// `key = 5`
pub(super) fn number(key: &Ident, input: ParseStream<'_>) -> syn::Result<syn::LitInt> {
    equals(key, input, " = 5")
}

/// `key = value`, explained by `example` where it is not.
pub(super) fn equals<T: Parse>(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<T> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(usage(key, example));
    }
    let ahead = input.fork();
    match ahead.parse::<T>() {
        Ok(_) => input.parse(),
        Err(_) => Err(usage(key, example)),
    }
}

/// `key(...)`
pub(super) fn list<T>(
    key: &Ident,
    input: ParseStream<'_>,
    example: &str,
    read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if !input.peek(token::Paren) {
        return Err(usage(key, example));
    }
    let content;
    parenthesized!(content in input);
    let read = read(&content);
    // What a mistake leaves unread would be a second message.
    content.parse::<TokenStream>()?;
    read
}

/// `key`, or `key(...)`
pub(super) fn optional_list<T>(
    key: &Ident,
    input: ParseStream<'_>,
    read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Option<T>> {
    if input.peek(token::Paren) {
        return list(key, input, "(...)", read).map(Some);
    }
    flag(key, input).map(|()| None)
}
