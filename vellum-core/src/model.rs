//! What the derives implement: models, embedded types and projections.

mod doc;
mod json;
mod reference;
mod stored;
mod visited;

pub use doc::Doc;
#[doc(hidden)]
pub use json::Written;
pub use reference::{Loaded, Ref, Refers};
pub use stored::Row;
pub(crate) use stored::{
    Plain, Projected, Stored, decode_row, encode, encode_into, encode_plain, read_projection,
};
pub use visited::RowOf;
#[doc(hidden)]
pub use visited::read_view;
pub(crate) use visited::visit_row;

use crate::ast::{Path, Source};
use crate::error::Violation;
use crate::field::Place;
use crate::hooks::Hooks;
use crate::repository::Repository;
use crate::schema::{Columns, IndexSpec, Shape};
use crate::value::{Body, Decoded, Identifier, Reader, Value};

/// A type whose values are the documents of a collection. Written by `#[derive(Vellum)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "expected a type with `#[derive(Vellum)]`",
    note = "add `#[derive(Vellum)]` and `#[vellum(collection = \"..\")]` to `{Self}`"
)]
pub trait Model: Body + Clone + Send + Sync + 'static {
    /// The type of the documents' ids.
    type Id: Identifier;

    /// The typed accessors of the model's fields.
    type Fields<R>: Place<R>;

    /// The repository that the derive generates.
    type Repository: From<Repository<Self>>;

    /// The name of the model in Rust.
    const NAME: &'static str;

    /// The collection that its documents are in.
    const COLLECTION: &'static str;

    /// The columns that the model declares.
    const COLUMNS: Columns;

    /// The indexes that the model declares.
    const INDEXES: &'static [IndexSpec];

    /// The fields that the collection is sharded by.
    const SHARD_KEY: &'static [fn() -> Path];

    /// Whether the id is one of the model's own fields.
    const OWN_ID: bool;

    /// The methods that are called around writes.
    const HOOKS: Hooks<Self> = Hooks::NONE;

    /// The model's own rules: what they find wrong with a document.
    const VALIDATE: Option<fn(&Self) -> Vec<Violation>> = None;

    /// What a document holds besides id and columns.
    fn shape() -> Shape;

    /// The id, if it is one of the model's own fields.
    fn own_id(&self) -> Option<&Self::Id>;

    /// A new id, if Vellum makes the ids.
    fn generate_id() -> Option<Self::Id>;
}

/// A type that is stored inside documents. Written by `#[derive(Embedded)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be embedded in a document",
    label = "expected a type with `#[derive(Embedded)]`"
)]
pub trait Embedded: Value {}

/// A type that is read out of documents of other types. Written by `#[derive(Projection)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    label = "expected a type with `#[derive(Projection)]`"
)]
pub trait Projection: Body + Send + 'static {
    /// The name of the projection in Rust.
    const NAME: &'static str;
}

/// A projection whose fields have been checked against the model, or embedded type, `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection of `{M}`",
    label = "`{M}` cannot be read as `{Self}`",
    note = "add `#[vellum(from = {M})]` to `{Self}`"
)]
// `Projection` is no supertrait: what borrows would lack both, which is two messages for one mistake.
pub trait ProjectionOf<M>: Sized + Send + 'static {
    /// Each field: the name that it is read under, and what of the model it is.
    #[doc(hidden)]
    fn sources() -> Vec<(&'static str, Source)>;

    /// Reads what the server leaves of a document.
    #[doc(hidden)]
    fn read(document: Reader<'_>) -> Decoded<Self>;
}

/// A model with `#[vellum(versioned)]`.
pub trait Versioned: Model {}

/// A model with `#[vellum(timestamps)]`.
pub trait Timestamped: Model {}

/// A model with `#[vellum(soft_delete)]`.
pub trait SoftDeleted: Model {}
