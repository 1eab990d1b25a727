//! Type parameters, and what the emitted code calls its own.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{DeriveInput, GenericParam, Generics, Type};

use crate::ir::{Names, with_arguments};

/// The parameters without their defaults, which impls cannot have.
pub(super) fn without_defaults(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Type(param) => {
                param.eq_token = None;
                param.default = None;
            }
            GenericParam::Const(param) => {
                param.eq_token = None;
                param.default = None;
            }
            GenericParam::Lifetime(_) => {}
        }
    }
    generics
}

/// Names that the item does not mention, preferably `R`, `W` and `N`.
pub(super) fn names(input: &DeriveInput) -> Names {
    let mut mentioned = HashSet::new();
    collect(input.to_token_stream(), &mut mentioned);
    let fresh = |plain: &str| {
        let mut name = plain.to_owned();
        while mentioned.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    };
    Names { root: fresh("R"), whole: fresh("W"), newtype: fresh("N"), length: fresh("LENGTH") }
}

fn collect(tokens: TokenStream, mentioned: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                mentioned.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), mentioned),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// A field's type with `Self` spelled out, since it stands in impls of other types too.
pub(super) fn without_self(ty: &Type, input: &DeriveInput) -> Type {
    let item = with_arguments(&input.ident, &input.generics);
    let resolved = replace_self(ty.to_token_stream(), &item);
    // What came out of a type parses as a type again; if not, the user's own spelling is as good.
    syn::parse2(resolved).unwrap_or_else(|_| ty.clone())
}

fn replace_self(tokens: TokenStream, name: &TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut replaced = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
                replaced.extend(if is_path { quote!(<#name>) } else { name.clone() });
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_self(group.stream(), name));
                inner.set_span(group.span());
                replaced.extend([TokenTree::Group(inner)]);
            }
            other => replaced.extend([other]),
        }
    }
    replaced
}

/// A name for an accessor, made raw where it is a keyword.
pub(super) fn accessor_name(name: &str, span: Span) -> Ident {
    if let Ok(ident) = syn::parse_str::<Ident>(name) {
        return Ident::new(&ident.to_string(), span);
    }
    match name {
        // The keywords that cannot be raw.
        "crate" | "self" | "super" | "Self" => Ident::new(&format!("{name}_"), span),
        _ => format_ident!("r#{name}", span = span),
    }
}
