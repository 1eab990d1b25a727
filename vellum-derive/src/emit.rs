//! Writes what was decided. Nothing here can fail.
//!
//! An expansion has two parts: the types that users name (`UserFields`, `UserRepository`), with full
//! paths, and one `const _` block with the impls, in which `__p` is the runtime. Locals begin with
//! `__`: even a pattern would otherwise mean the user's own `const` of that name.

mod accessor;
mod bounds;
mod codec;
mod delegate;
mod document;
mod fields;
mod hooks;
mod index;
mod model;
mod newtype;
mod outputs;
mod projection;
mod repository;
mod scope;
mod tagged;
mod text;
mod through;
mod value;
mod visited;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use model::model;
pub(crate) use projection::projection;

use crate::ir::{Embedded, Form};

/// `derive(Embedded)`
pub(crate) fn embedded(embedded: &Embedded) -> TokenStream {
    let item = &embedded.item;
    let (types, impls) = match &embedded.form {
        Form::Document(fields) => document::document(item, fields),
        Form::Tagged(tagged) => tagged::embedded(item, tagged),
        Form::Newtype(newtype) => (TokenStream::new(), newtype::newtype(item, newtype)),
        Form::Through(stored) => (TokenStream::new(), through::through(item, stored)),
        Form::Text(texts) => (TokenStream::new(), text::text(item, texts)),
    };
    let block = item.in_runtime(&quote!(#impls));
    quote!(#types #block)
}
