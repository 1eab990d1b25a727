//! What may follow a key: nothing, `= value`, `(...)`.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseBuffer, ParseStream};
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
pub(super) fn list<'a>(key: &Ident, input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(token::Paren) {
        return Err(usage(key, example));
    }
    let content;
    parenthesized!(content in input);
    Ok(content)
}

/// `(...)`, where it is written.
pub(super) fn optional_list<'a>(key: &Ident, input: ParseStream<'a>) -> syn::Result<Option<ParseBuffer<'a>>> {
    if input.peek(token::Paren) { list(key, input, "(...)").map(Some) } else { Ok(None) }
}
