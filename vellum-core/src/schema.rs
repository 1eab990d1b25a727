//! What the derives found out about a type: static data, read when a value is compared or described.

mod index;

pub use index::{IndexCollation, IndexKey, IndexKeySpec, IndexSpec, PartialFilter};

use crate::bson::element;

/// How a type is stored.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One BSON value; the element type is 0 where it may be any.
    Scalar(u8),
    /// A list of elements.
    List(fn() -> Shape),
    /// A list without order and repetition.
    Set(fn() -> Shape),
    /// A document whose keys are data.
    Map(fn() -> Shape),
    /// A value that may be missing.
    Optional(fn() -> Shape),
    /// A document with declared fields.
    Document(fn() -> &'static [FieldShape]),
    /// Text out of a closed list: of each variant its name, and the older ones that it is read under.
    Variants(&'static [&'static [&'static str]]),
    /// A document whose fields depend on the text of its tag.
    Enum {
        /// The stored name of the tag.
        tag: &'static str,
        /// What each text of the tag stands for.
        variants: &'static [VariantShape],
    },
}

impl Shape {
    /// Whether values are documents that are compared field by field.
    pub(crate) fn is_document(self) -> bool {
        match self {
            Self::Document(_) | Self::Enum { .. } => true,
            Self::Optional(inner) => inner().is_document(),
            _ => false,
        }
    }

    /// Whether values are stored as arrays.
    pub(crate) fn is_array(self) -> bool {
        match self {
            Self::List(_) | Self::Set(_) => true,
            Self::Scalar(element_type) => element_type == element::ARRAY,
            Self::Optional(inner) => inner().is_array(),
            _ => false,
        }
    }
}

/// One declared field of a document.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldShape {
    /// The name it is stored under; empty for a flattened field.
    pub name: &'static str,
    /// The name it has in Rust.
    pub rust_name: &'static str,
    /// Older names it is also read under.
    pub aliases: &'static [&'static str],
    /// Whether its own fields stand beside its neighbours.
    pub flattened: bool,
    /// Whether `None` is stored as null.
    pub nullable: bool,
    /// Whether it may be missing.
    pub defaulted: bool,
    /// How its type is stored.
    pub shape: fn() -> Shape,
}

impl FieldShape {
    /// A field that is stored under `name`.
    pub const fn new(name: &'static str, rust_name: &'static str, shape: fn() -> Shape) -> Self {
        Self { name, rust_name, aliases: &[], flattened: false, nullable: false, defaulted: false, shape }
    }

    /// A field whose own fields stand beside its neighbours.
    pub const fn flattened(rust_name: &'static str, shape: fn() -> Shape) -> Self {
        let mut field = Self::new("", rust_name, shape);
        field.flattened = true;
        field
    }

    /// Also read under these names.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Stores `None` as null.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// May be missing.
    pub const fn defaulted(mut self) -> Self {
        self.defaulted = true;
        self
    }
}

/// What one text of a tag stands for.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct VariantShape {
    /// The text of the tag, and the older ones that it is read under.
    pub names: &'static [&'static str],
    /// The fields beside the tag.
    pub fields: fn() -> &'static [FieldShape],
}

impl VariantShape {
    /// A variant by its names, the present one first, and the fields that stand beside its tag.
    pub const fn new(names: &'static [&'static str], fields: fn() -> &'static [FieldShape]) -> Self {
        Self { names, fields }
    }
}

/// The names of the columns that a model declares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Columns {
    /// Counts the writes of a document.
    pub version: Option<&'static str>,
    /// When a document was created.
    pub created_at: Option<&'static str>,
    /// When a document was last written.
    pub updated_at: Option<&'static str>,
    /// When a document was deleted.
    pub deleted_at: Option<&'static str>,
}

impl Columns {
    /// Whether any column has a time.
    pub(crate) const fn keep_times(self) -> bool {
        self.created_at.is_some() || self.updated_at.is_some() || self.deleted_at.is_some()
    }

    /// No columns.
    pub const NONE: Self = Self { version: None, created_at: None, updated_at: None, deleted_at: None };

    /// With a version.
    pub const fn version(mut self, name: &'static str) -> Self {
        self.version = Some(name);
        self
    }

    /// With the times of creation and of the last write.
    pub const fn timestamps(mut self, created_at: &'static str, updated_at: &'static str) -> Self {
        self.created_at = Some(created_at);
        self.updated_at = Some(updated_at);
        self
    }

    /// With the time of deletion.
    pub const fn deleted_at(mut self, name: &'static str) -> Self {
        self.deleted_at = Some(name);
        self
    }

    /// Whether there are any.
    pub(crate) const fn is_any(self) -> bool {
        self.version.is_some()
            || self.created_at.is_some()
            || self.updated_at.is_some()
            || self.deleted_at.is_some()
    }

    pub(crate) const fn names(self) -> [Option<&'static str>; 4] {
        [self.version, self.created_at, self.updated_at, self.deleted_at]
    }
}
