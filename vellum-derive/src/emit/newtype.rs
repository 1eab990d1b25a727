//! Newtypes: everything is the inner type's.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::codec_type;
use super::scope::{self, never};
use super::{bounds, delegate, value};
use crate::ir::{Codec, Item, Newtype};

pub(super) fn newtype(item: &Item, newtype: &Newtype) -> TokenStream {
    let ty = &newtype.ty;
    let stored = codec_type(ty, newtype.codec);
    let mut predicates = bounds::of_parameters(item);
    predicates.extend(bounds::of_type(item, ty, &bounds::codec(newtype.codec)));
    let functions = functions(item, newtype, &stored);
    let value = delegate::value_like(item, &stored, &predicates, &functions);
    let embedded = value::embedded(item, &predicates);
    let plain = (newtype.codec == Codec::Plain && !item.stub).then(|| plain_extras(item, newtype, &predicates));
    quote!(#value #embedded #plain)
}

fn functions(item: &Item, newtype: &Newtype, stored: &TokenStream) -> TokenStream {
    let length = &item.names.length;
    let Writing { encode, encode_field, element_type, wrap, normalize } =
        if item.stub { Writing::never() } else { Writing::of(newtype) };
    let (decode, decode_as) = (scope::value(stored, "decode"), scope::value(stored, "decode_as"));
    let (decode_field, absent) = (scope::value(stored, "decode_field"), scope::value(stored, "absent"));
    quote! {
        fn encode(&self, __out: &mut __p::Encoder) {
            #encode
        }
        fn element_type(&self) -> u8 {
            #element_type
        }
        fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
            #encode_field
        }
        fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode(__r).map(#wrap)
        }
        fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #decode_as(__type, __r).map(#wrap)
        }
        fn decode_field<const #length: usize>(
            __r: &mut __p::Reader<'_>,
            __header: &[u8; #length],
        ) -> __p::Decoded<__p::Option<Self>> {
            __p::Ok(#decode_field(__r, __header)?.map(#wrap))
        }
        fn absent() -> __p::Option<Self> {
            #absent().map(#wrap)
        }
        fn normalize(&mut self) {
            #normalize
        }
    }
}

/// What differs with the encoding of the inner value.
struct Writing {
    encode: TokenStream,
    encode_field: TokenStream,
    element_type: TokenStream,
    /// From the stored type to the newtype.
    wrap: TokenStream,
    normalize: TokenStream,
}

impl Writing {
    fn of(newtype: &Newtype) -> Self {
        match newtype.codec {
            Codec::Serde => Self::foreign(&quote!(__p::serde), &quote!(__p::Serde)),
            Codec::Bytes => Self::foreign(&quote!(__p::bytes), &quote!(__p::Bytes)),
            Codec::Plain | Codec::Null => {
                let inner = |item: &str| scope::value(&newtype.ty, item);
                let (encode, encode_field) = (inner("encode"), inner("encode_field"));
                let (element_type, normalize) = (inner("element_type"), inner("normalize"));
                Self {
                    encode: quote!(#encode(&self.0, __out);),
                    encode_field: quote!(#encode_field(&self.0, __header, __out);),
                    element_type: quote!(#element_type(&self.0)),
                    wrap: quote!(Self),
                    normalize: quote!(#normalize(&mut self.0);),
                }
            }
        }
    }

    fn foreign(module: &TokenStream, wrapper: &TokenStream) -> Self {
        Self {
            encode: quote!(#module::encode(&self.0, __out);),
            encode_field: quote!(#module::encode_field(&self.0, __header, __out);),
            element_type: quote!(#module::element_type(&self.0)),
            wrap: quote!(|#wrapper(__v)| Self(__v)),
            normalize: TokenStream::new(),
        }
    }

    fn never() -> Self {
        Self {
            encode: never(),
            encode_field: never(),
            element_type: never(),
            wrap: quote!(|_| ::core::unreachable!()),
            normalize: never(),
        }
    }
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
