//! Pipelines of aggregations: stages that are checked by the type of the rows that reach them.
//!
//! A row's type is what it is read as: `Doc<User>`, `(Doc<User>, Vec<Doc<Order>>)`, a projection. The first
//! part of a tuple has its fields at the top of the server's documents, so that indexes and filters need no
//! other paths; the parts that are joined to it stand below it, as `__1`, `__2` and so on.

mod accumulate;
mod bucket;
mod compute;
mod covers;
mod densify;
mod facet;
mod fill;
mod geo_near;
mod group;
mod grouped;
mod head;
mod layout;
mod limit;
mod lookup;
mod lookup_with;
mod matching;
mod nested;
mod outputs;
mod part;
mod replace;
mod row;
mod rows;
#[cfg(feature = "atlas-search")]
mod search;
mod sort_by_count;
mod text;
mod unwind;
mod window;
mod window_fields;

#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

pub use accumulate::*;
pub use bucket::{Boundaries, BucketCount, Buckets, BucketsOrNone, Granularity, RangeOf};
pub use covers::Covers;
pub use densify::{Dated, Densify, Stepped};
pub use facet::{Facets, IntoFacets};
pub use fill::Filling;
pub use geo_near::{GeoPlace, Near, NearRow, NearWithLocation};
pub use group::GroupKey;
pub use grouped::Grouped;
pub use head::Head;
pub use layout::Layout;
pub(crate) use layout::hidden as part_name;
pub use lookup::{Foreign, JoinKey, KeyOf, SameKey};
pub use outputs::{Fill, Given, Open, Output, Outputs, Set, Unset, grouped, projected, windowed};
pub use part::{First, Part, Second, Site, Whole};
pub use row::{Changed, ExprOf, RowOf, RowType};
pub use rows::Row;
pub(crate) use rows::{Bytes, Typed, read_rewritten, rewritten};
#[cfg(feature = "atlas-search")]
pub use search::{Search, Vector, VectorSearch};
pub use sort_by_count::Counted;
pub use text::TextSearch;
pub use unwind::{KeepEmpty, Unwind, UnwindExpr, Unwindable, Unwound, WithIndex};

pub use window::{
    Span, Window, WindowBounds, Windowed, dense_rank, derivative, derivative_per, document_number,
    exp_moving_avg, exp_moving_avg_alpha, integral, integral_per, linear_fill, locf, rank, shift, shift_or,
};
pub use window_fields::{Windows, partition_by, sort_by};

use crate::ast::{self, Stage};
use crate::model::Doc;

/// What a pipeline starts from: the documents of a model, or whatever reaches a stage that has a pipeline of
/// its own.
pub trait Origin {
    /// What it takes to ask the server.
    #[doc(hidden)]
    type Handle;
}

/// The origin of a pipeline inside of a stage.
#[derive(Debug)]
pub enum Inner {}

impl Origin for Inner {
    type Handle = ();
}

/// A pipeline of stages over the documents of `M`, whose rows are of the type `S` at its end.
///
/// Made by [`Repository::aggregate`](crate::Repository::aggregate). Each stage's closure gets the accessors of
/// the row as it is at that stage. Nothing is sent before the pipeline is awaited; it prints itself as
/// MongoDB gets it.
#[must_use = "a pipeline is sent when it is awaited"]
pub struct Aggregate<M: Origin, S = Doc<M>> {
    pub(crate) handle: M::Handle,
    pub(crate) stages: Vec<Stage>,
    pub(crate) layout: Layout,
    row: PhantomData<fn() -> S>,
}

/// A pipeline inside of a stage, whose rows are of the type `S` at its end.
pub type Pipeline<S> = Aggregate<Inner, S>;

impl<M: Origin, S> Aggregate<M, S> {
    pub(crate) fn new(handle: M::Handle) -> Self {
        Self { handle, stages: Vec::new(), layout: Layout::new(), row: PhantomData }
    }

    /// With one more stage, which leaves the rows' type as it is.
    pub(crate) fn with(mut self, stage: Stage) -> Self {
        ast::append(&mut self.stages, stage);
        self
    }

    /// With one more stage, behind which rows are of another type.
    pub(crate) fn into<T>(self, stage: Stage, layout: Layout) -> Aggregate<M, T> {
        let Self { handle, stages, .. } = self.with(stage);
        Aggregate { handle, stages, layout, row: PhantomData }
    }
}

impl<M: Origin<Handle: Clone>, S> Clone for Aggregate<M, S> {
    fn clone(&self) -> Self {
        Self {
            handle: self.handle.clone(),
            stages: self.stages.clone(),
            layout: self.layout.clone(),
            row: PhantomData,
        }
    }
}

/// The stages as MongoDB writes them, in brackets.
pub(crate) fn print(stages: &[Stage], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match crate::driver::pipeline_documents(stages) {
        Ok(documents) => {
            f.write_str("[")?;
            for (at, document) in documents.iter().enumerate() {
                if at > 0 {
                    f.write_str(", ")?;
                }
                ast::print(document, f)?;
            }
            f.write_str("]")
        }
        Err(error) => write!(f, "({error})"),
    }
}
