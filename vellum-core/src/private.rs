//! What the expansions of the derives name. No part of the public API.

mod codec;
mod project;
mod step;
mod through;
#[cfg(feature = "garde")]
mod validate;

pub use codec::{AsBytes, BySerde};
pub use project::{
    Keeper, Keeps, Lent, OfEmbedded, OfModel, ProjectedFrom, Take, TakeOptional, card, lent_card, origin,
};
pub use step::{Step, StepIn, StepOver};
pub use through::Through;
#[cfg(feature = "garde")]
pub use validate::{Validated, validate};

pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{Err, Ok};
pub use std::borrow::Cow;

pub use crate::ast::{Expr as Ast, Form, Operand as OperandAst, Path, Source};
pub use crate::bson;
pub use crate::driver::Database;
pub use crate::error::Result;
pub use crate::expr::{Computed, Expr, Number, OPERATORS, Term, expr, is_readable};
pub use crate::field::{
    ExprRoot, Field, Field as Whole, Id, Matching, Operand, Opt, Place, Root, child, child_with_aliases,
    root, same, variant,
};
pub use crate::filter::Filter;
pub use crate::hooks::{ChangingHook, Hooks, WatchingHook, call, call_mut, none};
pub use crate::model::{
    Doc, Embedded, Model, Projection, ProjectionOf, RowOf, SoftDeleted, Timestamped, Versioned, read_view,
};
pub use crate::pipeline::{
    Fill, Given, Grouped, Open, Output, Outputs, Set, Unset, Windowed, grouped, projected, windowed,
};
pub use crate::repository::{Repository, get_by};
pub use crate::schema::{
    Columns, FieldShape, IndexCollation, IndexKey, IndexKeySpec, IndexSpec, Shape, VariantShape,
};
pub use crate::update::{IntoUpdate, Update, set_with};
pub use crate::value::bytes::Bytes;
pub use crate::value::serde::Serde;
pub use crate::value::{
    Body, Borrowed, Decoded, Encoder, GenerateId, MapKey, Mapping, Nullable, Reader, Sequence, Value, View,
    decode_body, encode_body, header, kind,
};
pub use uuid::Uuid;

use crate::ast::{self, Literal};
use crate::bson::element;
use crate::field::Test;
use crate::model;
use crate::schema::PartialFilter;
use crate::value::kind::{Distinct, Elements};
use crate::value::{At, Fault};

/// Reads a field that may stand anywhere. Called, so that it is compiled once for each type, not for each field.
#[inline(never)]
pub fn fill<'de, T>(
    slot: &mut Option<T>,
    decode: fn(u8, &mut Reader<'de>) -> Decoded<T>,
    element_type: u8,
    r: &mut Reader<'de>,
) -> Decoded<()> {
    *slot = Some(decode(element_type, r)?);
    Ok(())
}

/// Sees to it that a field that is missing has what it then stands for.
#[inline(never)]
pub fn require<T>(
    slot: &mut Option<T>,
    required: fn(Option<T>, &'static str, At) -> Decoded<T>,
    name: &'static str,
    at: At,
) -> Decoded<()> {
    if slot.is_none() {
        *slot = Some(required(None, name, at)?);
    }
    Ok(())
}

/// What no document is refused for: [`require`] has filled each field.
#[cold]
pub fn lost(document: Reader<'_>) -> Fault {
    Fault::missing(document.at(), "", "document")
}

/// What a model's own rules find wrong with a document.
pub type Violations = Vec<crate::error::Violation>;

/// The type of the time columns.
pub type DateTime = chrono::DateTime<chrono::Utc>;

/// The accessor of an enum's variant, which is no value of its own.
pub type VariantPlace<R> = Field<R, ()>;

/// Whether an enum is the variant with these names, the present one first.
pub fn is_variant<R: Root>(path: &Path, tag: &'static str, names: &[&str]) -> R::Predicate {
    let shape = Shape::Scalar(element::STRING);
    let name = |name: &&str| OperandAst::Literal(Literal::text(name));
    let test = match names {
        [only] => Test::Equal(name(only), shape, true),
        several => Test::In(several.iter().map(name).collect(), shape, true),
    };
    R::test(&path.child(tag), test)
}

/// [`Value::encode`] of an enum without data.
pub fn encode_text<T: MapKey>(value: &T, out: &mut Encoder) {
    out.str(&value.to_key());
}

/// [`Value::decode`] of an enum without data.
pub fn decode_text<T: MapKey>(r: &mut Reader<'_>, known: &'static [&'static str]) -> Decoded<T> {
    let start = *r;
    T::from_key(r.str()?).ok_or_else(|| start.unknown_variant(known))
}

/// The error of a tag that names no variant.
pub fn unknown_tag<T>(document: Reader<'_>, tag: &str, known: &'static [&'static str]) -> Decoded<T> {
    let place = document.find(tag)?.map_or(document, |(_, value)| value);
    Err(place.unknown_variant(known))
}

/// Reads a row of a projection that owns its data.
#[inline]
pub fn read_projection<P: Projection>(document: Reader<'_>) -> Decoded<P> {
    model::read_projection(document)
}

/// The documents of a partial index.
pub fn partial<M: Model>(filter: Filter<M>) -> PartialFilter {
    PartialFilter(filter.into_ast())
}

/// The path of an accessor.
pub fn path_of<R, P: Place<R>>(place: &P) -> Path {
    place.path().clone()
}

/// What a unique field of type `T` can be asked for: one of the values that it has or holds.
#[diagnostic::on_unimplemented(
    message = "a unique `{T}` field cannot be compared with `{Self}`",
    label = "expected a value for a `{T}` field"
)]
pub trait UniqueOperand<T, R> {
    /// The document whose unique field has (or holds) this value.
    fn unique_key(self, path: &Path) -> Filter<R>;
}

impl<T: Value<Kind: Elements<T>>, R, V: Operand<Distinct<T>, R>> UniqueOperand<T, R> for V {
    fn unique_key(self, path: &Path) -> Filter<R> {
        Filter::from_ast(ast::equality(path, self.into_operand().into_literal(), <Distinct<T>>::shape()))
    }
}
