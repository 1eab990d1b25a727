//! `filter`, `filter_expr` and `sort`.

use super::row::{ExprOf, RowType};
use super::{Aggregate, Origin};
use crate::ast::{self, Literal, Stage};
use crate::expr::Expr;
use crate::filter::Filter;
use crate::sort::{self, IntoSort};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// Only rows that a filter means. Filters that follow each other are one; those at the start use indexes. `near`
    /// is about the distance only, not about the order.
    ///
    /// MongoDB: `$match`.
    pub fn filter(self, filter: impl FnOnce(S::Fields<S::Root>) -> Filter<S::Root>) -> Self {
        let filter = filter(S::fields(&self.layout)).into_ast();
        self.with(Stage::Match(filter))
    }

    /// Only rows for which an expression is true, which may compare the parts of a row with each other.
    ///
    /// MongoDB: `$match` with `$expr`.
    pub fn filter_expr(self, test: impl FnOnce(S::Fields<ExprOf<S>>) -> Expr<ExprOf<S>, bool>) -> Self {
        let test = test(S::fields(&self.layout)).into_ast();
        let filter = match test.fault() {
            Some((path, reason)) => ast::Filter::Invalid { path, reason },
            None => ast::Filter::Expr(test),
        };
        self.with(Stage::Match(filter))
    }

    /// In an order: `|u| u.age().desc()`, or several in an array of which the first counts most. An order that
    /// follows another one replaces it.
    ///
    /// MongoDB: `$sort`.
    pub fn sort<O: IntoSort<S::Root>>(self, order: impl FnOnce(S::Fields<S::Root>) -> O) -> Self {
        let orders = order(S::fields(&self.layout)).into_sort();
        let stage = match sort::checked(&orders) {
            Ok(order) if order.is_empty() => return self,
            Ok(order) => Stage::Sort(Literal::of(&order)),
            Err((path, reason)) => Stage::Invalid { path, reason },
        };
        self.with(stage)
    }
}
