//! What was written: the keys of `#[vellum(...)]` with their spans, and nothing decided yet.
//!
//! The grammar is wider than `syn::Meta` (`keys(address.city = 1)`, `id = Vec<u8>`, bare names in
//! `unique(live)`), so it is read directly from the tokens, key by key: a mistake in one key leaves
//! the other keys readable.

pub(crate) mod container;
pub(crate) mod field;
pub(crate) mod field_path;
pub(crate) mod hooks;
pub(crate) mod index;
pub(crate) mod keys;
pub(crate) mod reader;
pub(crate) mod slot;
pub(crate) mod value;
pub(crate) mod variant;

pub(crate) use container::ContainerAttr;
pub(crate) use field::FieldAttr;
pub(crate) use field_path::FieldPath;
pub(crate) use hooks::HooksAttr;
pub(crate) use keys::{Owner, unknown};
pub(crate) use slot::{Given, Slot};
pub(crate) use variant::VariantAttr;
