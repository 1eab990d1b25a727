//! `derive(Projection)`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::codec::value_type;
use super::scope::ends;
use super::value::{body, value};
use super::{bounds, document, outputs};
use crate::ir::{Field, Projected, Projection};

pub(crate) fn projection(projection: &Projection) -> TokenStream {
    let item = &projection.item;
    let fields: Vec<Field> = projection.fields.iter().map(|projected| projected.field.clone()).collect();
    let predicates = bounds::predicates(item, &fields);
    let body = body(item, &predicates, &document::bodies(item, &fields));
    let accessor = document::accessor(item, &fields, &predicates);
    let (definition, accessors) = (accessor.definition(), accessor.impls());
    let value = value(item, &predicates, &quote!(__p::Shape::Document(<Self as __p::Body>::fields)));
    let (builder, builder_impls) = outputs::outputs(item, &fields, &predicates);
    let (parameters, _, _) = item.generics.split_for_impl();
    let (path, name) = (item.path(), item.title());
    let source = projection.source.as_ref().map(|source| taken_from(projection, source, &predicates));
    let block = item.in_runtime(&quote! {
        #accessors
        #body
        #value
        #[automatically_derived]
        impl #parameters __p::Projection for #path where #predicates {
            const NAME: &'static str = #name;
        }
        #builder_impls
        #source
    });
    quote!(#definition #builder #block)
}

/// What makes the item a projection of the model, and a part of projections around it.
fn taken_from(projection: &Projection, source: &syn::Path, predicates: &TokenStream) -> TokenStream {
    let item = &projection.item;
    let (parameters, _, _) = item.generics.split_for_impl();
    let path = item.path();
    let fields = projection.fields.iter().filter(|_| !item.stub);
    let fields: Vec<TokenStream> = fields.filter_map(|projected| field(source, projected)).collect();
    let imports = (!fields.is_empty()).then(|| {
        quote!(
            use __p::{OfEmbedded as _, OfModel as _, Take as _, TakeOptional as _};
        )
    });
    quote! {
        #[automatically_derived]
        impl #parameters __p::ProjectionOf<#source> for #path where #predicates {
            fn sources() -> ::std::vec::Vec<(&'static str, __p::Source)> {
                #[allow(unused_imports)]
                #imports
                ::std::vec::Vec::from([#(#fields,)*])
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #parameters __p::ProjectedFrom<#source> for #path where #predicates {
            fn form() -> __p::Form {
                __p::card::<Self, #source>()
            }
        }
    }
}

/// `origin::<User>().__root().go(|at| at.address()).enter().go(|at| at.city()).check::<String>()`: walks
/// to the field in the model and checks the type of what arrives.
fn field(source: &syn::Path, projected: &Projected) -> Option<TokenStream> {
    let field = &projected.field;
    let name = &field.stored()?.name;
    let (first, last) = ends(source);
    let open = quote_spanned!(first=> __p::origin::<);
    let close = quote_spanned!(last=> >().__root());
    let mut way = quote!(#open #source #close);
    for (i, segment) in projected.path.segments().enumerate() {
        let span = segment.span();
        let enter = (i > 0).then(|| quote_spanned!(span=> .enter()));
        way = quote_spanned!(span=> #way #enter.go(|__at| __at.#segment()));
    }
    let stored = value_type(field);
    let (first, last) = ends(&stored);
    let check = quote_spanned!(first=> .check::<);
    let take = quote_spanned!(last=> >().__take::<);
    let close = quote_spanned!(last=> >(#name));
    Some(quote!(#way #check #stored #take #stored #close))
}
