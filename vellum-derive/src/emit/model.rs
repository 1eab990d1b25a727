//! `derive(Vellum)`

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;
use syn::ext::IdentExt as _;

use super::accessor::{Accessor, Method, accessor_of, method, methods_of_enum, methods_of_fields};
use super::scope::{named, qualified, visibility};
use super::value::body;
use super::{document, hooks, index, repository, tagged};
use crate::ir::{Column, Data, Id, Model};

pub(crate) fn model(model: &Model) -> TokenStream {
    let item = &model.item;
    let none = TokenStream::new();
    let accessor = accessor(model);
    let (variant_types, variant_impls) = match &model.data {
        Data::Struct(_) => (none.clone(), none.clone()),
        Data::Enum(enumeration) => tagged::variant_accessors(item, enumeration, &none),
    };
    let (bodies, shape) = match &model.data {
        Data::Struct(fields) => {
            (document::bodies(item, fields), quote!(__p::Shape::Document(<Self as __p::Body>::fields)))
        }
        Data::Enum(enumeration) => (tagged::bodies(item, enumeration), tagged::shape(item, enumeration)),
    };
    let (repository_type, repository_impls) = (repository::definition(model), repository::impls(model));
    let definition = accessor.definition();
    let parts = [
        index::imports(model).unwrap_or_default(),
        accessor.impls(),
        variant_impls,
        body(item, &none, &bodies),
        model_impl(model, &shape),
        markers(model),
        inherent(model),
        repository_impls,
    ];
    let block = item.in_runtime(&parts.into_iter().collect());
    quote!(#definition #variant_types #repository_type #block)
}

fn accessor(model: &Model) -> Accessor<'_> {
    let item = &model.item;
    let ident = &item.ident;
    let mut methods = match &model.data {
        Data::Struct(fields) => methods_of_fields(item, fields),
        Data::Enum(tagged) => methods_of_enum(item, tagged),
    };
    if let Id::Own { field, .. } = &model.id {
        let known = methods.iter_mut().filter(|method| method.ident.unraw() == field.unraw());
        let vis = own_id_visibility(model, field);
        known.for_each(|method| *method = id_method(model, field, &vis));
    }
    methods.extend(own_methods(model, &methods));
    Accessor {
        item,
        ident: item.fields_name(),
        doc: format!("Typed accessors of [`{}`].", item.title()),
        default_root: Some(quote!(#ident)),
        default_whole: whole(model),
        methods,
        predicates: TokenStream::new(),
    }
}

/// `::vellum::__private::Whole<R, Doc<User>>`, for use beside the user's struct.
fn whole(model: &Model) -> TokenStream {
    let item = &model.item;
    let (runtime, root, ident) = (&item.runtime, &item.names.root, &item.ident);
    quote!(#runtime::__private::Whole<#root, #runtime::__private::Doc<#ident>>)
}

/// `id()`, unless a field has that name, and the accessors of the columns.
fn own_methods(model: &Model, fields: &[Method]) -> Vec<Method> {
    let item = &model.item;
    let vis = visibility(&item.vis);
    let mut methods = Vec::new();
    if fields.iter().all(|method| method.ident.unraw() != "id") {
        methods.push(id_method(model, &Ident::new("id", Span::call_site()), &vis));
    }
    let columns = &model.columns;
    let declared = [
        (&columns.version, quote!(i64), "The version, which every write moves on."),
        (&columns.created, quote!(__p::DateTime), "When the document was created."),
        (&columns.updated, quote!(__p::DateTime), "When the document was last written."),
        (&columns.deleted, quote!(__p::Option<__p::DateTime>), "When the document was deleted."),
    ];
    for (column, ty, doc) in declared {
        let Some(Column { name, accessor: Some(ident) }) = column else { continue };
        let returns = accessor_of(item, &ty);
        methods.push(method(ident, &vis, doc, &returns, &child(name)));
    }
    methods
}

fn own_id_visibility(model: &Model, id: &Ident) -> TokenStream {
    let fields = match &model.data {
        Data::Struct(fields) => fields.as_slice(),
        Data::Enum(_) => &[],
    };
    visibility(fields.iter().find(|field| field.ident == *id).map_or(&model.item.vis, |field| &field.vis))
}

/// The accessor of the id, which knows whose it is.
fn id_method(model: &Model, ident: &Ident, vis: &TokenStream) -> Method {
    let item = &model.item;
    let (root, of) = (&item.names.root, &item.ident);
    method(ident, vis, "The id.", &quote!(__p::Id<#root, #of>), &child("_id"))
}

fn child(name: &str) -> TokenStream {
    quote!(__p::child(__p::Place::path(&self.whole), #name))
}

fn id_type(model: &Model) -> TokenStream {
    match &model.id {
        Id::Own { ty, .. } | Id::Generated(Some(ty)) => quote!(#ty),
        Id::Generated(None) => quote!(__p::Uuid),
    }
}

fn model_impl(model: &Model, shape: &TokenStream) -> TokenStream {
    let item = &model.item;
    let (ident, fields, repository) = (&item.ident, item.fields_name(), repository::name(model));
    let root = &item.names.root;
    let name = item.title();
    let collection = &model.collection;
    let columns = columns(model);
    let (indexes, shard_key) = (index::specs(model), index::shard_key(model));
    let (id, id_functions) = (id_type(model), id_functions(model));
    let hooks = hooks::constants(model);
    quote! {
        #[automatically_derived]
        impl __p::Model for #ident {
            type Id = #id;
            type Fields<#root> = #fields<#root>;
            type Repository = #repository;
            const NAME: &'static str = #name;
            const COLLECTION: &'static str = #collection;
            const COLUMNS: __p::Columns = #columns;
            const INDEXES: &'static [__p::IndexSpec] = &[#indexes];
            const SHARD_KEY: &'static [fn() -> __p::Path] = &[#shard_key];
            #hooks
            #id_functions
            fn shape() -> __p::Shape {
                #shape
            }
        }
    }
}

fn id_functions(model: &Model) -> TokenStream {
    let own = matches!(model.id, Id::Own { .. });
    let (own_id, generate) = match &model.id {
        _ if model.item.stub => (quote!(__p::None), quote!(__p::None)),
        Id::Own { field, .. } => {
            let field = named(field);
            (quote!(__p::Some(&self.#field)), quote!(__p::None))
        }
        Id::Generated(ty) => (quote!(__p::None), generate(ty.as_ref())),
    };
    quote! {
        const OWN_ID: bool = #own;
        fn own_id(&self) -> __p::Option<&Self::Id> {
            #own_id
        }
        fn generate_id() -> __p::Option<Self::Id> {
            #generate
        }
    }
}

fn generate(ty: Option<&Type>) -> TokenStream {
    let generate = match ty {
        Some(ty) => qualified(ty, "GenerateId", "generate"),
        None => quote!(<__p::Uuid as __p::GenerateId>::generate),
    };
    quote!(__p::Some(#generate()))
}

fn columns(model: &Model) -> TokenStream {
    let columns = &model.columns;
    let name = |column: &Column| column.name.clone();
    let version = columns.version.iter().map(name).map(|name| quote!(.version(#name)));
    let times = columns.created.iter().zip(&columns.updated).map(|(created, updated)| {
        let (created, updated) = (name(created), name(updated));
        quote!(.timestamps(#created, #updated))
    });
    let deleted = columns.deleted.iter().map(name).map(|name| quote!(.deleted_at(#name)));
    quote!(__p::Columns::NONE #(#version)* #(#times)* #(#deleted)*)
}

fn markers(model: &Model) -> TokenStream {
    let ident = &model.item.ident;
    let columns = &model.columns;
    let markers = [
        (columns.version.is_some(), quote!(Versioned)),
        (columns.created.is_some(), quote!(Timestamped)),
        (columns.deleted.is_some(), quote!(SoftDeleted)),
    ];
    let declared = markers.into_iter().filter(|(declared, _)| *declared);
    declared
        .map(|(_, marker)| {
            quote! {
                #[automatically_derived]
                impl __p::#marker for #ident {}
            }
        })
        .collect()
}

/// `q`, `expr` and `set_with`
fn inherent(model: &Model) -> TokenStream {
    let item = &model.item;
    let (ident, fields, vis) = (&item.ident, item.fields_name(), visibility(&item.vis));
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #ident {
            /// Typed accessors of the fields, for filters, updates and sorting.
            #vis fn q() -> #fields<#ident> {
                __p::root()
            }
            /// A filter that compares fields with each other: `$expr`.
            #vis fn expr(
                __test: impl ::core::ops::FnOnce(#fields<__p::ExprRoot<#ident>>) -> __p::Expr<__p::ExprRoot<#ident>, bool>,
            ) -> __p::Filter<#ident> {
                __p::expr(__test)
            }
            /// An update whose values are computed from the document as it was: a pipeline of `$set`.
            #vis fn set_with<__U: __p::IntoUpdate<__p::ExprRoot<#ident>>>(
                __assignments: impl ::core::ops::FnOnce(#fields<__p::ExprRoot<#ident>>) -> __U,
            ) -> __p::Update<#ident> {
                __p::set_with(__assignments)
            }
        }
    }
}
