//! Paths of fields, as the user spells them: `address.city`.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;

/// Rust names of fields, from a model inwards.
#[derive(Clone)]
pub(crate) struct FieldPath(Punctuated<Ident, Token![.]>);

impl FieldPath {
    pub(crate) fn segments(&self) -> impl DoubleEndedIterator<Item = &Ident> {
        self.0.iter()
    }

    /// The name, if the path has one segment only.
    pub(crate) fn single(&self) -> Option<&Ident> {
        self.0.first().filter(|_| self.0.len() == 1)
    }
}

impl From<Ident> for FieldPath {
    fn from(name: Ident) -> Self {
        Self(Punctuated::from_iter([name]))
    }
}

impl Parse for FieldPath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut path = Punctuated::new();
        loop {
            if !input.peek(syn::Ident::peek_any) {
                return Err(input.error("write the path of a field, as in `address.city`"));
            }
            path.push_value(input.call(Ident::parse_any)?);
            match input.parse::<Option<Token![.]>>()? {
                Some(dot) => path.push_punct(dot),
                None => return Ok(Self(path)),
            }
        }
    }
}

impl ToTokens for FieldPath {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        self.0.to_tokens(tokens);
    }
}

impl std::fmt::Display for FieldPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            let dot = if i == 0 { "" } else { "." };
            write!(f, "{dot}{}", segment.unraw())?;
        }
        Ok(())
    }
}
