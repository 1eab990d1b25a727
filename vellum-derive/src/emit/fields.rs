//! Named fields: how they are written, read in order, read in any order, and described.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::ext::IdentExt as _;

use super::codec;
use super::scope::{named, qualified, value};
use crate::ir::{Codec, Field, Fill, Missing, Storage, Stored};

/// The local that holds a field.
pub(super) fn local(index: usize) -> Ident {
    format_ident!("__f{index}")
}

/// Statements that write the fields; `reference` gives `&self.city`.
pub(super) fn encode(fields: &[Field], reference: impl Fn(usize, &Field) -> TokenStream) -> TokenStream {
    let statements = fields.iter().enumerate().map(|(i, field)| {
        let ty = &field.ty;
        let reference = reference(i, field);
        match &field.storage {
            Storage::Skipped(_) => TokenStream::new(),
            Storage::Flattened => {
                let encode = qualified(ty, "Body", "encode_fields");
                quote!(#encode(#reference, __out);)
            }
            Storage::Stored(stored) => {
                let header = header(field, &stored.name);
                let encode = match stored.codec {
                    Codec::Null => qualified(ty, "Nullable", "encode_field_or_null"),
                    _ => codec::item(field, "encode_field"),
                };
                quote!(#encode(#reference, #header, __out);)
            }
        }
    });
    statements.collect()
}

/// Statements that drop what BSON cannot hold; `reference` gives `&mut self.city`.
pub(super) fn normalize(fields: &[Field], reference: impl Fn(usize, &Field) -> TokenStream) -> TokenStream {
    let statements = fields.iter().enumerate().map(|(i, field)| {
        let ty = &field.ty;
        let reference = reference(i, field);
        match &field.storage {
            Storage::Flattened => {
                let normalize = qualified(ty, "Body", "normalize_fields");
                quote!(#normalize(#reference);)
            }
            Storage::Stored(Stored { codec: Codec::Plain | Codec::Null, .. }) => {
                let normalize = value(ty, "normalize");
                quote!(#normalize(#reference);)
            }
            Storage::Stored(_) | Storage::Skipped(_) => TokenStream::new(),
        }
    });
    statements.collect()
}

/// Reads the fields in their declared order and returns, or leaves with `Ok(None)`.
pub(super) fn decode_ordered(fields: &[Field], constructor: &TokenStream) -> TokenStream {
    let statements: TokenStream = fields.iter().enumerate().map(|(i, field)| read_next(i, field)).collect();
    let built = build(fields, constructor, |_, local| local.to_token_stream());
    quote!(#statements __p::Ok(__p::Some(#built)))
}

fn read_next(i: usize, field: &Field) -> TokenStream {
    let local = local(i);
    let ty = &field.ty;
    let leave = quote!(else { return __p::Ok(__p::None) };);
    let stored = match &field.storage {
        Storage::Skipped(_) => return TokenStream::new(),
        Storage::Flattened => {
            let decode = qualified(ty, "Body", "decode_fields");
            return quote!(let __p::Some(#local) = #decode(__r)? #leave);
        }
        Storage::Stored(stored) => stored,
    };
    let decode = codec::item(field, "decode_field");
    let header = header(field, &stored.name);
    match &stored.missing {
        Missing::AsType => quote!(let __p::Some(#local) = #decode(__r, #header)? #leave),
        Missing::Filled(fill) => {
            let fill = or_fill(fill);
            // An option reads a missing field as `None`, which here means the default.
            quote! {
                let #local = if __r.comes_next(#header) { #decode(__r, #header)? } else { __p::None };
                let #local = #local #fill;
            }
        }
    }
}

/// Reads the fields in any order out of `__doc` and returns.
pub(super) fn decode_unordered(fields: &[Field], constructor: &TokenStream) -> TokenStream {
    let named: Vec<(usize, &Field, &Stored)> =
        fields.iter().enumerate().filter_map(|(i, field)| Some((i, field, field.stored()?))).collect();
    let scan = if named.is_empty() { TokenStream::new() } else { scan(&named) };
    let finish = finish(fields);
    let built =
        build(fields, constructor, |field, local| match field.stored().map(|stored| &stored.missing) {
            Some(Missing::Filled(fill)) => {
                let fill = or_fill(fill);
                quote!(#local #fill)
            }
            _ => local.to_token_stream(),
        });
    quote!(#scan #finish __p::Ok(#built))
}

/// One pass over the document that fills a slot for each field.
fn scan(fields: &[(usize, &Field, &Stored)]) -> TokenStream {
    let slots = fields.iter().map(|(i, ..)| local(*i));
    let names: Vec<&str> = fields.iter().flat_map(|(.., stored)| names(stored)).collect();
    let mut places = (0..).map(Literal::usize_unsuffixed);
    let arms = fields.iter().map(|(i, field, stored)| {
        let slot = local(*i);
        let decode = codec::item(field, "decode_as");
        let read = quote!(__p::fill(&mut #slot, #decode, __type, &mut __r)?);
        let key = places.next();
        let aliases: Vec<Literal> = places.by_ref().take(stored.aliases.len()).collect();
        // The present name wins over older ones, wherever they stand.
        quote!(#key => #read, #(#aliases if #slot.is_none() => #read,)*)
    });
    let arms: TokenStream = arms.collect();
    quote! {
        let mut __r = __doc;
        #(let mut #slots = __p::None;)*
        while let __p::Some((__type, __place)) = __r.next_place(&[#(#names),*])? {
            match __place { #arms _ => __r.skip(__type)?, }
        }
    }
}

/// The name of a field and its older ones.
fn names(stored: &Stored) -> impl Iterator<Item = &str> {
    std::iter::once(stored.name.as_str()).chain(stored.aliases.iter().map(String::as_str))
}

/// What a document lacks, after all of it was read. No slot is emptied before all of them are full: to leave in
/// between would be code of its own at every field.
fn finish(fields: &[Field]) -> TokenStream {
    let (mut checks, mut slots) = (TokenStream::new(), Vec::new());
    for (i, field) in fields.iter().enumerate() {
        let slot = local(i);
        match &field.storage {
            Storage::Flattened => {
                let decode = qualified(&field.ty, "Body", "decode_unordered");
                checks.extend(quote!(let #slot = #decode(__doc)?;));
            }
            Storage::Stored(Stored { missing: Missing::AsType, name, .. }) => {
                let required = codec::item(field, "required");
                checks.extend(quote!(__p::require(&mut #slot, #required, #name, __doc.at())?;));
                slots.push(slot);
            }
            Storage::Stored(_) | Storage::Skipped(_) => {}
        }
    }
    if slots.is_empty() {
        return checks;
    }
    quote! {
        #checks
        let (#(__p::Some(#slots),)*) = (#(#slots,)*) else { return __p::Err(__p::lost(__doc)) };
    }
}

/// `Self { city: .., zip: .. }`
fn build(
    fields: &[Field],
    constructor: &TokenStream,
    value: impl Fn(&Field, &Ident) -> TokenStream,
) -> TokenStream {
    let values = fields.iter().enumerate().map(|(i, field)| {
        let ident = named(&field.ident);
        let value = match &field.storage {
            Storage::Skipped(fill) => filled(fill),
            _ => value(field, &local(i)),
        };
        quote!(#ident: #value)
    });
    quote!(#constructor { #(#values,)* })
}

fn filled(fill: &Fill) -> TokenStream {
    match fill {
        Fill::Default => quote!(::core::default::Default::default()),
        Fill::Call(path) => quote!(#path()),
    }
}

fn or_fill(fill: &Fill) -> TokenStream {
    match fill {
        Fill::Default => quote!(.unwrap_or_default()),
        Fill::Call(path) => quote!(.unwrap_or_else(#path)),
    }
}

/// What the runtime knows about the fields.
pub(super) fn shapes(fields: &[Field]) -> TokenStream {
    let shapes = fields.iter().filter_map(|field| {
        let rust_name = field.ident.unraw().to_string();
        let shape = codec::item(field, "shape");
        match &field.storage {
            Storage::Skipped(_) => None,
            Storage::Flattened => Some(quote!(__p::FieldShape::flattened(#rust_name, #shape))),
            Storage::Stored(stored) => {
                let name = &stored.name;
                let aliases = &stored.aliases;
                let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*])));
                let nullable = (stored.codec == Codec::Null).then(|| quote!(.nullable()));
                let defaulted = matches!(stored.missing, Missing::Filled(_)).then(|| quote!(.defaulted()));
                Some(quote!(__p::FieldShape::new(#name, #rust_name, #shape) #aliases #nullable #defaulted))
            }
        }
    });
    quote!(const { &[#(#shapes),*] })
}

/// The constant bytes before a value.
fn header(field: &Field, name: &str) -> TokenStream {
    let length = Literal::usize_unsuffixed(name.len() + 2);
    let element_type = codec::item(field, "TYPE");
    quote!(const { &__p::header::<#length>(#element_type, #name) })
}
