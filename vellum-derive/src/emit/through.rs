//! Types that are stored as another type: `into = S, try_from = S`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::scope::as_value;
use super::{bounds, newtype, value};
use crate::ir::Item;

pub(super) fn through(item: &Item, stored: &Type) -> TokenStream {
    let mut predicates = bounds::of_parameters(item);
    predicates.extend(conversions(item, stored));
    let value = value_impl(item, stored, &predicates);
    let embedded = value::embedded(item, &predicates);
    let map_key = map_key(item, stored, &predicates);
    let collections = newtype::collections(item, &quote!(#stored), &predicates);
    quote!(#value #embedded #map_key #collections)
}

/// What a generic type needs; of others the compiler finds out where the functions are called.
fn conversions(item: &Item, stored: &Type) -> TokenStream {
    if item.generics.params.is_empty() {
        return TokenStream::new();
    }
    quote! {
        Self: ::core::clone::Clone + ::core::convert::Into<#stored> + ::core::convert::TryFrom<#stored>,
        <Self as ::core::convert::TryFrom<#stored>>::Error: ::core::fmt::Display,
        #stored: __p::Value,
    }
}

fn value_impl(item: &Item, stored: &Type, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (root, wrapping, length) = (&item.names.root, &item.names.newtype, &item.names.length);
    let inner = as_value(stored);
    let encode_field = quote!(__p::through::encode_field::<Self, #stored, #length>(self, __header, __out));
    let decode_field = quote!(__p::through::decode_field::<Self, #stored, #length>(__r, __header));
    quote! {
        #[automatically_derived]
        impl #parameters __p::Value for #path where #predicates {
            const TYPE: u8 = #inner::TYPE;
            const EXPECTED: &'static str = #inner::EXPECTED;
            type Kind = #inner::Kind;
            type Accessor<#root> = #inner::Wrapped<#root, Self>;
            type OptionAccessor<#root> = #inner::WrappedOption<#root, Self>;
            type Wrapped<#root, #wrapping: __p::Value> = #inner::Wrapped<#root, #wrapping>;
            type WrappedOption<#root, #wrapping: __p::Value> = #inner::WrappedOption<#root, #wrapping>;
            fn encode(&self, __out: &mut __p::Encoder) {
                __p::through::encode::<Self, #stored>(self, __out);
            }
            fn element_type(&self) -> u8 {
                __p::through::element_type::<Self, #stored>(self)
            }
            fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
                #encode_field;
            }
            fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                __p::through::decode::<Self, #stored>(__r)
            }
            fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                __p::through::decode_as::<Self, #stored>(__type, __r)
            }
            fn decode_field<const #length: usize>(
                __r: &mut __p::Reader<'_>,
                __header: &[u8; #length],
            ) -> __p::Decoded<__p::Option<Self>> {
                #decode_field
            }
            fn absent() -> __p::Option<Self> {
                __p::through::absent::<Self, #stored>()
            }
            fn normalize(&mut self) {
                __p::through::normalize::<Self, #stored>(self);
            }
            fn shape() -> __p::Shape {
                #inner::shape()
            }
        }
    }
}

/// A key where the stored type is one.
fn map_key(item: &Item, stored: &Type, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __p::MapKey for #path where #predicates for<'__a> #stored: __p::MapKey {
            fn to_key(&self) -> __p::Cow<'_, str> {
                __p::through::to_key::<Self, #stored>(self)
            }
            fn from_key(__text: &str) -> __p::Option<Self> {
                __p::through::from_key::<Self, #stored>(__text)
            }
        }
    }
}
