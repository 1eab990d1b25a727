//! Indexes, and the getters that unique ones make possible.

use proc_macro2::Ident;
use syn::{Path, Visibility};

use super::Field;
use crate::attr::FieldPath;

/// One index of a collection.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) keys: Vec<IndexKey>,
    pub(crate) name: Option<String>,
    pub(crate) unique: Option<Unique>,
    pub(crate) sparse: bool,
    pub(crate) hidden: bool,
    /// Seconds.
    pub(crate) ttl: Option<u32>,
    pub(crate) collation: Option<Collation>,
    pub(crate) partial: Option<Path>,
}

#[derive(Clone)]
pub(crate) struct IndexKey {
    pub(crate) path: FieldPath,
    pub(crate) order: Order,
    /// In a text index.
    pub(crate) weight: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Ascending,
    Descending,
    Text,
    Sphere,
    Plane,
    Hashed,
}

/// What a unique index forbids.
pub(crate) struct Unique {
    pub(crate) binds: Binds,
    /// The column of the deletion time, when deleted documents are not bound.
    pub(crate) live: Option<String>,
}

/// Which documents a unique index binds.
pub(crate) enum Binds {
    /// All; a missing value counts as one value.
    All,
    /// Those with a value, if the field's type knows "no value".
    Present(Box<Field>),
}

#[derive(Default)]
pub(crate) struct Collation {
    pub(crate) locale: String,
    pub(crate) strength: Option<u32>,
    pub(crate) case_first: Option<String>,
    pub(crate) alternate: Option<String>,
    pub(crate) max_variable: Option<String>,
    pub(crate) case_level: Option<bool>,
    pub(crate) numeric_ordering: Option<bool>,
    pub(crate) normalization: Option<bool>,
    pub(crate) backwards: Option<bool>,
}

/// `get_by_email` of a generated repository.
pub(crate) struct Getter {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The fields that together are unique.
    pub(crate) fields: Vec<Field>,
}
