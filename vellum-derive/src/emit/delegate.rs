//! What newtypes and converted types share: they are whatever the stored type is.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::scope::{qualified, value, with_arguments};
use crate::ir::Item;

/// What a value says about how it is stored.
pub(super) struct Like {
    element_type: TokenStream,
    expected: TokenStream,
    range: Option<TokenStream>,
    shape: TokenStream,
    kind: TokenStream,
    accessor: TokenStream,
    option_accessor: TokenStream,
    wrapped: TokenStream,
    wrapped_option: TokenStream,
}

impl Like {
    /// Everything as for another stored type.
    pub(super) fn value(item: &Item, stored: &Type) -> Self {
        let (root, newtype) = (&item.names.root, &item.names.newtype);
        let this = quote!(<#root, Self>);
        let other = quote!(<#root, #newtype>);
        Self {
            element_type: value(stored, "TYPE"),
            expected: value(stored, "EXPECTED"),
            range: Some(value(stored, "RANGE")),
            shape: value(stored, "shape"),
            kind: value(stored, "Kind"),
            accessor: with_arguments(stored, "Wrapped", &this),
            option_accessor: with_arguments(stored, "WrappedOption", &this),
            wrapped: with_arguments(stored, "Wrapped", &other),
            wrapped_option: with_arguments(stored, "WrappedOption", &other),
        }
    }

    /// As one plain value that another encoding writes.
    pub(super) fn plain(item: &Item, stored: &Type, encoding: &str, kind: &TokenStream) -> Self {
        let (root, newtype) = (&item.names.root, &item.names.newtype);
        Self {
            element_type: qualified(stored, encoding, "TYPE"),
            expected: qualified(stored, encoding, "EXPECTED"),
            range: None,
            shape: qualified(stored, encoding, "shape"),
            kind: quote!(__p::kind::#kind),
            accessor: quote!(__p::Field<#root, Self>),
            option_accessor: quote!(__p::Opt<#root, Self>),
            wrapped: quote!(__p::Field<#root, #newtype>),
            wrapped_option: quote!(__p::Opt<#root, #newtype>),
        }
    }

    /// `impl Value`, with the functions that differ.
    pub(super) fn implement(
        &self,
        item: &Item,
        predicates: &TokenStream,
        functions: &TokenStream,
    ) -> TokenStream {
        let path = item.path();
        let (parameters, _, _) = item.generics.split_for_impl();
        let (root, newtype) = (&item.names.root, &item.names.newtype);
        let Self { element_type, expected, shape, kind, .. } = self;
        let Self { accessor, option_accessor, wrapped, wrapped_option, .. } = self;
        let range = self.range.iter().map(|range| {
            quote! {
                const RANGE: __p::Option<(i64, i64)> = #range;
            }
        });
        quote! {
            #[automatically_derived]
            impl #parameters __p::Value for #path where #predicates {
                const TYPE: u8 = #element_type;
                const EXPECTED: &'static str = #expected;
                #(#range)*
                type Kind = #kind;
                type Accessor<#root> = #accessor;
                type OptionAccessor<#root> = #option_accessor;
                type Wrapped<#root, #newtype: __p::Value> = #wrapped;
                type WrappedOption<#root, #newtype: __p::Value> = #wrapped_option;
                #functions
                fn shape() -> __p::Shape {
                    #shape()
                }
            }
        }
    }
}

/// A list, map or number stays one under another name. The `for<'__a>` lets rustc accept a bound that is false.
pub(super) fn collections(item: &Item, stored: &Type, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __p::Sequence for #path where #predicates for<'__a> #stored: __p::Sequence {
            type Item = <#stored as __p::Sequence>::Item;
        }
        #[automatically_derived]
        impl #parameters __p::Mapping for #path where #predicates for<'__a> #stored: __p::Mapping {
            type Key = <#stored as __p::Mapping>::Key;
            type Item = <#stored as __p::Mapping>::Item;
        }
        #[automatically_derived]
        impl #parameters __p::Number for #path where #predicates for<'__a> #stored: __p::Number {
            type Class = <#stored as __p::Number>::Class;
        }
    }
}
