//! `derive(Projection)` on a struct with a lifetime: its rows borrow, so they are read and never written.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Lifetime, Path, parse_quote};

use super::projection::sources;
use super::{bounds, fields, scope};
use crate::ir::{Field, Item, Projection};

pub(super) fn visited(projection: &Projection, lifetime: &Lifetime) -> TokenStream {
    let item = &projection.item;
    let fields: Vec<Field> = projection.fields.iter().map(|projected| projected.field.clone()).collect();
    let predicates = bounds::predicates(item, &fields);
    let view = view(item, lifetime, &fields, &predicates);
    let source = projection.source.as_ref().map(|source| row_of(projection, source, &predicates));
    item.in_runtime(&quote!(#view #source))
}

/// `impl View`
fn view(item: &Item, lifetime: &Lifetime, fields: &[Field], predicates: &TokenStream) -> TokenStream {
    let path = item.path();
    let (parameters, _, _) = item.generics.split_for_impl();
    let constructor = quote!(Self);
    let (ordered, unordered) = if item.stub {
        (scope::never(), scope::never())
    } else {
        (fields::decode_ordered(fields, &constructor), fields::decode_unordered(fields, &constructor))
    };
    quote! {
        #[automatically_derived]
        impl #parameters __p::View<#lifetime> for #path where #predicates {
            fn decode_fields(__r: &mut __p::Reader<#lifetime>) -> __p::Decoded<__p::Option<Self>> {
                #ordered
            }
            fn decode_unordered(__doc: __p::Reader<#lifetime>) -> __p::Decoded<Self> {
                #unordered
            }
        }
    }
}

/// What makes the item a row of the model, and a part of rows around it. `ProjectionOf` says why it cannot be
/// selected: its bound never holds.
fn row_of(projection: &Projection, source: &Path, predicates: &TokenStream) -> TokenStream {
    let item = &projection.item;
    let (parameters, _, _) = item.generics.split_for_impl();
    let (path, name) = (item.path(), item.title());
    let at = item.path_for(&parse_quote!('__de));
    let known = item.path_for(&parse_quote!('static));
    let sources = sources(projection, source);
    let kept = never_kept(item, source, predicates);
    quote! {
        #[automatically_derived]
        impl #parameters __p::RowOf<#source> for #path where #predicates {
            type At<'__de> = #at;
            #sources
            fn read<'__de>(__doc: __p::Reader<'__de>, __beside: &[&str]) -> __p::Decoded<#at> {
                __p::read_view(__doc, __beside)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #parameters __p::ProjectedFrom<#source> for #path where #predicates {
            fn form() -> __p::Form {
                __p::lent_card::<Self, #source, #known>(#name)
            }
        }
        #kept
    }
}

/// Its tokens stand at the item's name, as if the user had written it: that makes the message that it is there
/// for shorter.
fn never_kept(item: &Item, source: &Path, predicates: &TokenStream) -> TokenStream {
    let (parameters, _, _) = item.generics.split_for_impl();
    let (span, never) = (item.ident.span(), scope::never());
    let path = item.path().into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    let path: TokenStream = path.collect();
    quote_spanned! {span=>
        #[automatically_derived]
        impl #parameters __p::ProjectionOf<#source> for #path
        where
            __p::Keeper: __p::Keeps<Self>,
            Self: 'static,
            #predicates
        {
            fn sources() -> ::std::vec::Vec<(&'static str, __p::Source)> {
                #never
            }
            fn read(_: __p::Reader<'_>) -> __p::Decoded<Self> {
                #never
            }
        }
    }
}
