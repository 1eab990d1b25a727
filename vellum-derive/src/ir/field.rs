//! Fields of documents.

use proc_macro2::Ident;
use syn::{Path, Type, Visibility};

/// A named field of a struct or of a variant.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) storage: Storage,
}

/// How a field gets into the document.
#[derive(Clone)]
pub(crate) enum Storage {
    Stored(Stored),
    /// The fields of its type stand beside its neighbours.
    Flattened,
    /// Not at all.
    Skipped(Fill),
}

/// A field with a name of its own in the document.
#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) codec: Codec,
    pub(crate) missing: Missing,
}

/// What encodes the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    Plain,
    /// `None` is stored as null.
    Null,
    /// The type's own serde impls.
    Serde,
    /// Binary data instead of a list of numbers.
    Bytes,
    /// Not at all: it is only read, and borrows from what it is read out of.
    Lent,
}

/// What a missing field means.
#[derive(Clone)]
pub(crate) enum Missing {
    /// What the type says, which mostly is an error.
    AsType,
    Filled(Fill),
}

/// Where a value comes from that is not in the document.
#[derive(Clone)]
pub(crate) enum Fill {
    Default,
    Call(Path),
}

impl Field {
    /// What is stored under a name of its own.
    pub(crate) fn stored(&self) -> Option<&Stored> {
        match &self.storage {
            Storage::Stored(stored) => Some(stored),
            Storage::Flattened | Storage::Skipped(_) => None,
        }
    }

    /// Whether `q()` has an accessor for it.
    pub(crate) fn has_accessor(&self) -> bool {
        !matches!(self.storage, Storage::Skipped(_))
    }
}
