//! Types that are stored as another type: `into = S, try_from = S`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::delegate::{self, Like};
use super::scope::ends;
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
    quote!(#stored: __p::Value, Self: __p::Through<#stored>,)
}

/// `<Self as Through<S>>::item`, all of it at the stored type: a missing conversion is one message there.
fn through_item(stored: &Type, item: &str) -> TokenStream {
    let (first, last) = ends(stored);
    let item = Ident::new(item, last);
    let open = quote_spanned!(first=> <Self as __p::Through<);
    let close = quote_spanned!(last=> >>::#item);
    quote!(#open #stored #close)
}

fn functions(item: &Item, stored: &Type) -> TokenStream {
    let length = &item.names.length;
    let call = |item: &str| through_item(stored, item);
    let (encode, element_type, encode_field) = (call("encode"), call("element_type"), call("encode_field"));
    let (decode, decode_as, decode_field) = (call("decode"), call("decode_as"), call("decode_field"));
    let (absent, normalize) = (call("absent"), call("normalize"));
    quote! {
        fn encode(&self, __out: &mut __p::Encoder) {
            #encode(self, __out);
        }
        fn element_type(&self) -> u8 {
            #element_type(self)
        }
        fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
            #encode_field(self, __header, __out);
        }
        fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode(__r)
        }
        fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode_as(__type, __r)
        }
        fn decode_field<const #length: usize>(
            __r: &mut __p::Reader<'_>,
            __header: &[u8; #length],
        ) -> __p::Decoded<__p::Option<Self>> {
            #decode_field(__r, __header)
        }
        fn absent() -> __p::Option<Self> {
            #absent()
        }
        fn normalize(&mut self) {
            #normalize(self);
        }
    }
}

/// A key where the stored type is one.
fn map_key(item: &Item, stored: &Type, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (to_key, from_key) = (through_item(stored, "to_key"), through_item(stored, "from_key"));
    quote! {
        #[automatically_derived]
        impl #parameters __p::MapKey for #path where #predicates for<'__a> #stored: __p::MapKey {
            fn to_key(&self) -> __p::Cow<'_, str> {
                #to_key(self)
            }
            fn from_key(__text: &str) -> __p::Option<Self> {
                #from_key(__text)
            }
        }
    }
}
