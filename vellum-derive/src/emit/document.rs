//! Embedded structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessor::{Accessor, methods_of_fields};
use super::scope::named;
use super::value::{Bodies, body, document_value};
use super::{bounds, fields};
use crate::ir::{Field, Item};

/// The types beside the user's, and the impls.
pub(super) fn document(item: &Item, fields: &[Field]) -> (TokenStream, TokenStream) {
    let predicates = bounds::predicates(item, fields);
    let accessor = accessor(item, fields, &predicates);
    let body = body(item, &predicates, &bodies(item, fields));
    let value = document_value(item, &predicates, &quote!(__p::Shape::Document(<Self as __p::Body>::fields)));
    let impls = accessor.impls();
    (accessor.definition(), quote!(#impls #body #value))
}

/// The accessors of a struct inside of other documents.
pub(super) fn accessor<'a>(item: &'a Item, fields: &[Field], predicates: &TokenStream) -> Accessor<'a> {
    Accessor {
        item,
        ident: item.fields_name(),
        doc: format!("Typed accessors of [`{}`].", item.title()),
        default_root: None,
        default_whole: whole(item),
        methods: methods_of_fields(item, fields),
        predicates: predicates.clone(),
    }
}

/// `::vellum::__private::Whole<R, Address>`, for use beside the user's struct.
pub(super) fn whole(item: &Item) -> TokenStream {
    let (runtime, root, path) = (&item.runtime, &item.names.root, item.path());
    quote!(#runtime::__private::Whole<#root, #path>)
}

/// How a struct is written and read.
pub(super) fn bodies(item: &Item, fields: &[Field]) -> Bodies {
    if item.stub {
        return Bodies::never();
    }
    let constructor = quote!(Self);
    let reference = |_: usize, field: &Field| {
        let ident = named(&field.ident);
        quote!(&self.#ident)
    };
    let reference_mut = |_: usize, field: &Field| {
        let ident = named(&field.ident);
        quote!(&mut self.#ident)
    };
    Bodies {
        encode: fields::encode(fields, reference),
        decode_ordered: fields::decode_ordered(fields, &constructor),
        decode_unordered: fields::decode_unordered(fields, &constructor),
        normalize: fields::normalize(fields, reference_mut),
        fields: fields::shapes(fields),
    }
}
