//! What a projection borrows: one lifetime, that of the server's bytes, and references that only read.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{DeriveInput, Lifetime, Type, TypeReference};

use super::field::Lowered;
use crate::attr::ContainerAttr;
use crate::errors::Errors;
use crate::ir::{Codec, Storage};

/// The lifetime that a projection borrows for; `Err` if there are several.
pub(super) fn lifetime(
    input: &DeriveInput,
    attr: &ContainerAttr,
    errors: &mut Errors,
) -> Result<Option<Lifetime>, ()> {
    let mut lifetimes = input.generics.lifetimes();
    let Some(first) = lifetimes.next() else { return Ok(None) };
    if let Some(second) = lifetimes.next() {
        errors.at(&second.lifetime, "a projection borrows from one place, the server's bytes: one lifetime");
        return Err(());
    }
    if !attr.from.is_given() {
        let message = "a projection that borrows needs `from = Model`, whose documents are visited by it";
        errors.at(&first.lifetime, message);
    }
    Ok(Some(first.lifetime.clone()))
}

/// Marks a field that borrows, and says what is wrong with its references. `Err` if rustc says it.
pub(super) fn field(
    lowered: &mut Lowered,
    lifetime: Option<&Lifetime>,
    errors: &mut Errors,
) -> Result<(), ()> {
    let Storage::Stored(stored) = &mut lowered.field.storage else { return Ok(()) };
    let ty = &lowered.field.ty;
    let mut references = References { lifetime, errors, elided: false };
    references.visit_type(ty);
    let elided = references.elided;
    if lifetime.is_some_and(|lifetime| names(ty, lifetime)) {
        if let Some(key) = lowered.attr.serde.key() {
            errors.at(key, "what is read through serde owns its data");
        }
        stored.codec = Codec::Lent;
    }
    if elided { Err(()) } else { Ok(()) }
}

struct References<'a> {
    lifetime: Option<&'a Lifetime>,
    errors: &'a mut Errors,
    elided: bool,
}

impl<'ast> Visit<'ast> for References<'_> {
    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if let Some(token) = reference.mutability {
            self.errors.at(token, "a row is only read: leave out `mut`");
        }
        match (&reference.lifetime, self.lifetime) {
            (None, _) => self.elided = true,
            (Some(written), Some(lifetime)) if written == lifetime => {}
            (Some(written), Some(lifetime)) => {
                let message = format!("a row borrows from the server's bytes: write `&{lifetime}`");
                self.errors.at(written, message);
            }
            (Some(written), None) => {
                let message = "a row borrows from the server's bytes: write `&'a`, and `'a` on the struct";
                self.errors.at(written, message);
            }
        }
        visit::visit_type_reference(self, reference);
    }
}

/// Whether the type has the lifetime in it; no type borrows without naming what for.
fn names(ty: &Type, lifetime: &Lifetime) -> bool {
    fn search(tokens: TokenStream, name: &str) -> bool {
        let mut after_quote = false;
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => search(group.stream(), name),
            TokenTree::Ident(ident) => std::mem::take(&mut after_quote) && ident == name,
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                false
            }
            TokenTree::Literal(_) => false,
        })
    }
    search(ty.to_token_stream(), &lifetime.ident.to_string())
}
