//! Enums that are stored as text.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{named, never};
use super::{bounds, value};
use crate::ir::{Item, Other, TextEnum};

pub(super) fn text(item: &Item, texts: &TextEnum) -> TokenStream {
    let predicates = bounds::of_parameters(item);
    let value = value_impl(item, texts, &predicates);
    let embedded = value::embedded(item, &predicates);
    let map_key = map_key(item, texts, &predicates);
    quote!(#map_key #value #embedded)
}

fn value_impl(item: &Item, texts: &TextEnum, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (root, newtype) = (&item.names.root, &item.names.newtype);
    let names: Vec<&str> = texts.variants.iter().map(|variant| variant.name.as_str()).collect();
    // With a variant for unknown texts, any text is right.
    let shape = match &texts.other {
        None => {
            let variants = texts.variants.iter().map(|variant| {
                let names = variant.names();
                quote!(&[#(#names),*])
            });
            quote!(__p::Shape::Variants(&[#(#variants),*]))
        }
        Some(_) => quote!(__p::Shape::Scalar(0x02)),
    };
    quote! {
        #[automatically_derived]
        impl #parameters __p::Value for #path where #predicates {
            const TYPE: u8 = 0x02;
            const EXPECTED: &'static str = "string";
            type Kind = __p::kind::Enumeration;
            type Accessor<#root> = __p::Field<#root, Self>;
            type OptionAccessor<#root> = __p::Opt<#root, Self>;
            type Wrapped<#root, #newtype: __p::Value> = __p::Field<#root, #newtype>;
            type WrappedOption<#root, #newtype: __p::Value> = __p::Opt<#root, #newtype>;
            fn encode(&self, __out: &mut __p::Encoder) {
                __p::encode_text(self, __out);
            }
            fn decode(__r: &mut __p::Reader<'_>) -> __p::Decoded<Self> {
                __p::decode_text(__r, &[#(#names),*])
            }
            fn shape() -> __p::Shape {
                #shape
            }
        }
    }
}

/// The texts, as map keys and as values.
fn map_key(item: &Item, texts: &TextEnum, predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let (to_key, from_key) = if item.stub { (never(), never()) } else { (to_key(texts), from_key(texts)) };
    quote! {
        #[automatically_derived]
        impl #parameters __p::MapKey for #path where #predicates {
            fn to_key(&self) -> __p::Cow<'_, str> {
                #to_key
            }
            fn from_key(__text: &str) -> __p::Option<Self> {
                #from_key
            }
        }
    }
}

fn to_key(texts: &TextEnum) -> TokenStream {
    let arms = texts.variants.iter().map(|variant| {
        let (ident, name) = (named(&variant.ident), &variant.name);
        quote!(Self::#ident => #name,)
    });
    let other = texts.other.iter().map(|other| {
        let (ident, name) = (named(&other.ident), &other.name);
        match &other.content {
            Some(ty) => {
                let text = quote!(<#ty as ::core::convert::AsRef<str>>::as_ref);
                quote!(Self::#ident(__text) => #text(__text),)
            }
            None => quote!(Self::#ident => #name,),
        }
    });
    quote!(__p::Cow::Borrowed(match self { #(#arms)* #(#other)* }))
}

fn from_key(texts: &TextEnum) -> TokenStream {
    let arms = texts.variants.iter().map(|variant| {
        let (ident, names) = (named(&variant.ident), variant.names());
        quote!(#(#names)|* => Self::#ident,)
    });
    let other = match &texts.other {
        None => quote!(return __p::None),
        Some(Other { ident, content: None, .. }) => {
            let ident = named(ident);
            quote!(Self::#ident)
        }
        Some(Other { ident, content: Some(ty), .. }) => {
            let ident = named(ident);
            let from = quote!(<#ty as ::core::convert::From<&str>>::from);
            quote!(Self::#ident(#from(__text)))
        }
    };
    quote!(__p::Some(match __text { #(#arms)* _ => #other, }))
}
