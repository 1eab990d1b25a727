//! Newtypes: everything is the inner type's.

use proc_macro2::TokenStream;
use quote::quote;

use super::delegate::{self, Like};
use super::scope::qualified;
use super::{bounds, codec, value};
use crate::ir::{Codec, Item, Newtype};

pub(super) fn newtype(item: &Item, newtype: &Newtype) -> TokenStream {
    let (ty, encoding) = (&newtype.ty, codec::of(newtype.codec));
    let mut predicates = bounds::of_parameters(item);
    predicates.extend(bounds::of_type(item, ty, &bounds::codec(newtype.codec)));
    let like = match newtype.codec {
        Codec::Serde => Like::plain(item, ty, encoding, &quote!(Foreign)),
        Codec::Bytes => Like::plain(item, ty, encoding, &quote!(Binary)),
        Codec::Plain | Codec::Null | Codec::Lent => Like::value(item, ty),
    };
    let value = like.implement(item, &predicates, &functions(item, newtype));
    let embedded = value::embedded(item, &predicates);
    let plain =
        (newtype.codec == Codec::Plain && !item.stub).then(|| plain_extras(item, newtype, &predicates));
    quote!(#value #embedded #plain)
}

fn functions(item: &Item, newtype: &Newtype) -> TokenStream {
    let length = &item.names.length;
    let inner = |item: &str| qualified(&newtype.ty, codec::of(newtype.codec), item);
    let (encode, encode_field, element_type) =
        (inner("encode"), inner("encode_field"), inner("element_type"));
    let (decode, decode_as, decode_field) = (inner("decode"), inner("decode_as"), inner("decode_field"));
    let (absent, normalize) = (inner("absent"), normalize(newtype));
    if item.stub {
        return value::never();
    }
    quote! {
        fn encode(&self, __out: &mut __p::Encoder) {
            #encode(&self.0, __out);
        }
        fn element_type(&self) -> u8 {
            #element_type(&self.0)
        }
        fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
            #encode_field(&self.0, __header, __out);
        }
        fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode(__r).map(Self)
        }
        fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode_as(__type, __r).map(Self)
        }
        fn decode_field<const #length: usize>(
            __r: &mut __p::Reader<'_>,
            __header: &[u8; #length],
        ) -> __p::Decoded<__p::Option<Self>> {
            __p::Ok(#decode_field(__r, __header)?.map(Self))
        }
        fn absent() -> __p::Option<Self> {
            #absent().map(Self)
        }
        #normalize
    }
}

/// Only values of the one encoding are normalized; others are what their encoding makes of them.
fn normalize(newtype: &Newtype) -> Option<TokenStream> {
    let normalize = qualified(&newtype.ty, "Value", "normalize");
    (newtype.codec == Codec::Plain).then(|| {
        quote! {
            fn normalize(&mut self) {
                #normalize(&mut self.0);
            }
        }
    })
}

/// Abilities that the inner type may have.
fn plain_extras(item: &Item, newtype: &Newtype, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let ty = &newtype.ty;
    let collections = delegate::collections(item, ty, predicates);
    quote! {
        #collections
        #[automatically_derived]
        impl #parameters __p::MapKey for #path where #predicates for<'__a> #ty: __p::MapKey {
            fn to_key(&self) -> __p::Cow<'_, str> {
                __p::MapKey::to_key(&self.0)
            }
            fn from_key(__text: &str) -> __p::Option<Self> {
                <#ty as __p::MapKey>::from_key(__text).map(Self)
            }
        }
        #[automatically_derived]
        impl #parameters __p::GenerateId for #path where #predicates for<'__a> #ty: __p::GenerateId {
            fn generate() -> Self {
                Self(<#ty as __p::GenerateId>::generate())
            }
        }
    }
}
