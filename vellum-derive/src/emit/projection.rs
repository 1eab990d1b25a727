//! `derive(Projection)`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::codec::value_type;
use super::scope::ends;
use super::value::body;
use super::{bounds, document};
use crate::ir::{Field, Projected, Projection};

pub(crate) fn projection(projection: &Projection) -> TokenStream {
    let item = &projection.item;
    let fields: Vec<Field> = projection.fields.iter().map(|projected| projected.field.clone()).collect();
    let predicates = bounds::predicates(item, &fields);
    let body = body(item, &predicates, &document::bodies(item, &fields));
    let (parameters, _, _) = item.generics.split_for_impl();
    let (path, name) = (item.path(), item.title());
    let source = projection.source.as_ref().map(|source| {
        let paths = projection.fields.iter().filter(|_| !item.stub);
        let paths: TokenStream = paths.filter_map(|projected| self::path(source, projected)).collect();
        quote! {
            #[automatically_derived]
            impl #parameters __p::ProjectionOf<#source> for #path where #predicates {
                fn paths() -> ::std::vec::Vec<(&'static str, __p::Path)> {
                    ::std::vec::Vec::from([#paths])
                }
            }
        }
    });
    item.in_runtime(&quote! {
        #body
        #[automatically_derived]
        impl #parameters __p::Projection for #path where #predicates {
            const NAME: &'static str = #name;
        }
        #source
    })
}

/// One call finds the field in the model, checks its type, and gives name and path.
fn path(source: &syn::Path, projected: &Projected) -> Option<TokenStream> {
    let field = &projected.field;
    let name = &field.stored()?.name;
    let stored = value_type(field);
    let mut place = quote!(<#source>::q());
    for segment in projected.path.segments() {
        place = quote_spanned!(segment.span()=> #place.#segment());
    }
    let (first, last) = ends(&stored);
    let open = quote_spanned!(first=> .named::<);
    let close = quote_spanned!(last=> >(#name));
    Some(quote!(__p::project(&#place) #open #stored #close,))
}
