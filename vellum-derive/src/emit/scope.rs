//! Names, paths and spans of emitted code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{GenericParam, Lifetime, Type};

use crate::ir::{self, Item};

/// A user's name in emitted code: messages point at the user's token, and lints stay away.
pub(super) fn named(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::call_site().located_at(ident.span()));
    ident
}

/// `<T as Value>::item`
pub(super) fn value(ty: &impl ToTokens, item: &str) -> TokenStream {
    qualified(ty, "Value", item)
}

/// `<T as Trait>::item`, which begins and ends where the user's type does: every use of a type that
/// lacks the trait then gives the same message, which rustc prints once, as if the user had written it.
pub(super) fn qualified(ty: &impl ToTokens, of: &str, item: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let (of, item) = (Ident::new(of, last), Ident::new(item, last));
    let open = quote_spanned!(first=> <);
    let close = quote_spanned!(last=> as __p::#of>::#item);
    quote!(#open #ty #close)
}

/// The first and the last token's span; spans cannot be joined on stable Rust.
pub(super) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// `<T as Value>::Wrapped<R, Self>`, with the arguments where the user's type ends.
pub(super) fn with_arguments(ty: &impl ToTokens, item: &str, arguments: &TokenStream) -> TokenStream {
    let (_, last) = ends(ty);
    let arguments = arguments.clone().into_iter().map(|mut token| {
        token.set_span(last);
        token
    });
    value(ty, item).into_iter().chain(arguments).collect()
}

/// A visibility in emitted code, so that lints about it stay away.
pub(super) fn visibility(vis: &syn::Visibility) -> TokenStream {
    let respanned = vis.to_token_stream().into_iter().map(|mut token| {
        token.set_span(Span::call_site().located_at(token.span()));
        token
    });
    respanned.collect()
}

/// A body that is never run, because the compilation has failed already.
pub(super) fn never() -> TokenStream {
    quote!(::core::unreachable!())
}

impl Item {
    /// The impls, in a scope of their own where `__p` is the runtime.
    pub(super) fn in_runtime(&self, impls: &TokenStream) -> TokenStream {
        let runtime = &self.runtime;
        quote! {
            #[allow(deprecated)]
            const _: () = {
                use #runtime::__private as __p;
                #impls
            };
        }
    }

    /// `Page<T>`
    pub(super) fn path(&self) -> TokenStream {
        ir::with_arguments(&named(&self.ident), &self.generics)
    }

    /// `Row<'de>`, of an item that is `Row<'a>`.
    pub(super) fn path_for(&self, lifetime: &Lifetime) -> TokenStream {
        let mut generics = self.generics.clone();
        for param in generics.lifetimes_mut() {
            param.lifetime = lifetime.clone();
        }
        ir::with_arguments(&named(&self.ident), &generics)
    }

    /// `UserFields`
    pub(super) fn fields_name(&self) -> Ident {
        named(&format_ident!("{}Fields", self.ident, span = self.ident.span()))
    }

    /// The parameters with the user's bounds, each with a comma: `T: Clone,`
    pub(super) fn parameters(&self) -> TokenStream {
        self.generics.params.iter().map(|param| quote!(#param,)).collect()
    }

    /// The parameters' names, each with a comma: `T,`
    pub(super) fn arguments(&self) -> TokenStream {
        ir::arguments(&self.generics)
    }

    /// The parameters that are types, each with a comma.
    pub(super) fn type_arguments(&self) -> TokenStream {
        self.generics.type_params().map(|param| &param.ident).map(|ident| quote!(#ident,)).collect()
    }

    /// The user's own bounds, each with a comma.
    pub(super) fn user_predicates(&self) -> TokenStream {
        let predicates = self.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        predicates.map(|predicate| quote!(#predicate,)).collect()
    }

    /// The item's name in prose.
    pub(super) fn title(&self) -> String {
        use syn::ext::IdentExt as _;
        self.ident.unraw().to_string()
    }
}

/// Whether a type mentions one of the item's parameters, or the item itself.
pub(super) struct Mentions {
    pub(super) parameter: bool,
    pub(super) item: bool,
}

pub(super) fn mentions(ty: &Type, item: &Item) -> Mentions {
    let parameters: Vec<&Ident> = item.generics.params.iter().filter_map(parameter_name).collect();
    let mut found = Mentions { parameter: false, item: false };
    search(ty.to_token_stream(), &mut |ident| {
        found.parameter |= parameters.contains(&ident);
        found.item |= *ident == item.ident;
    });
    found
}

fn parameter_name(param: &GenericParam) -> Option<&Ident> {
    match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
    }
}

fn search(tokens: TokenStream, visit: &mut impl FnMut(&Ident)) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => visit(&ident),
            proc_macro2::TokenTree::Group(group) => search(group.stream(), visit),
            _ => {}
        }
    }
}
