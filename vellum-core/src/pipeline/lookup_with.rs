//! `lookup_one`, `lookup_with` and `graph_lookup`: joins of which more is said.
#![expect(clippy::type_complexity, reason = "the type of a row says what is in it")]

use super::lookup::{Foreign, JoinKey, SameKey, source};
use super::row::{ExprOf, RowType};
use super::{Aggregate, Origin, Pipeline};
use crate::ast::{self, Filter, Path, Stage, StageSource, Unwind};
use crate::expr::Computed;
use crate::model::Doc;
use crate::value::Value;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The row with one document of another model beside it, if there is one whose field equals one of the row:
    /// `orders.aggregate().lookup_one(|o| o.customer(), User::q().id())` gives `(order, Option<user>)`. Of several, it
    /// is any.
    ///
    /// MongoDB: `$lookup` with `$limit`, and `$unwind`.
    pub fn lookup_one<L, F>(
        self,
        local: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        foreign: F,
    ) -> Aggregate<M, (S, Option<Doc<F::Model>>)>
    where
        F: Foreign,
        L: JoinKey<ExprOf<S>, Key: SameKey<F::Key>>,
    {
        let local = local(S::fields(&self.layout));
        let (layout, into) = self.layout.add();
        let mut from = source::<F::Model>();
        from.stages.push(Stage::Limit(1));
        let lookup = join(local.path(), &foreign.foreign(), from, into.clone());
        let unwind = Stage::Unwind(Unwind { path: into, index: None, keep_empty: true });
        self.into(lookup, layout).with(unwind)
    }

    /// The row with what a pipeline makes of the documents of another model whose field equals one of the row:
    ///
    /// ```text
    /// users.aggregate().lookup_with(|u| u.id(), Order::q().customer(), |orders| {
    ///     orders.sort(|o| o.total().desc()).limit(3)
    /// })
    /// ```
    ///
    /// gives `(user, orders)`. The pipeline may end in documents or in a projection.
    ///
    /// MongoDB: `$lookup` with `pipeline`.
    pub fn lookup_with<L, F, T>(
        self,
        local: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        foreign: F,
        rows: impl FnOnce(Pipeline<Doc<F::Model>>) -> Pipeline<T>,
    ) -> Aggregate<M, (S, Vec<T>)>
    where
        F: Foreign,
        L: JoinKey<ExprOf<S>, Key: SameKey<F::Key>>,
        T: Value,
    {
        let local = local(S::fields(&self.layout));
        let (layout, into) = self.layout.add();
        let from = StageSource { stages: rows(Aggregate::new(())).stages, ..source::<F::Model>() };
        let lookup = join(local.path(), &foreign.foreign(), from, into);
        self.into(lookup, layout)
    }

    /// The row with all documents of another model that can be reached from it: those whose field `to` equals
    /// `start`, those whose `to` equals the `from` of these, and so on, in any order.
    ///
    /// ```text
    /// users.aggregate().graph_lookup(|u| u.boss(), User::q().boss(), User::q().id())
    /// ```
    ///
    /// gives `(user, bosses)`. Documents that are deleted softly are neither found nor passed.
    ///
    /// MongoDB: `$graphLookup` with `startWith`, `connectFromField` and `connectToField`.
    pub fn graph_lookup<L, F, T>(
        self,
        start: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        from: F,
        to: T,
    ) -> Aggregate<M, (S, Vec<Doc<T::Model>>)>
    where
        T: Foreign,
        F: Foreign<Model = T::Model, Key: SameKey<T::Key>>,
        L: JoinKey<ExprOf<S>, Key: SameKey<T::Key>> + Computed<Root = ExprOf<S>>,
    {
        self.reach(start, from, to, None)
    }

    /// The same over at most so many steps: 0 finds those whose `to` equals `start` alone.
    ///
    /// MongoDB: `$graphLookup` with `maxDepth`.
    pub fn graph_lookup_within<L, F, T>(
        self,
        steps: u32,
        start: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        from: F,
        to: T,
    ) -> Aggregate<M, (S, Vec<Doc<T::Model>>)>
    where
        T: Foreign,
        F: Foreign<Model = T::Model, Key: SameKey<T::Key>>,
        L: JoinKey<ExprOf<S>, Key: SameKey<T::Key>> + Computed<Root = ExprOf<S>>,
    {
        self.reach(start, from, to, Some(steps))
    }

    fn reach<L, F, T>(
        self,
        start: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        from: F,
        to: T,
        max_depth: Option<u32>,
    ) -> Aggregate<M, (S, Vec<Doc<T::Model>>)>
    where
        T: Foreign,
        F: Foreign,
        L: Computed,
    {
        let start = start(S::fields(&self.layout)).ast();
        let (layout, into) = self.layout.add();
        let stage = Stage::reading(&from.foreign(), |connect_from| {
            Stage::reading(&to.foreign(), |connect_to| {
                let from = source::<T::Model>();
                let restrict = Filter::All;
                Stage::GraphLookup(ast::GraphLookup {
                    from,
                    start,
                    connect_from,
                    connect_to,
                    max_depth,
                    restrict,
                    into,
                })
            })
        });
        self.into(stage, layout)
    }
}

/// The stage that joins on two fields.
pub(super) fn join(local: &Path, foreign: &Path, from: StageSource, into: String) -> Stage {
    Stage::reading(local, |local| {
        Stage::reading(foreign, |foreign| {
            Stage::Lookup(ast::Lookup { from, on: Some((local, foreign)), variables: Vec::new(), into })
        })
    })
}
