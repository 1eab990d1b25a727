//! Enums that are stored as documents with a tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::accessor::{Accessor, methods_of_enum, methods_of_fields, variant_fields_name};
use super::fields::local;
use super::scope::{named, qualified, value};
use super::value::{Bodies, body, document_value};
use super::{bounds, document, fields};
use crate::ir::{Content, Field, Item, Storage, TaggedEnum, Variant};

/// The types beside the user's, and the impls.
pub(super) fn embedded(item: &Item, tagged: &TaggedEnum) -> (TokenStream, TokenStream) {
    let predicates = bounds::of_enum(item, tagged);
    let accessor = Accessor {
        item,
        ident: item.fields_name(),
        doc: format!("Typed accessors of [`{}`].", item.title()),
        default_root: None,
        default_whole: document::whole(item),
        methods: methods_of_enum(item, tagged),
        predicates: predicates.clone(),
    };
    let (variant_types, variant_impls) = variant_accessors(item, tagged, &predicates);
    let (definition, impls) = (accessor.definition(), accessor.impls());
    let body = body(item, &predicates, &bodies(item, tagged));
    let stored = document_value(item, &predicates, &shape(item, tagged));
    (quote!(#definition #variant_types), quote!(#impls #variant_impls #body #stored))
}

/// `PaymentCardFields` of every variant with fields.
pub(super) fn variant_accessors(
    item: &Item,
    tagged: &TaggedEnum,
    predicates: &TokenStream,
) -> (TokenStream, TokenStream) {
    let accessors = tagged.variants.iter().filter_map(|variant| {
        let Content::Fields(fields) = &variant.content else { return None };
        let (runtime, root) = (&item.runtime, &item.names.root);
        Some(Accessor {
            item,
            ident: variant_fields_name(item, variant),
            doc: format!("Typed accessors of [`{}::{}`].", item.title(), variant.ident),
            default_root: None,
            default_whole: quote!(#runtime::__private::VariantPlace<#root>),
            methods: methods_of_fields(item, fields),
            predicates: predicates.clone(),
        })
    });
    accessors.map(|accessor| (accessor.definition(), accessor.impls())).unzip()
}

/// How an enum is written and read.
pub(super) fn bodies(item: &Item, tagged: &TaggedEnum) -> Bodies {
    if item.stub {
        return Bodies::never();
    }
    let tag = &tagged.tag;
    let (ordered, unordered) = (decode(tagged, true), decode(tagged, false));
    let names = tagged.variants.iter().map(|variant| {
        let names = variant.names();
        quote!(&[#(#names),*])
    });
    Bodies {
        encode: encode(tagged),
        decode_ordered: quote! {
            let __p::Some(__tag) = __r.field_str(#tag)? else { return __p::Ok(__p::None) };
            match __tag { #ordered }
        },
        decode_unordered: quote!(match __doc.find_str(#tag)? { #unordered }),
        normalize: normalize(tagged),
        fields: quote!(const { &[__p::FieldShape::new(#tag, #tag, || __p::Shape::Variants(&[#(#names),*]))] }),
    }
}

fn encode(tagged: &TaggedEnum) -> TokenStream {
    let tag = &tagged.tag;
    let arms = tagged.variants.iter().map(|variant| {
        let (ident, name) = (named(&variant.ident), &variant.name);
        let write_tag = quote!(__out.field_str(#tag, #name););
        match &variant.content {
            Content::Nothing => quote!(Self::#ident => { #write_tag }),
            Content::Body(ty) => {
                let write = qualified(ty, "Body", "encode_fields");
                quote!(Self::#ident(__f0) => { #write_tag #write(__f0, __out); })
            }
            Content::Fields(fields) => {
                let pattern = pattern(fields, Field::has_accessor);
                let write = fields::encode(fields, bound);
                quote!(Self::#ident #pattern => { #write_tag #write })
            }
        }
    });
    let other = tagged.other.iter().map(|other| {
        let (ident, name) = (named(&other.ident), &other.name);
        match &other.content {
            // What was read from an unknown document is the whole of it, with its tag.
            Some(ty) => {
                let write = qualified(ty, "Body", "encode_fields");
                quote!(Self::#ident(__f0) => #write(__f0, __out),)
            }
            None => quote!(Self::#ident => __out.field_str(#tag, #name),),
        }
    });
    quote!(match self { #(#arms)* #(#other)* })
}

fn normalize(tagged: &TaggedEnum) -> TokenStream {
    let arms = tagged.variants.iter().filter_map(|variant| {
        let ident = named(&variant.ident);
        match &variant.content {
            Content::Nothing => None,
            Content::Body(ty) => {
                let normalize = qualified(ty, "Body", "normalize_fields");
                Some(quote!(Self::#ident(__f0) => #normalize(__f0),))
            }
            Content::Fields(fields) => {
                let statements = fields::normalize(fields, bound);
                let pattern = pattern(fields, is_normalized);
                (!statements.is_empty()).then(|| quote!(Self::#ident #pattern => { #statements }))
            }
        }
    });
    let arms: Vec<_> = arms.collect();
    let complete = tagged.other.is_none() && arms.len() == tagged.variants.len();
    let rest = (!complete).then(|| quote!(_ => {}));
    if arms.is_empty() { TokenStream::new() } else { quote!(match self { #(#arms)* #rest }) }
}

/// Whether `fields::normalize` has a statement for the field.
fn is_normalized(field: &Field) -> bool {
    match &field.storage {
        Storage::Flattened => true,
        Storage::Skipped(_) => false,
        Storage::Stored(stored) => matches!(stored.codec, crate::ir::Codec::Plain | crate::ir::Codec::Null),
    }
}

/// `{ last4: __f0, .. }`
fn pattern(fields: &[Field], is_used: impl Fn(&Field) -> bool) -> TokenStream {
    let used = fields.iter().enumerate().filter(|(_, field)| is_used(field));
    let bindings: Vec<_> = used
        .map(|(i, field)| {
            let (ident, local) = (named(&field.ident), local(i));
            quote!(#ident: #local,)
        })
        .collect();
    let rest = (bindings.len() < fields.len()).then(|| quote!(..));
    quote!({ #(#bindings)* #rest })
}

fn bound(i: usize, _: &Field) -> TokenStream {
    let local = local(i);
    quote!(#local)
}

/// The arms that read each variant out of `__r` in order, or out of `__doc` in any order.
fn decode(tagged: &TaggedEnum, ordered: bool) -> TokenStream {
    let arms = tagged.variants.iter().map(|variant| {
        let names = variant.names();
        let read = decode_variant(variant, ordered);
        quote!(#(#names)|* => { #read })
    });
    let tag = &tagged.tag;
    let names = tagged.variants.iter().map(|variant| &variant.name);
    let other = match &tagged.other {
        // Only the whole document says what it is, or where it is wrong.
        _ if ordered => quote!(__p::Ok(__p::None)),
        None => quote!(__p::unknown_tag(__doc, #tag, &[#(#names),*])),
        Some(other) => {
            let ident = named(&other.ident);
            match &other.content {
                None => quote!(__p::Ok(Self::#ident)),
                Some(ty) => {
                    let read = qualified(ty, "Body", "decode_unordered");
                    quote!(#read(__doc).map(Self::#ident))
                }
            }
        }
    };
    quote!(#(#arms)* _ => #other,)
}

fn decode_variant(variant: &Variant, ordered: bool) -> TokenStream {
    let ident = named(&variant.ident);
    let constructor = quote!(Self::#ident);
    match (&variant.content, ordered) {
        (Content::Nothing, true) => quote!(__p::Ok(__p::Some(#constructor))),
        (Content::Nothing, false) => quote!(__p::Ok(#constructor)),
        (Content::Body(ty), true) => {
            let read = qualified(ty, "Body", "decode_fields");
            quote!(__p::Ok(#read(__r)?.map(#constructor)))
        }
        (Content::Body(ty), false) => {
            let read = qualified(ty, "Body", "decode_unordered");
            quote!(#read(__doc).map(#constructor))
        }
        (Content::Fields(fields), true) => fields::decode_ordered(fields, &constructor),
        (Content::Fields(fields), false) => fields::decode_unordered(fields, &constructor),
    }
}

/// What the runtime knows about the variants.
pub(super) fn shape(item: &Item, tagged: &TaggedEnum) -> TokenStream {
    let tag = &tagged.tag;
    let variants = tagged.variants.iter().filter(|_| !item.stub).map(|variant| {
        let names = variant.names();
        let shapes = match &variant.content {
            Content::Nothing => quote!(&[]),
            Content::Fields(fields) => fields::shapes(fields),
            Content::Body(ty) => {
                let shape = value(ty, "shape");
                quote!(const { &[__p::FieldShape::flattened("0", #shape)] })
            }
        };
        quote!(__p::VariantShape::new(&[#(#names),*], || #shapes))
    });
    quote!(__p::Shape::Enum { tag: #tag, variants: const { &[#(#variants),*] } })
}
