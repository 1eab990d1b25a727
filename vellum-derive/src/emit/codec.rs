//! What encodes a field. The three traits have functions of the same names.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

use super::scope::{ends, qualified, with_arguments};
use crate::ir::{Codec, Field, Item};

/// The trait that encodes a type.
pub(super) fn of(codec: Codec) -> &'static str {
    match codec {
        Codec::Plain | Codec::Null => "Value",
        Codec::Serde => "BySerde",
        Codec::Bytes => "AsBytes",
        Codec::Lent => "Borrowed",
    }
}

/// `<T as Value>::item`, with the trait that encodes the field.
pub(super) fn item(field: &Field, item: &str) -> TokenStream {
    let codec = field.stored().map_or(Codec::Plain, |stored| stored.codec);
    match codec {
        Codec::Lent => borrowed(&field.ty, item),
        codec => qualified(&field.ty, of(codec), item),
    }
}

/// `<T as Borrowed<'_>>::item`
fn borrowed(ty: &Type, item: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let item = Ident::new(item, last);
    let open = quote_spanned!(first=> <);
    let close = quote_spanned!(last=> as __p::Borrowed<'_>>::#item);
    quote!(#open #ty #close)
}

/// The type that stands for the field's where a `Value` is needed: in accessors and operands.
pub(super) fn value_type(field: &Field) -> TokenStream {
    let ty = &field.ty;
    match field.stored().map(|stored| stored.codec) {
        Some(Codec::Serde) => wrapped(ty, "Serde"),
        Some(Codec::Bytes) => wrapped(ty, "Bytes"),
        Some(Codec::Lent) => wrapped(ty, "Lent"),
        _ => ty.to_token_stream(),
    }
}

fn wrapped(ty: &Type, wrapper: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let wrapper = Ident::new(wrapper, first);
    let open = quote_spanned!(first=> __p::#wrapper<);
    let close = quote_spanned!(last=> >);
    quote!(#open #ty #close)
}

/// The accessor of a field. It asks for the trait only where a type without it has no accessor.
pub(super) fn accessor(item: &Item, field: &Field) -> TokenStream {
    let root = &item.names.root;
    match field.stored().map(|stored| stored.codec) {
        Some(Codec::Serde | Codec::Bytes) => {
            let ty = value_type(field);
            quote!(__p::Field<#root, #ty>)
        }
        _ => with_arguments(&field.ty, "Accessor", &quote!(<#root>)),
    }
}
