//! Types that are stored as another type: `into = S, try_from = S`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::delegate::{self, Like};
use super::{bounds, value};
use crate::ir::Item;

pub(super) fn through(item: &Item, stored: &Type) -> TokenStream {
    let mut predicates = bounds::of_parameters(item);
    predicates.extend(conversions(item, stored));
    let value = Like::value(item, stored).implement(item, &predicates, &functions(item, stored));
    let embedded = value::embedded(item, &predicates);
    let map_key = map_key(item, stored, &predicates);
    let collections = delegate::collections(item, stored, &predicates);
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

fn functions(item: &Item, stored: &Type) -> TokenStream {
    let length = &item.names.length;
    let types = quote!(::<Self, #stored>);
    quote! {
        fn encode(&self, __out: &mut __p::Encoder) {
            __p::through::encode #types(self, __out);
        }
        fn element_type(&self) -> u8 {
            __p::through::element_type #types(self)
        }
        fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
            __p::through::encode_field::<Self, #stored, #length>(self, __header, __out);
        }
        fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            __p::through::decode #types(__r)
        }
        fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            __p::through::decode_as #types(__type, __r)
        }
        fn decode_field<const #length: usize>(
            __r: &mut __p::Reader<'_>,
            __header: &[u8; #length],
        ) -> __p::Decoded<__p::Option<Self>> {
            __p::through::decode_field::<Self, #stored, #length>(__r, __header)
        }
        fn absent() -> __p::Option<Self> {
            __p::through::absent #types()
        }
        fn normalize(&mut self) {
            __p::through::normalize #types(self);
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
                __p::through::key::<Self, #stored>(self)
            }
            fn from_key(__text: &str) -> __p::Option<Self> {
                __p::through::from_key::<Self, #stored>(__text)
            }
        }
    }
}
