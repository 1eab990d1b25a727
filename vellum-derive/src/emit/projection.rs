//! `derive(Projection)`

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use super::codec::value_type;
use super::scope::ends;
use super::value::{body, value};
use super::visited::visited;
use super::{bounds, document, outputs};
use crate::ir::{Codec, Field, Projected, Projection};

pub(crate) fn projection(projection: &Projection) -> TokenStream {
    if let Some(lifetime) = &projection.lifetime {
        return visited(projection, lifetime);
    }
    let item = &projection.item;
    // What is refused already is not named again: no accessor has a reference as its type.
    let named = |field: &Field| !(item.stub && matches!(field.ty, syn::Type::Reference(_)));
    let fields = projection.fields.iter().map(|projected| projected.field.clone());
    let fields: Vec<Field> = fields.filter(named).collect();
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
    let sources = sources(projection, source);
    quote! {
        #[automatically_derived]
        impl #parameters __p::ProjectionOf<#source> for #path where #predicates {
            #sources
            fn read(__doc: __p::Reader<'_>) -> __p::Decoded<Self> {
                __p::read_projection(__doc)
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

/// Where the fields come from.
pub(super) fn sources(projection: &Projection, source: &syn::Path) -> TokenStream {
    let fields = projection.fields.iter().filter(|_| !projection.item.stub);
    let fields: Vec<TokenStream> = fields.filter_map(|projected| field(source, projected)).collect();
    let imports = (!fields.is_empty()).then(|| {
        quote!(
            use __p::{OfEmbedded as _, OfModel as _, Take as _, TakeOptional as _};
        )
    });
    quote! {
        fn sources() -> ::std::vec::Vec<(&'static str, __p::Source)> {
            #[allow(unused_imports)]
            #imports
            ::std::vec::Vec::from([#(#fields,)*])
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
    let checked = value_type(field);
    // The type is shown as the user wrote it.
    let shown = if lends(field) { field.ty.to_token_stream() } else { checked.clone() };
    let (first, last) = ends(&checked);
    let check = quote_spanned!(first=> .check::<);
    let take = quote_spanned!(last=> >().__take::<);
    let close = quote_spanned!(last=> >(#name));
    Some(quote!(#way #check #checked #take #shown #close))
}

fn lends(field: &Field) -> bool {
    field.stored().is_some_and(|stored| stored.codec == Codec::Lent)
}
