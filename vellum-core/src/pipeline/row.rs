//! What rows are, stage by stage.

use std::marker::PhantomData;

use super::layout::{Layout, hidden};
use super::part::{First, Part, Second};
use super::rows::{Row, split_at_parts};
use crate::ast::Path;
use crate::bson::Document;
use crate::field::{ExprRoot, Matching, Place, Root, Test, filter};
use crate::filter::Filter;
use crate::model::{Doc, Model, Row as Readable};
use crate::update::Update;
use crate::value::{Body, Decoded, Reader, Value};

/// Types of the rows of a pipeline.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of rows",
    label = "rows are documents, projections, and tuples of a row and what a stage has added to it"
)]
pub trait RowType: 'static {
    /// The accessors of a row, under the root `R`.
    type Fields<R>;

    /// The accessors of a row that know which part of it they are in, below `L`.
    #[doc(hidden)]
    type Parts<L>;

    /// The root of filters and orders.
    type Root: Matching;

    /// What expressions are computed from.
    type Source: 'static;

    /// What a row is read as.
    type Output: Send + 'static;

    /// How many parts it has.
    #[doc(hidden)]
    const PARTS: usize;

    /// How many of its first parts are read as one document, just as the server has them.
    #[doc(hidden)]
    const AS_STORED: usize = 0;

    /// The accessors.
    #[doc(hidden)]
    fn fields<R>(layout: &Layout) -> Self::Fields<R>;

    /// The accessors that know their part.
    #[doc(hidden)]
    fn parts<L>(layout: &Layout) -> Self::Parts<L>;

    /// Reads a row.
    #[doc(hidden)]
    fn read(document: Reader<'_>) -> Decoded<Self::Output>;
}

/// The root of expressions over rows of the type `S`.
pub type ExprOf<S> = ExprRoot<<S as RowType>::Source>;

/// The root of filters on rows that are no documents of a model.
#[derive(Debug)]
pub struct RowOf<S>(PhantomData<fn() -> S>);

impl<S: 'static> Root for RowOf<S> {
    type Predicate = Filter<Self>;

    fn test(path: &Path, test: Test) -> Filter<Self> {
        Filter::from_ast(filter(path, test))
    }

    fn assign(path: &Path, value: Option<crate::ast::Operand>) -> Update<Self> {
        Update::from_ast(crate::ast::Update::computed(path, value.map(crate::ast::Operand::into_expr)))
    }
}

impl<S: 'static> Matching for RowOf<S> {}

/// Rows whose fields a stage has changed, so that they are read as they are: as documents. Their accessors are
/// still those of `S`.
#[derive(Debug)]
pub struct Changed<S>(PhantomData<fn() -> S>);

macro_rules! of_model {
    ($type:ident, $root:ty, $source:ty, |$document:ident| $read:expr) => {
        impl<M: Model> RowType for $type<M> {
            type Fields<R> = M::Fields<R>;
            type Parts<L> = M::Fields<Part<L>>;
            type Root = $root;
            type Source = $source;
            type Output = Self;

            const PARTS: usize = 1;

            fn fields<R>(layout: &Layout) -> M::Fields<R> {
                Place::at(layout.part(0))
            }

            fn parts<L>(layout: &Layout) -> M::Fields<Part<L>> {
                Place::at(layout.part(0))
            }

            fn read($document: Reader<'_>) -> Decoded<Self> {
                $read
            }
        }
    };
}

of_model!(Doc, M, M, |document| Readable::read(document));
of_model!(Row, RowOf<Self>, Self, |document| Readable::read(document).map(Row::new));

/// Projections and embedded types.
impl<T: Value + Body> RowType for T {
    type Fields<R> = T::Accessor<R>;
    type Parts<L> = T::Accessor<Part<L>>;
    type Root = RowOf<T>;
    type Source = T;
    type Output = T;

    const PARTS: usize = 1;

    fn fields<R>(layout: &Layout) -> T::Accessor<R> {
        Place::at(layout.part(0))
    }

    fn parts<L>(layout: &Layout) -> T::Accessor<Part<L>> {
        Place::at(layout.part(0))
    }

    fn read(document: Reader<'_>) -> Decoded<T> {
        let mut ordered = document;
        if let Some(row) = T::decode_fields(&mut ordered)?
            && ordered.is_empty()
        {
            return Ok(row);
        }
        T::decode_unordered(document.reread())
    }
}

impl<S: RowType> RowType for Changed<S> {
    type Fields<R> = S::Fields<R>;
    type Parts<L> = S::Parts<L>;
    type Root = S::Root;
    type Source = S::Source;
    type Output = Document;

    const PARTS: usize = S::PARTS;
    const AS_STORED: usize = S::PARTS;

    fn fields<R>(layout: &Layout) -> S::Fields<R> {
        S::fields(layout)
    }

    fn parts<L>(layout: &Layout) -> S::Parts<L> {
        S::parts(layout)
    }

    fn read(document: Reader<'_>) -> Decoded<Document> {
        Document::decode_unordered(document)
    }
}

impl<A: RowType, B: Value> RowType for (A, B) {
    type Fields<R> = (A::Fields<R>, B::Accessor<R>);
    type Parts<L> = (A::Parts<First<L>>, B::Accessor<Part<Second<L>>>);
    type Root = RowOf<Self>;
    type Source = Self;
    type Output = (A::Output, B);

    const PARTS: usize = A::PARTS + 1;
    const AS_STORED: usize = A::AS_STORED;

    fn fields<R>(layout: &Layout) -> Self::Fields<R> {
        (A::fields(layout), Place::at(layout.part(A::PARTS)))
    }

    fn parts<L>(layout: &Layout) -> Self::Parts<L> {
        (A::parts(layout), Place::at(layout.part(A::PARTS)))
    }

    fn read(document: Reader<'_>) -> Decoded<Self::Output> {
        let name = hidden(A::PARTS);
        let (row, part) = split_at_parts(document, &name)?;
        Ok((A::read(row)?, part_of(document, part, A::PARTS)?))
    }
}

/// Reads a part that a stage has added.
fn part_of<T: Value>(document: Reader<'_>, part: Option<(u8, Reader<'_>)>, number: usize) -> Decoded<T> {
    match part {
        Some((element_type, mut value)) => T::decode_as(element_type, &mut value),
        None => T::absent().ok_or_else(|| missing::<T>(document, number)),
    }
}

#[cold]
fn missing<T: Value>(document: Reader<'_>, number: usize) -> crate::value::Fault {
    const NAMES: [&str; 6] = ["__0", "__1", "__2", "__3", "__4", "__5"];
    let name = NAMES.get(number).copied().unwrap_or("a part of the row");
    crate::value::Fault::missing(document.at(), name, T::EXPECTED)
}
