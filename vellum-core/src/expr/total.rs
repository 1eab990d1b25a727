//! Sums and the like over the elements of a list.

use super::kinds::{CompoundList, Listable, PlainList, Real, RealOf, SumOf};
use super::list::mapped;
use super::table::entries;
use super::{Computed, Expr, Term};
use crate::ast::Expr as Ast;
use crate::field::{ItemAccessor, Ordered};
use crate::value::Value;
use crate::value::kind::Distinct;

type Item<A> = Distinct<<A as Computed>::Value>;

/// Sums and the like over a list of plain values: `u.scores().sum()`. Elements that are no numbers do not
/// count.
pub trait TotalExpr: Computed {
    /// The sum; 0 where there are no elements.
    ///
    /// MongoDB: `$sum`.
    fn sum(&self) -> Expr<Self::Root, SumOf<Item<Self>>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Real<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("sum", self.ast()))
    }

    /// The average.
    ///
    /// MongoDB: `$avg`.
    fn avg(&self) -> Expr<Self::Root, Option<RealOf<Item<Self>>>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Real<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("avg", self.ast()))
    }

    /// The greatest element.
    ///
    /// MongoDB: `$max`.
    fn max(&self) -> Expr<Self::Root, Option<Item<Self>>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Ordered<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("max", self.ast()))
    }

    /// The least element.
    ///
    /// MongoDB: `$min`.
    fn min(&self) -> Expr<Self::Root, Option<Item<Self>>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Ordered<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("min", self.ast()))
    }

    /// The standard deviation, the elements being all there are.
    ///
    /// MongoDB: `$stdDevPop`.
    fn std_dev_pop(&self) -> Expr<Self::Root, Option<f64>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Real<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("stdDevPop", self.ast()))
    }

    /// The standard deviation, the elements being a sample.
    ///
    /// MongoDB: `$stdDevSamp`.
    fn std_dev_samp(&self) -> Expr<Self::Root, Option<f64>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        Item<Self>: Value<Kind: Real<Item<Self>>>,
    {
        Expr::from_ast(Ast::one("stdDevSamp", self.ast()))
    }
}

impl<A> TotalExpr for A where A: Computed<Value: Value<Kind: PlainList<A::Value>>> {}

/// Sums and the like of what a closure makes out of the elements of a list of documents:
/// `u.orders().sum(|o| o.total())`.
pub trait TotalOfExpr: Computed {
    /// The sum; 0 where there are no elements.
    ///
    /// MongoDB: `$sum` of `$map`.
    fn sum<V>(
        &self,
        of: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
    ) -> Expr<Self::Root, SumOf<V::Value>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        V: Term<Self::Root, Value: Value<Kind: Real<V::Value>>>,
    {
        Expr::from_ast(Ast::one("sum", mapped(self.ast(), of)))
    }

    /// The average.
    ///
    /// MongoDB: `$avg` of `$map`.
    fn avg<V>(
        &self,
        of: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
    ) -> Expr<Self::Root, Option<RealOf<V::Value>>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        V: Term<Self::Root, Value: Value<Kind: Real<V::Value>>>,
    {
        Expr::from_ast(Ast::one("avg", mapped(self.ast(), of)))
    }

    /// The greatest value.
    ///
    /// MongoDB: `$max` of `$map`.
    fn max<V>(
        &self,
        of: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
    ) -> Expr<Self::Root, Option<V::Value>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        V: Term<Self::Root, Value: Value<Kind: Ordered<V::Value>>>,
    {
        Expr::from_ast(Ast::one("max", mapped(self.ast(), of)))
    }

    /// The least value.
    ///
    /// MongoDB: `$min` of `$map`.
    fn min<V>(
        &self,
        of: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
    ) -> Expr<Self::Root, Option<V::Value>>
    where
        Self::Value: Value<Kind: Listable<Self::Value>>,
        V: Term<Self::Root, Value: Value<Kind: Ordered<V::Value>>>,
    {
        Expr::from_ast(Ast::one("min", mapped(self.ast(), of)))
    }
}

impl<A> TotalOfExpr for A where A: Computed<Value: Value<Kind: CompoundList<A::Value>>> {}

/// The greatest of several values; what is missing does not count.
///
/// MongoDB: `$max`.
pub fn max_of<A: Computed>(values: impl IntoIterator<Item = A>) -> Expr<A::Root, A::Value> {
    Expr::from_ast(Ast::Call("max", values.into_iter().map(|value| value.ast()).collect()))
}

/// The least of several values; what is missing does not count.
///
/// MongoDB: `$min`.
pub fn min_of<A: Computed>(values: impl IntoIterator<Item = A>) -> Expr<A::Root, A::Value> {
    Expr::from_ast(Ast::Call("min", values.into_iter().map(|value| value.ast()).collect()))
}

entries! {
    TOTALS;
    "The sum; of a list of documents, `sum(|item| value)`." sum("") of "Listable" -> "that of an item" = "sum";
    "The average; of a list of documents, `avg(|item| value)`."
        avg("") of "Listable" -> "Option<f64 or decimal>" = "avg";
    "The greatest element; of a list of documents, `max(|item| value)`."
        max("") of "Listable" -> "Option<item>" = "max";
    "The least element; of a list of documents, `min(|item| value)`."
        min("") of "Listable" -> "Option<item>" = "min";
    "The standard deviation of all there are." std_dev_pop("") of "Listable" -> "Option<f64>" = "stdDevPop";
    "The standard deviation of a sample." std_dev_samp("") of "Listable" -> "Option<f64>" = "stdDevSamp";
    "The greatest of several values." max_of("values") of "" -> "that of the value" = "max";
    "The least of several values." min_of("values") of "" -> "that of the value" = "min";
}
