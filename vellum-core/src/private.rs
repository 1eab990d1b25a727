//! What the expansions of the derives name. No part of the public API.

mod codec;
mod step;
mod through;

pub use codec::{AsBytes, BySerde};
pub use step::{Step, StepIn, StepOver};
pub use through::Through;

pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{Err, Ok};
pub use std::borrow::Cow;

pub use crate::ast::{Expr as Ast, Operand as OperandAst, Path};
pub use crate::bson;
pub use crate::driver::Database;
pub use crate::error::Result;
pub use crate::expr::{Computed, Expr, Number, OPERATORS, Term, expr, is_readable};
pub use crate::field::{
    ExprRoot, Field, Field as Whole, Matching, Operand, Opt, Place, Root, child, child_with_aliases, root,
    same, variant,
};
pub use crate::filter::Filter;
pub use crate::model::{Doc, Embedded, Model, Projection, ProjectionOf, SoftDeleted, Timestamped, Versioned};
pub use crate::repository::{Repository, get_by};
pub use crate::schema::{
    Columns, FieldShape, IndexCollation, IndexKey, IndexKeySpec, IndexSpec, Shape, VariantShape,
};
pub use crate::value::bytes::Bytes;
pub use crate::value::serde::Serde;
pub use crate::value::{
    Body, Decoded, Encoder, GenerateId, MapKey, Mapping, Nullable, Reader, Sequence, Value, decode_body,
    encode_body, header, kind,
};
pub use uuid::Uuid;

use std::marker::PhantomData;

use crate::ast::{self, Literal};
use crate::bson::element;
use crate::field::Test;
use crate::schema::PartialFilter;
use crate::value::kind::{Distinct, Elements};

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

/// The documents of a partial index.
pub fn partial<M: Model>(filter: Filter<M>) -> PartialFilter {
    PartialFilter(filter.into_ast())
}

/// The path of an accessor.
pub fn path_of<R, P: Place<R>>(place: &P) -> Path {
    place.path().clone()
}

/// A projection's field: where it stands in the model.
pub fn project<R, P: Place<R>>(place: &P) -> Projecting<P::Value> {
    Projecting { path: place.path().clone(), stored: PhantomData }
}

/// A model's field of type `V` on its way into a projection.
#[derive(Debug)]
pub struct Projecting<V> {
    path: Path,
    stored: PhantomData<fn() -> V>,
}

impl<V> Projecting<V> {
    /// The name of the projection's field, whose type is `T`, and where it stands in the model.
    pub fn named<T: ProjectedFrom<V>>(self, name: &'static str) -> (&'static str, Path) {
        (name, self.path)
    }
}

/// Types that a projection's field can have where the model's field has the type `T`.
#[diagnostic::on_unimplemented(
    message = "the model's field is of type `{T}`, the projection's of type `{Self}`",
    label = "expected `{T}`",
    note = "a field that may be missing, or is reached through an `Option`, can also be an `Option`"
)]
pub trait ProjectedFrom<T> {}

impl<T> ProjectedFrom<T> for T {}

#[diagnostic::do_not_recommend]
impl<T> ProjectedFrom<T> for Option<T> {}

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
        let literal = self.into_operand().into_literal();
        Filter::from_ast(ast::equality(path, &literal, <Distinct<T>>::shape()))
    }
}
