//! `replace_root` and `union_with`.

use super::layout::Layout;
use super::lookup::source;
use super::row::{ExprOf, RowType};
use super::{Aggregate, Origin, Pipeline};
use crate::ast::{Expr as Ast, Stage, StageSource};
use crate::expr::Computed;
use crate::model::{Doc, Model};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// A document inside of the row takes its place: `|u| u.address()`, or `|(_, order)| order` of a joined one. It has
    /// to be there, so an option cannot.
    ///
    /// MongoDB: `$replaceRoot`.
    pub fn replace_root<C>(self, root: impl FnOnce(S::Fields<ExprOf<S>>) -> C) -> Aggregate<M, C::Value>
    where
        C: Computed<Root = ExprOf<S>, Value: RowType>,
    {
        let root = root(S::fields(&self.layout)).ast();
        self.into(
            Stage::Operator("replaceRoot", Ast::Object(vec![("newRoot".to_owned(), root)])),
            Layout::new(),
        )
    }

    /// These rows, and those of a pipeline over the documents of another model, which has to give rows of the same
    /// type: `.union_with::<Admin>(|admins| admins.project(..))`.
    ///
    /// MongoDB: `$unionWith`.
    pub fn union_with<B: Model>(self, rows: impl FnOnce(Pipeline<Doc<B>>) -> Pipeline<S>) -> Self {
        let rows = rows(Aggregate::new(()));
        let stage = if rows.layout.is_like(&self.layout) {
            Stage::UnionWith(StageSource { stages: rows.stages, ..source::<B>() })
        } else {
            Stage::invalid("", "the rows of a union have to be made by the same stages; project both sides")
        };
        self.with(stage)
    }
}
