//! Comparisons that (nearly) every field has, and sorting.

use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use super::{Field, Operand, Opt, Ordered, Root, Test};
use crate::ast::{self, Comparison};
use crate::field::Place;
use crate::sort::Sort;
use crate::value::Value;

macro_rules! comparisons {
    ($field:ident<$r:ident, $t:ident> of $operand:ty) => {
        impl<$r, $t: Value> $field<$r, $t> {
            /// Equal to a value. A document is compared field by field, a set without order.
            ///
            /// MongoDB: `{field: value}`, `$eq`.
            pub fn eq(&self, value: impl Operand<$operand, $r>) -> $r::Predicate
            where
                $r: Root,
            {
                $r::test(self.path(), Test::Equal(value.into_operand(), $t::shape(), true))
            }

            /// Not equal to a value; also where the field is missing.
            ///
            /// MongoDB: `$ne`.
            pub fn ne(&self, value: impl Operand<$operand, $r>) -> $r::Predicate
            where
                $r: Root,
            {
                $r::test(self.path(), Test::Equal(value.into_operand(), $t::shape(), false))
            }

            /// Equal to one of the values. No values: no document.
            ///
            /// MongoDB: `$in`.
            pub fn is_in<V: Operand<$operand, $r>>(
                &self,
                values: impl IntoIterator<Item = V>,
            ) -> $r::Predicate
            where
                $r: Root,
            {
                $r::test(self.path(), Test::In(operands(values), $t::shape(), true))
            }

            /// Equal to none of the values. No values: every document.
            ///
            /// MongoDB: `$nin`.
            pub fn is_not_in<V: Operand<$operand, $r>>(
                &self,
                values: impl IntoIterator<Item = V>,
            ) -> $r::Predicate
            where
                $r: Root,
            {
                $r::test(self.path(), Test::In(operands(values), $t::shape(), false))
            }
        }
    };
}

comparisons!(Field<R, T> of T);
comparisons!(Opt<R, T> of Option<T>);

fn operands<T, R, V: Operand<T, R>>(values: impl IntoIterator<Item = V>) -> Vec<ast::Operand> {
    values.into_iter().map(Operand::into_operand).collect()
}

impl<R, T> Field<R, T> {
    /// The field is there, even if null.
    ///
    /// MongoDB: `{$exists: true}`.
    pub fn exists(&self) -> R::Predicate
    where
        R: Root,
    {
        R::test(&self.path, Test::Exists(true))
    }

    /// The field is missing; null does not count.
    ///
    /// MongoDB: `{$exists: false}`.
    pub fn is_missing(&self) -> R::Predicate
    where
        R: Root,
    {
        R::test(&self.path, Test::Exists(false))
    }

    /// Smallest first.
    pub fn asc(&self) -> Sort<R> {
        Sort::ascending(&self.path)
    }

    /// Greatest first.
    pub fn desc(&self) -> Sort<R> {
        Sort::descending(&self.path)
    }

    /// Equal as MongoDB compares whole values: documents field after field, in the stored order.
    ///
    /// MongoDB: `{field: {$eq: value}}`.
    pub fn eq_exact(&self, value: impl Operand<T, R>) -> R::Predicate
    where
        R: Root,
        T: Value,
    {
        R::test(&self.path, Test::Equal(value.into_operand(), crate::schema::Shape::Scalar(T::TYPE), true))
    }

    /// Greater than a value.
    ///
    /// MongoDB: `$gt`.
    pub fn gt(&self, value: impl Operand<T, R>) -> R::Predicate
    where
        R: Root,
        T: Value<Kind: Ordered<T>>,
    {
        R::test(&self.path, Test::Compare(Comparison::Gt, value.into_operand()))
    }

    /// Greater than or equal to a value.
    ///
    /// MongoDB: `$gte`.
    pub fn gte(&self, value: impl Operand<T, R>) -> R::Predicate
    where
        R: Root,
        T: Value<Kind: Ordered<T>>,
    {
        R::test(&self.path, Test::Compare(Comparison::Gte, value.into_operand()))
    }

    /// Less than a value.
    ///
    /// MongoDB: `$lt`.
    pub fn lt(&self, value: impl Operand<T, R>) -> R::Predicate
    where
        R: Root,
        T: Value<Kind: Ordered<T>>,
    {
        R::test(&self.path, Test::Compare(Comparison::Lt, value.into_operand()))
    }

    /// Less than or equal to a value.
    ///
    /// MongoDB: `$lte`.
    pub fn lte(&self, value: impl Operand<T, R>) -> R::Predicate
    where
        R: Root,
        T: Value<Kind: Ordered<T>>,
    {
        R::test(&self.path, Test::Compare(Comparison::Lte, value.into_operand()))
    }

    /// Within a range: `18..65`, `18..=65`, `18..`, `..65`. An empty range: no document.
    ///
    /// MongoDB: `{$gte: a, $lt: b}`.
    pub fn between<V: Operand<T, R>>(&self, range: impl Bounds<V>) -> R::Predicate
    where
        R: Root,
        T: Value<Kind: Ordered<T>>,
    {
        R::test(&self.path, Test::within(range))
    }
}

impl Test {
    /// Between the bounds of a range.
    pub(crate) fn within<T, R, V: Operand<T, R>>(range: impl Bounds<V>) -> Self {
        let (lower, upper) = range.bounds();
        let lower = bound(lower, Comparison::Gte, Comparison::Gt);
        let upper = bound(upper, Comparison::Lte, Comparison::Lt);
        Self::Between(lower.into_iter().chain(upper).collect())
    }
}

fn bound<T, R, V: Operand<T, R>>(
    bound: Bound<V>,
    included: Comparison,
    excluded: Comparison,
) -> Option<(Comparison, ast::Operand)> {
    match bound {
        Bound::Included(value) => Some((included, value.into_operand())),
        Bound::Excluded(value) => Some((excluded, value.into_operand())),
        Bound::Unbounded => None,
    }
}

/// Ranges of values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a range of values for this field",
    label = "expected a range such as `18..65`"
)]
pub trait Bounds<V> {
    /// The lower and the upper bound.
    fn bounds(self) -> (Bound<V>, Bound<V>);
}

impl<V> Bounds<V> for Range<V> {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        (Bound::Included(self.start), Bound::Excluded(self.end))
    }
}

impl<V> Bounds<V> for RangeInclusive<V> {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        let (start, end) = self.into_inner();
        (Bound::Included(start), Bound::Included(end))
    }
}

impl<V> Bounds<V> for RangeFrom<V> {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        (Bound::Included(self.start), Bound::Unbounded)
    }
}

impl<V> Bounds<V> for RangeTo<V> {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        (Bound::Unbounded, Bound::Excluded(self.end))
    }
}

impl<V> Bounds<V> for RangeToInclusive<V> {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        (Bound::Unbounded, Bound::Included(self.end))
    }
}

impl<V> Bounds<V> for (Bound<V>, Bound<V>) {
    fn bounds(self) -> (Bound<V>, Bound<V>) {
        self
    }
}
