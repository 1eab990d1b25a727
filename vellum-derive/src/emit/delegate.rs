//! What newtypes and converted types share: they are whatever the stored type is.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::scope::{ends, value};
use crate::ir::Item;

/// `impl Value` that answers as the stored type does, with the functions that differ.
pub(super) fn value_like(
    item: &Item,
    stored: &impl ToTokens,
    predicates: &TokenStream,
    functions: &TokenStream,
) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (root, newtype) = (&item.names.root, &item.names.newtype);
    let (element_type, expected) = (value(stored, "TYPE"), value(stored, "EXPECTED"));
    let (kind, shape) = (value(stored, "Kind"), value(stored, "shape"));
    let wrapped = with_arguments(stored, "Wrapped", &quote!(<#root, Self>));
    let wrapped_option = with_arguments(stored, "WrappedOption", &quote!(<#root, Self>));
    let again = with_arguments(stored, "Wrapped", &quote!(<#root, #newtype>));
    let again_option = with_arguments(stored, "WrappedOption", &quote!(<#root, #newtype>));
    quote! {
        #[automatically_derived]
        impl #parameters __p::Value for #path where #predicates {
            const TYPE: u8 = #element_type;
            const EXPECTED: &'static str = #expected;
            type Kind = #kind;
            type Accessor<#root> = #wrapped;
            type OptionAccessor<#root> = #wrapped_option;
            type Wrapped<#root, #newtype: __p::Value> = #again;
            type WrappedOption<#root, #newtype: __p::Value> = #again_option;
            #functions
            fn shape() -> __p::Shape {
                #shape()
            }
        }
    }
}

/// `<T as Value>::Wrapped<R, Self>`, with the arguments where the user's type ends.
fn with_arguments(stored: &impl ToTokens, item: &str, arguments: &TokenStream) -> TokenStream {
    let (_, last) = ends(stored);
    let head = value(stored, item);
    let arguments = arguments.clone().into_iter().map(|mut token| {
        token.set_span(last);
        token
    });
    head.into_iter().chain(arguments).collect()
}

/// A list or map stays one under another name. The `for<'__a>` lets rustc accept a bound that is false.
pub(super) fn collections(item: &Item, stored: &impl ToTokens, predicates: &TokenStream) -> TokenStream {
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
    }
}
