//! Accumulators: one value out of all rows of a group.

use super::grouped::Grouped;
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Bson;
use crate::expr::{Computed, Expr, Real, RealOf};
use crate::field::{ExprRoot, Ordered};
use crate::sort::{self, IntoSort};
use crate::value::{Value, kind};

/// Kinds of numbers that are added up, with the type of the sum.
#[diagnostic::on_unimplemented(message = "`{T}` is not a number", label = "only numbers are added up")]
pub trait Summed<T> {
    /// Whole numbers give `i64`; a sum is never missing.
    type Sum;
}

#[diagnostic::do_not_recommend]
impl<T> Summed<T> for kind::Integer {
    type Sum = i64;
}

#[diagnostic::do_not_recommend]
impl<T> Summed<T> for kind::Double {
    type Sum = f64;
}

#[diagnostic::do_not_recommend]
impl<T> Summed<T> for kind::Decimal {
    type Sum = T;
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Summed<T>>> Summed<Option<T>> for kind::Optional {
    type Sum = <T::Kind as Summed<T>>::Sum;
}

/// Kinds of values that have an order, and options of them.
#[diagnostic::on_unimplemented(
    message = "values of `{T}` have no order",
    label = "the greatest and the least are of numbers, text, dates and ids"
)]
pub trait Comparable<T> {}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Ordered<T>>> Comparable<Option<T>> for kind::Optional {}

macro_rules! comparable {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> Comparable<T> for kind::$kind where Self: Ordered<T> {}
    )*};
}

comparable! { Text Integer Double Decimal Date Day Timestamp ObjectId Uuid Binary Any }

type SumOf<T> = <<T as Value>::Kind as Summed<T>>::Sum;

fn accumulator<S, T>(accumulator: Ast) -> Expr<Grouped<S>, T> {
    Expr::from_ast(Ast::Accumulator(Box::new(accumulator)))
}

/// How many rows there are.
///
/// MongoDB: `{$sum: 1}`.
pub fn count<S>() -> Expr<Grouped<S>, i64> {
    accumulator(Ast::one("sum", Ast::Literal(Literal::of(&1))))
}

macro_rules! accumulators {
    ($($(#[$doc:meta])* $name:ident($($bound:tt)*) -> $result:ty = $operator:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nMongoDB: `$", $operator, "`.")]
        pub fn $name<S, C>(value: C) -> Expr<Grouped<S>, $result>
        where
            C: Computed<Root = ExprRoot<S>>,
            S: 'static,
            C::Value: Value<$($bound)*>,
        {
            accumulator(Ast::one($operator, value.ast()))
        }
    )*};
}

accumulators! {
    /// The sum; what is missing counts as nothing. Whole numbers give an `i64`.
    sum(Kind: Summed<C::Value>) -> SumOf<C::Value> = "sum";
    /// The average: an `f64`, of decimals a decimal, of options an option.
    avg(Kind: Real<C::Value>) -> RealOf<C::Value> = "avg";
    /// The least value; what is missing does not count.
    min(Kind: Comparable<C::Value>) -> C::Value = "min";
    /// The greatest value; what is missing does not count.
    max(Kind: Comparable<C::Value>) -> C::Value = "max";
    /// The value of the first row, in the order that an earlier `sort` has given the rows.
    first() -> C::Value = "first";
    /// The value of the last row, in the order that an earlier `sort` has given the rows.
    last() -> C::Value = "last";
    /// The values of all rows in a list; a missing one is left out.
    push() -> Vec<C::Value> = "push";
    /// The different values in a list, in any order; a missing one is left out.
    add_to_set() -> Vec<C::Value> = "addToSet";
    /// The standard deviation, the rows being all there are.
    std_dev_pop(Kind: Real<C::Value>) -> Option<f64> = "stdDevPop";
    /// The standard deviation, the rows being a sample; of a single row there is none.
    std_dev_samp(Kind: Real<C::Value>) -> Option<f64> = "stdDevSamp";
}

macro_rules! of_several {
    ($($(#[$doc:meta])* $name:ident($($bound:tt)*) = $operator:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nMongoDB: `$", $operator, "`.")]
        pub fn $name<S, C>(n: u32, value: C) -> Expr<Grouped<S>, Vec<C::Value>>
        where
            C: Computed<Root = ExprRoot<S>>,
            S: 'static,
            C::Value: Value<$($bound)*>,
        {
            let n = Ast::Literal(Literal::of(&i64::from(n)));
            accumulator(Ast::Named($operator, vec![("input", value.ast()), ("n", n)]))
        }
    )*};
}

of_several! {
    /// The values of the first `n` rows, in the order that an earlier `sort` has given the rows.
    first_n() = "firstN";
    /// The values of the last `n` rows, in the order that an earlier `sort` has given the rows.
    last_n() = "lastN";
    /// The `n` greatest values, the greatest first.
    max_n(Kind: Comparable<C::Value>) = "maxN";
    /// The `n` least values, the least first.
    min_n(Kind: Comparable<C::Value>) = "minN";
}

/// The value of the row that comes first in an order: `top(u.age().desc(), u.name())` is the name of the oldest.
///
/// MongoDB: `$top`.
pub fn top<S, C>(order: impl IntoSort<ExprRoot<S>>, value: C) -> Expr<Grouped<S>, C::Value>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
{
    at_end("top", order, &value)
}

/// The value of the row that comes last in an order.
///
/// MongoDB: `$bottom`.
pub fn bottom<S, C>(order: impl IntoSort<ExprRoot<S>>, value: C) -> Expr<Grouped<S>, C::Value>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
{
    at_end("bottom", order, &value)
}

fn at_end<S, C: Computed>(
    operator: &'static str,
    order: impl IntoSort<ExprRoot<S>>,
    value: &C,
) -> Expr<Grouped<S>, C::Value> {
    let orders = match sort::checked(&order.into_sort()) {
        Ok(orders) => orders,
        Err((path, reason)) => return accumulator(Ast::Invalid { path, reason }),
    };
    let key = |(path, direction)| (String::from(path), Ast::Literal(Literal::of::<Bson>(direction)));
    let orders = Ast::Object(orders.iter().map(key).collect());
    accumulator(Ast::Named(operator, vec![("sortBy", orders), ("output", value.ast())]))
}

/// The median, by MongoDB's approximation. MongoDB 7.0 and later.
///
/// MongoDB: `$median`.
pub fn median<S, C>(value: C) -> Expr<Grouped<S>, Option<f64>>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
    C::Value: Value<Kind: Real<C::Value>>,
{
    accumulator(Ast::Named("median", vec![("input", value.ast()), approximate()]))
}

/// The values below which so many parts of the rows lie: `percentile(u.age(), [0.5, 0.95])`, by MongoDB's
/// approximation. MongoDB 7.0 and later.
///
/// MongoDB: `$percentile`.
pub fn percentile<S, C>(value: C, parts: impl IntoIterator<Item = f64>) -> Expr<Grouped<S>, Vec<f64>>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
    C::Value: Value<Kind: Real<C::Value>>,
{
    let parts = parts.into_iter().map(|part| Ast::Literal(Literal::of(&part))).collect();
    accumulator(Ast::Named(
        "percentile",
        vec![("input", value.ast()), ("p", Ast::List(parts)), approximate()],
    ))
}

fn approximate() -> (&'static str, Ast) {
    ("method", Ast::Literal(Literal::text("approximate")))
}
