//! Newtypes: everything is the inner type's.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::scope::{as_value, at, never};
use super::{bounds, value};
use crate::ir::{Codec, Item, Newtype};

pub(super) fn newtype(item: &Item, newtype: &Newtype) -> TokenStream {
    let ty = &newtype.ty;
    let (stored, bound) = match newtype.codec {
        Codec::Serde => (quote_spanned!(at(ty)=> __p::Serde<#ty>), quote!(__p::Value)),
        Codec::Bytes => (quote_spanned!(at(ty)=> __p::Bytes<#ty>), quote!(__p::Value)),
        Codec::Plain | Codec::Null => (quote!(#ty), quote!(__p::Value)),
    };
    let mut predicates = bounds::of_parameters(item);
    if !bounds::of_type(item, ty, &bound).is_empty() {
        predicates.extend(quote!(#stored: #bound,));
    }
    let value = value_impl(item, newtype, &stored, &predicates);
    let embedded = value::embedded(item, &predicates);
    let plain = (newtype.codec == Codec::Plain && !item.stub).then(|| plain_extras(item, newtype, &predicates));
    quote!(#value #embedded #plain)
}

fn value_impl(item: &Item, newtype: &Newtype, stored: &TokenStream, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (root, wrapping, length) = (&item.names.root, &item.names.newtype, &item.names.length);
    let inner = as_value(stored);
    let Functions { encode, encode_field, element_type, wrap, normalize } =
        if item.stub { Functions::never() } else { Functions::of(newtype, &inner) };
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
                #encode
            }
            fn element_type(&self) -> u8 {
                #element_type
            }
            fn encode_field<const #length: usize>(&self, __header: &[u8; #length], __out: &mut __p::Encoder) {
                #encode_field
            }
            fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                #inner::decode(__r).map(#wrap)
            }
            fn decode_as(__type: u8, __r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                #inner::decode_as(__type, __r).map(#wrap)
            }
            fn decode_field<const #length: usize>(
                __r: &mut __p::Reader<'_>,
                __header: &[u8; #length],
            ) -> __p::Decoded<__p::Option<Self>> {
                __p::Ok(#inner::decode_field(__r, __header)?.map(#wrap))
            }
            fn absent() -> __p::Option<Self> {
                #inner::absent().map(#wrap)
            }
            fn normalize(&mut self) {
                #normalize
            }
            fn shape() -> __p::Shape {
                #inner::shape()
            }
        }
    }
}

/// What differs with the encoding of the inner value.
struct Functions {
    encode: TokenStream,
    encode_field: TokenStream,
    element_type: TokenStream,
    /// From the stored type to the newtype.
    wrap: TokenStream,
    normalize: TokenStream,
}

impl Functions {
    fn of(newtype: &Newtype, inner: &TokenStream) -> Self {
        let foreign = |module: TokenStream, wrapper: TokenStream| Self {
            encode: quote!(#module::encode(&self.0, __out);),
            encode_field: quote!(#module::encode_field(&self.0, __header, __out);),
            element_type: quote!(#module::element_type(&self.0)),
            wrap: quote!(|#wrapper(__v)| Self(__v)),
            normalize: TokenStream::new(),
        };
        match newtype.codec {
            Codec::Serde => foreign(quote!(__p::serde), quote!(__p::Serde)),
            Codec::Bytes => foreign(quote!(__p::bytes), quote!(__p::Bytes)),
            Codec::Plain | Codec::Null => Self {
                encode: quote!(#inner::encode(&self.0, __out);),
                encode_field: quote!(#inner::encode_field(&self.0, __header, __out);),
                element_type: quote!(#inner::element_type(&self.0)),
                wrap: quote!(Self),
                normalize: quote!(#inner::normalize(&mut self.0);),
            },
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
    let collections = collections(item, &quote!(#ty), predicates);
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

/// A list or map stays one under another name. The `for<'__a>` lets rustc accept a bound that is false.
pub(super) fn collections(item: &Item, inner: &TokenStream, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __p::Sequence for #path where #predicates for<'__a> #inner: __p::Sequence {
            type Item = <#inner as __p::Sequence>::Item;
        }
        #[automatically_derived]
        impl #parameters __p::Mapping for #path where #predicates for<'__a> #inner: __p::Mapping {
            type Key = <#inner as __p::Mapping>::Key;
            type Item = <#inner as __p::Mapping>::Item;
        }
    }
}
