//! `set_window_fields`.

use super::group::{GroupKey, split};
use super::outputs::Outputs;
use super::row::{ExprOf, RowType};
use super::window::Windowed;
use super::{Aggregate, Origin};
use crate::ast::{Expr as Ast, Literal, Stage};
use crate::bson::Bson;
use crate::field::ExprRoot;
use crate::sort::{self, IntoSort, Sort};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The row with a projection beside it, `(order, extra)`, each of whose fields is computed over rows around the
    /// row: those of its partition, in an order.
    ///
    /// ```text
    /// use vellum::pipeline::window::{Window, partition_by, rank};
    ///
    /// orders.aggregate().set_window_fields(
    ///     |o| partition_by(o.customer()).sort_by(o.number().asc()),
    ///     |o| Running::windowed().total(sum(o.total()).over(Window::documents(..=0))).place(rank()),
    /// )
    /// ```
    ///
    /// An output is an accumulator, over a [`Window`](super::Window) or the whole partition; a function such as
    /// [`rank`](super::rank) or [`shift`](super::shift); or an expression over these.
    ///
    /// MongoDB: `$setWindowFields`, and `$addFields` where an output is an expression.
    pub fn set_window_fields<O>(
        self,
        windows: impl FnOnce(S::Fields<ExprOf<S>>) -> Windows<S::Source>,
        outputs: impl FnOnce(S::Fields<ExprOf<S>>) -> O,
    ) -> Aggregate<M, (S, O::Row)>
    where
        O: Outputs<Windowed<S::Source>>,
    {
        let windows = windows(S::fields(&self.layout));
        let outputs = outputs(S::fields(&self.layout)).into_outputs();
        let (layout, part) = self.layout.add();
        let below = |name: String| format!("{part}.{name}");
        let (functions, computed) = split(outputs);
        let functions = functions.into_iter().map(|(name, function)| (below(name), function)).collect();
        let fields = self.into(windows.into_stage(functions), layout);
        let Some(computed) = computed else { return fields };
        let computed = computed.into_iter().map(|(name, output)| {
            let output = output.replaced(&mut |value| match value {
                Ast::Field(name) => Ast::Field(below(name)),
                other => other,
            });
            (name, output)
        });
        let whole = Ast::one("mergeObjects", Ast::Object(computed.collect()));
        fields.with(Stage::AddFields(vec![(part, whole)]))
    }
}

/// The partitions that windows are in, and the order of their rows: made by [`partition_by`] and [`sort_by`].
#[derive(Debug)]
#[must_use = "windows do nothing until `set_window_fields` gets them"]
pub struct Windows<S> {
    partition: Ast,
    orders: Vec<Sort<ExprRoot<S>>>,
}

/// Windows among rows with the same key: a field, an expression, a tuple of these, or `()` for all rows.
///
/// MongoDB: `partitionBy`.
pub fn partition_by<S, K: GroupKey<S>>(key: K) -> Windows<S> {
    Windows { partition: key.into_key().0, orders: Vec::new() }
}

/// Windows among all rows, in an order.
///
/// MongoDB: `sortBy`.
pub fn sort_by<S>(order: impl IntoSort<ExprRoot<S>>) -> Windows<S> {
    Windows { partition: Ast::Literal(Literal::null()), orders: order.into_sort() }
}

impl<S> Windows<S> {
    /// In an order.
    ///
    /// MongoDB: `sortBy`.
    pub fn sort_by(mut self, order: impl IntoSort<ExprRoot<S>>) -> Self {
        self.orders = order.into_sort();
        self
    }

    fn into_stage(self, functions: Vec<(String, Ast)>) -> Stage {
        let mut arguments = Vec::new();
        if self.partition != Ast::Literal(Literal::null()) {
            arguments.push(("partitionBy", self.partition));
        }
        arguments.extend(orders(&self.orders).map(|orders| ("sortBy", orders)));
        arguments.push(("output", Ast::Object(functions)));
        Stage::operator("setWindowFields", arguments)
    }
}

/// An order inside of a stage, if there is one.
pub(super) fn orders<R>(orders: &[Sort<R>]) -> Option<Ast> {
    let orders = match sort::checked(orders) {
        Ok(orders) if orders.is_empty() => return None,
        Ok(orders) => orders,
        Err((path, reason)) => return Some(Ast::Invalid { path, reason }),
    };
    let key = |(path, direction)| (String::from(path), Ast::Literal(Literal::of::<Bson>(direction)));
    Some(Ast::Object(orders.iter().map(key).collect()))
}
