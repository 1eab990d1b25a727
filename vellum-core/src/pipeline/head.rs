//! Stages that the server takes at the head of a pipeline only.

use super::layout::Layout;
use super::row::RowType;
use super::{Aggregate, Origin};
use crate::ast::{Filter, Stage};
use crate::model::{Doc, Model};

/// Rows as they are at the head of a pipeline: documents of a model.
#[diagnostic::on_unimplemented(
    message = "this stage has to be the first one of a pipeline",
    label = "rows are `{Self}` here",
    note = "`geo_near`, `text` and searches come first, and only filters may stand in front of them"
)]
pub trait Head: RowType {}

impl<M: Model> Head for Doc<M> {}

impl<M: Origin, S: Head> Aggregate<M, S> {
    /// A stage in the place of the filters in front of it, which it gets.
    pub(super) fn at_head<T>(
        mut self,
        layout: Layout,
        name: &'static str,
        stage: impl FnOnce(Filter) -> Stage,
    ) -> Aggregate<M, T> {
        let stage = match filters(&self.stages) {
            Some(filter) => stage(filter),
            None => Stage::invalid(name, "only filters may stand in front of this stage"),
        };
        self.stages.clear();
        self.into(stage, layout)
    }
}

/// What filters say together; `None` if there are other stages.
fn filters(stages: &[Stage]) -> Option<Filter> {
    let filter = |stage: &Stage| match stage {
        Stage::Match(filter) => Some(filter.clone()),
        _ => None,
    };
    stages.iter().map(filter).collect::<Option<Vec<_>>>().map(Filter::and)
}
