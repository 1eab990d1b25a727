//! The three kinds of derived items.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::{Lifetime, Path, Type};

use super::{Codec, Field, Getter, Hook, Index, Item, TaggedEnum, TextEnum};
use crate::attr::FieldPath;

/// `derive(Vellum)`
pub(crate) struct Model {
    pub(crate) item: Item,
    pub(crate) collection: String,
    pub(crate) data: Data,
    pub(crate) id: Id,
    pub(crate) columns: Columns,
    pub(crate) indexes: Vec<Index>,
    pub(crate) getters: Vec<Getter>,
    pub(crate) shard_key: Vec<FieldPath>,
    /// In the order in which those of one event are called.
    pub(crate) hooks: Vec<Hook>,
    /// Where `validate` is written.
    pub(crate) validate: Option<Span>,
}

impl Model {
    /// The name that a field of the documents themselves is stored under.
    pub(crate) fn stored_name(&self, accessor: &Ident) -> Option<&str> {
        let name = accessor.unraw();
        let fields = match &self.data {
            Data::Struct(fields) => fields.as_slice(),
            Data::Enum(_) => &[],
        };
        if let Some(field) = fields.iter().find(|field| field.ident.unraw() == name) {
            return field.stored().map(|stored| stored.name.as_str());
        }
        if name == "id" {
            return Some("_id");
        }
        let mut columns = self.columns.all();
        columns.find(|column| column.accessor.as_ref() == Some(&name)).map(|column| column.name.as_str())
    }
}

/// The documents of a collection.
#[expect(clippy::large_enum_variant, reason = "there is one for each expansion")]
pub(crate) enum Data {
    /// The id's field comes first.
    Struct(Vec<Field>),
    Enum(TaggedEnum),
}

pub(crate) enum Id {
    /// A field of the struct.
    Own { field: Ident, ty: Type },
    /// Kept beside the struct; `None` is the default type.
    Generated(Option<Type>),
}

#[derive(Default)]
pub(crate) struct Columns {
    pub(crate) version: Option<Column>,
    pub(crate) created: Option<Column>,
    pub(crate) updated: Option<Column>,
    pub(crate) deleted: Option<Column>,
}

impl Columns {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Column> {
        [&self.version, &self.created, &self.updated, &self.deleted].into_iter().flatten()
    }
}

/// A value that Vellum keeps in every document of a collection.
pub(crate) struct Column {
    /// The stored name.
    pub(crate) name: String,
    /// The name of its accessor, unless a field has that name.
    pub(crate) accessor: Option<Ident>,
}

/// `derive(Embedded)`
pub(crate) struct Embedded {
    pub(crate) item: Item,
    pub(crate) form: Form,
}

pub(crate) enum Form {
    Document(Vec<Field>),
    Newtype(Newtype),
    /// Stored as another type, by `Into` and `TryFrom`.
    Through(Type),
    Text(TextEnum),
    Tagged(TaggedEnum),
}

/// A tuple struct of one field, stored as that field.
pub(crate) struct Newtype {
    pub(crate) ty: Type,
    pub(crate) codec: Codec,
}

/// `derive(Projection)`
pub(crate) struct Projection {
    pub(crate) item: Item,
    /// The model that the fields are taken from.
    pub(crate) source: Option<Path>,
    /// What the rows borrow for, if they do.
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) fields: Vec<Projected>,
}

pub(crate) struct Projected {
    pub(crate) field: Field,
    /// Where the value stands in the model.
    pub(crate) path: FieldPath,
}
