//! Enums: those stored as text, and those stored as documents with a tag.

use proc_macro2::Ident;
use syn::Type;

use super::{Field, Hook};

/// An enum whose variants are texts.
#[derive(Default)]
pub(crate) struct TextEnum {
    pub(crate) variants: Vec<TextVariant>,
    pub(crate) other: Option<Other>,
}

pub(crate) struct TextVariant {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
}

impl TextVariant {
    /// The texts that it is read under, the present one first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// The variant that unknown texts are read as.
pub(crate) struct Other {
    pub(crate) ident: Ident,
    /// The text that it is written as when it has no content.
    pub(crate) name: String,
    /// What keeps the unknown text, or the whole unknown document.
    pub(crate) content: Option<Type>,
}

/// An enum whose variants are documents that a tag tells apart.
#[derive(Default)]
pub(crate) struct TaggedEnum {
    pub(crate) tag: String,
    pub(crate) variants: Vec<Variant>,
    pub(crate) other: Option<Other>,
    /// Of a model.
    pub(crate) hooks: Vec<Hook>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) content: Content,
    pub(crate) accessors: Accessors,
}

impl Variant {
    /// The texts that it is read under, the present one first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// What stands beside the tag.
pub(crate) enum Content {
    Nothing,
    Fields(Vec<Field>),
    /// The fields of another type.
    Body(Type),
}

/// `is_card()` and `card()`
pub(crate) struct Accessors {
    pub(crate) test: Ident,
    pub(crate) enter: Ident,
}
