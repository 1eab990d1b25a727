//! `sort_by_count`.

use std::marker::PhantomData;

use super::layout::Layout;
use super::part::Part;
use super::row::{ExprOf, RowOf, RowType};
use super::unwind::Unwound;
use super::{Aggregate, Origin, Site};
use crate::ast::Stage;
use crate::expr::Computed;
use crate::field::{Field, Place};
use crate::value::{Decoded, Reader, Value};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// How many rows have each value, the most frequent value first. Rows are `(value, count)`:
    ///
    /// ```text
    /// let cities: Vec<(String, i64)> = users.aggregate().sort_by_count(|u| u.city()).await?;
    /// ```
    ///
    /// Values that are equally frequent come in any order.
    ///
    /// MongoDB: `$sortByCount`.
    pub fn sort_by_count<C>(
        self,
        value: impl FnOnce(S::Fields<ExprOf<S>>) -> C,
    ) -> Aggregate<M, Counted<C::Value>>
    where
        C: Computed<Root = ExprOf<S>, Value: Value>,
    {
        let value = value(S::fields(&self.layout)).ast();
        self.into(Stage::Operator("sortByCount", value), Layout::new())
    }
}

/// Rows of a value and how many rows had it, which are read as `(T, i64)`.
#[derive(Debug)]
pub struct Counted<T>(PhantomData<fn() -> T>);

const VALUE: &str = "_id";
const COUNT: &str = "count";

impl<T: Value> RowType for Counted<T> {
    type Fields<R> = (T::Accessor<R>, Field<R, i64>);
    type Parts<L> = (T::Accessor<Part<L>>, Field<Part<L>, i64>);
    type Root = RowOf<Self>;
    type Source = Self;
    type Output = (T, i64);

    const PARTS: usize = 1;

    fn fields<R>(layout: &Layout) -> Self::Fields<R> {
        let row = layout.part(0);
        (Place::at(row.child(VALUE)), Place::at(row.child(COUNT)))
    }

    fn parts<L>(layout: &Layout) -> Self::Parts<L> {
        Self::fields(layout)
    }

    fn read(document: Reader<'_>) -> Decoded<Self::Output> {
        let value = document.find(VALUE)?;
        let value =
            value.map(|(element_type, mut value)| T::decode_as(element_type, &mut value)).transpose()?;
        let count = document.find(COUNT)?;
        let count = count.map(|(element_type, mut count)| i64::decode_as(element_type, &mut count));
        let at = document.at();
        Ok((T::required(value, VALUE, at)?, i64::required(count.transpose()?, COUNT, at)?))
    }
}

impl<T, C> Unwound<C> for Counted<T> {
    const IS_LIST: bool = false;
    type Row<S, L: Site<S>, E> = (S, E);
}
