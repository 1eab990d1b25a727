//! Where clauses of generic items. Items without parameters have none: their types are checked where
//! they are used, at the user's tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{GenericParam, Type};

use super::codec;
use super::scope::mentions;
use crate::ir::{Codec, Content, Field, Fill, Item, Missing, Storage, TaggedEnum};

/// The user's own bounds and those that storing the fields needs, each with a comma.
pub(super) fn predicates<'a>(item: &Item, fields: impl IntoIterator<Item = &'a Field>) -> TokenStream {
    let mut predicates = of_parameters(item);
    for field in fields {
        predicates.extend(of_field(item, field));
    }
    predicates
}

/// The same for an enum of documents.
pub(super) fn of_enum(item: &Item, tagged: &TaggedEnum) -> TokenStream {
    let mut predicates = of_parameters(item);
    for variant in &tagged.variants {
        match &variant.content {
            Content::Nothing => {}
            Content::Fields(fields) => predicates.extend(fields.iter().map(|field| of_field(item, field))),
            Content::Body(ty) => predicates.extend(of_type(item, ty, &quote!(__p::Value + __p::Body))),
        }
    }
    for ty in tagged.other.iter().flat_map(|other| &other.content) {
        predicates.extend(of_type(item, ty, &quote!(__p::Body)));
    }
    predicates
}

/// `type: bound,` if the type mentions a parameter. A type that mentions the item itself needs none:
/// its bound follows from the others, and as a bound it would be a circle.
pub(super) fn of_type(item: &Item, ty: &Type, bound: &TokenStream) -> TokenStream {
    let mentions = mentions(ty, item);
    if mentions.parameter && !mentions.item { quote!(#ty: #bound,) } else { TokenStream::new() }
}

/// What every parameter needs, since values are sent between threads and kept.
pub(super) fn of_parameters(item: &Item) -> TokenStream {
    let mut predicates = item.user_predicates();
    for param in &item.generics.params {
        if let GenericParam::Type(param) = param {
            let ident = &param.ident;
            predicates.extend(quote!(#ident: ::core::marker::Send + ::core::marker::Sync + 'static,));
        }
    }
    predicates
}

fn of_field(item: &Item, field: &Field) -> TokenStream {
    let default = quote!(::core::default::Default);
    match &field.storage {
        Storage::Flattened => of_type(item, &field.ty, &quote!(__p::Value + __p::Body)),
        Storage::Skipped(Fill::Default) => of_type(item, &field.ty, &default),
        Storage::Skipped(Fill::Call(_)) => TokenStream::new(),
        // A bound would hold for the item's own lifetime, and its rows are read for any.
        Storage::Stored(stored) if stored.codec == Codec::Lent => TokenStream::new(),
        Storage::Stored(stored) => {
            let mut predicates = of_type(item, &field.ty, &self::codec(stored.codec));
            if matches!(stored.missing, Missing::Filled(Fill::Default)) {
                predicates.extend(of_type(item, &field.ty, &default));
            }
            predicates
        }
    }
}

/// What a type needs to be stored.
pub(super) fn codec(codec: Codec) -> TokenStream {
    let of = match codec {
        Codec::Null => "Nullable",
        codec => codec::of(codec),
    };
    let of = Ident::new(of, Span::call_site());
    quote!(__p::#of)
}
