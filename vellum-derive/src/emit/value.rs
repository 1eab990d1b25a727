//! `Body` and `Value` of items that are stored as documents.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessor::embedded_accessor;
use super::scope;
use crate::ir::Item;

/// The bodies of `Body`'s functions.
pub(super) struct Bodies {
    pub(super) encode: TokenStream,
    pub(super) decode_ordered: TokenStream,
    pub(super) decode_unordered: TokenStream,
    pub(super) normalize: TokenStream,
    pub(super) fields: TokenStream,
}

impl Bodies {
    /// Those of an item with mistakes.
    pub(super) fn never() -> Self {
        Self {
            encode: scope::never(),
            decode_ordered: scope::never(),
            decode_unordered: scope::never(),
            normalize: scope::never(),
            fields: quote!(&[]),
        }
    }
}

/// `impl Body`
pub(super) fn body(item: &Item, predicates: &TokenStream, bodies: &Bodies) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let Bodies { encode, decode_ordered, decode_unordered, normalize, fields } = bodies;
    quote! {
        #[automatically_derived]
        impl #parameters __p::Body for #path where #predicates {
            fn encode_fields(&self, __out: &mut __p::Encoder) {
                #encode
            }
            fn decode_fields(__r: &mut __p::Reader<'_>) -> __p::Decoded<__p::Option<Self>> {
                #decode_ordered
            }
            fn decode_unordered(__doc: __p::Reader<'_>) -> __p::Decoded<Self> {
                #decode_unordered
            }
            fn normalize_fields(&mut self) {
                #normalize
            }
            fn fields() -> &'static [__p::FieldShape] {
                #fields
            }
        }
    }
}

/// `impl Value` and what goes with it, for an embedded document. `shape` is the body of its function.
pub(super) fn document_value(item: &Item, predicates: &TokenStream, shape: &TokenStream) -> TokenStream {
    let (value, embedded) = (value(item, predicates, shape), embedded(item, predicates));
    quote!(#value #embedded)
}

/// `impl Value` of what is stored as a document with accessors.
pub(super) fn value(item: &Item, predicates: &TokenStream, shape: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (root, newtype) = (&item.names.root, &item.names.newtype);
    let accessor = embedded_accessor(item, None);
    let option = embedded_accessor(item, Some(&quote!(__p::Opt<#root, Self>)));
    let wrapped = embedded_accessor(item, Some(&quote!(__p::Whole<#root, #newtype>)));
    let wrapped_option = embedded_accessor(item, Some(&quote!(__p::Opt<#root, #newtype>)));
    quote! {
        #[automatically_derived]
        impl #parameters __p::Value for #path where #predicates {
            const TYPE: u8 = 0x03;
            const EXPECTED: &'static str = "document";
            type Kind = __p::kind::Document;
            type Accessor<#root> = #accessor;
            type OptionAccessor<#root> = #option;
            type Wrapped<#root, #newtype: __p::Value> = #wrapped;
            type WrappedOption<#root, #newtype: __p::Value> = #wrapped_option;
            fn encode(&self, __out: &mut __p::Encoder) {
                __p::encode_body(self, __out);
            }
            fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                __p::decode_body(__r)
            }
            fn normalize(&mut self) {
                __p::Body::normalize_fields(self);
            }
            fn shape() -> __p::Shape {
                #shape
            }
        }
    }
}

/// `impl Embedded`, which makes values of the type operands of its fields.
pub(super) fn embedded(item: &Item, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __p::Embedded for #path where #predicates {}
    }
}

/// The functions of `Value` that have no default, never run.
pub(super) fn never() -> TokenStream {
    let never = scope::never();
    quote! {
        fn encode(&self, _: &mut __p::Encoder) {
            #never
        }
        fn decode(_: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
            #never
        }
    }
}
