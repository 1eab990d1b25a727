//! `fill`.

use std::marker::PhantomData;

use super::group::GroupKey;
use super::row::{Changed, ExprOf, RowType};
use super::window_fields::orders;
use super::{Aggregate, Origin};
use crate::ast::{Expr as Ast, Literal, Stage};
use crate::expr::{Inner, Present, Real};
use crate::field::{ExprRoot, Operand, Place};
use crate::sort::{IntoSort, Sort};
use crate::value::Value;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The row with values where fields are null or missing. Rows are then read as
    /// [`Document`](crate::bson::Document)s, as after [`set`](Self::set).
    ///
    /// ```text
    /// readings.aggregate().fill(|r| {
    ///     Filling::new().partition_by(r.sensor()).sort_by(r.at().asc()).linear(r.degrees()).value(r.rain(), 0.0)
    /// })
    /// ```
    ///
    /// MongoDB: `$fill`.
    pub fn fill(
        self,
        filling: impl FnOnce(S::Fields<ExprOf<S>>) -> Filling<S::Source>,
    ) -> Aggregate<M, Changed<S>> {
        let stage = filling(S::fields(&self.layout)).into_stage();
        let layout = self.layout.clone();
        self.into(stage, layout)
    }
}

/// What missing values are filled with.
#[derive(Debug)]
#[must_use = "a filling does nothing until `fill` gets it"]
pub struct Filling<S> {
    partition: Option<Ast>,
    orders: Vec<Sort<ExprRoot<S>>>,
    outputs: Vec<(String, Ast)>,
    rows: PhantomData<fn() -> S>,
}

impl<S> Default for Filling<S> {
    fn default() -> Self {
        Self { partition: None, orders: Vec::new(), outputs: Vec::new(), rows: PhantomData }
    }
}

impl<S: 'static> Filling<S> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// From rows with the same key only: a field, an expression, or a tuple of these.
    ///
    /// MongoDB: `partitionBy`.
    pub fn partition_by<K: GroupKey<S>>(mut self, key: K) -> Self {
        // The server wants a document here.
        self.partition = Some(match key.into_key().0 {
            key @ Ast::Object(_) => key,
            key => Ast::Object(vec![("key".to_owned(), key)]),
        });
        self
    }

    /// In an order, which [`linear`](Self::linear) and [`locf`](Self::locf) need.
    ///
    /// MongoDB: `sortBy`.
    pub fn sort_by(mut self, order: impl IntoSort<ExprRoot<S>>) -> Self {
        self.orders = order.into_sort();
        self
    }

    /// A field with a value, which may be computed from the row.
    ///
    /// MongoDB: `value`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn value<P, V>(self, field: P, value: V) -> Self
    where
        P: Place<ExprRoot<S>>,
        P::Value: Value<Kind: Present<P::Value>>,
        V: Operand<Inner<P::Value>, ExprRoot<S>>,
    {
        self.with(&field, "value", value.into_operand().into_expr())
    }

    /// A field of numbers with numbers on the straight line between the values before and behind it. The order is by
    /// one field of numbers or dates.
    ///
    /// MongoDB: `method: "linear"`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn linear<P>(self, field: P) -> Self
    where
        P: Place<ExprRoot<S>>,
        P::Value: Value<Kind: Real<P::Value>>,
    {
        self.with(&field, "method", Ast::Literal(Literal::text("linear")))
    }

    /// A field with the last value before it.
    ///
    /// MongoDB: `method: "locf"`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn locf<P: Place<ExprRoot<S>>>(self, field: P) -> Self {
        self.with(&field, "method", Ast::Literal(Literal::text("locf")))
    }

    fn with(mut self, field: &impl Place<ExprRoot<S>>, how: &str, with: Ast) -> Self {
        let path = field.path();
        let output = match path.fault() {
            Some(reason) => Ast::Invalid { path: path.as_str().to_owned(), reason: reason.to_owned() },
            None => Ast::Object(vec![(how.to_owned(), with)]),
        };
        self.outputs.push((path.as_str().to_owned(), output));
        self
    }

    fn into_stage(self) -> Stage {
        let mut arguments = Vec::new();
        arguments.extend(self.partition.map(|partition| ("partitionBy", partition)));
        arguments.extend(orders(&self.orders).map(|orders| ("sortBy", orders)));
        arguments.push(("output", Ast::Object(self.outputs)));
        Stage::operator("fill", arguments)
    }
}
