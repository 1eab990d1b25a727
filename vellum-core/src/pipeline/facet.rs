//! `facet`.

use std::marker::PhantomData;

use super::layout::{Layout, hidden};
use super::row::{RowOf, RowType};
use super::{Aggregate, Origin, Pipeline};
use crate::ast::{Filter, Stage};
use crate::bson::element;
use crate::value::{Decoded, Reader};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// Several pipelines over the same rows. The closure gets the rows as they are here, and gives a tuple of
    /// pipelines; there is one row, a tuple of what each of them gives:
    ///
    /// ```text
    /// users.aggregate().facet(|users| {
    ///     let oldest = users.clone().sort(|u| u.age().desc()).limit(3);
    ///     (oldest, users.group_by(|u| u.city(), |city, _| CityStats::grouped().city(city).people(count())))
    /// })
    /// ```
    ///
    /// MongoDB: `$facet`.
    pub fn facet<F: IntoFacets>(self, facets: impl FnOnce(Pipeline<S>) -> F) -> Aggregate<M, Facets<F>> {
        let rows =
            Aggregate { handle: (), stages: Vec::new(), layout: self.layout.clone(), row: PhantomData };
        let facets = facets(rows).into_facets();
        let stage = match facets.into_iter().enumerate().map(named).collect() {
            Some(facets) => Stage::Facet(facets),
            None => {
                Stage::invalid("", "a list is unwound in a facet; end the facet with `project` or `group_by`")
            }
        };
        self.into(stage, Layout::new())
    }
}

fn named((at, stages): (usize, Option<Vec<Stage>>)) -> Option<(String, Vec<Stage>)> {
    let mut stages = stages?;
    if stages.is_empty() {
        // The server takes no empty facet.
        stages.push(Stage::Match(Filter::All));
    }
    Some((hidden(at + 1), stages))
}

/// The only row behind a `facet` with the pipelines `F`.
#[derive(Debug)]
pub struct Facets<F>(PhantomData<fn() -> F>);

/// Tuples of pipelines.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of pipelines",
    label = "expected pipelines over the rows that the closure gets: `(rows.clone().limit(3), rows.sample(3))`"
)]
pub trait IntoFacets: 'static {
    /// What they give.
    type Rows: Send + 'static;

    /// Their stages, unless their rows can only be read on their own.
    #[doc(hidden)]
    fn into_facets(self) -> Vec<Option<Vec<Stage>>>;

    /// Reads what they give.
    #[doc(hidden)]
    fn read(document: Reader<'_>) -> Decoded<Self::Rows>;
}

macro_rules! facets {
    ($($row:ident $place:tt),*) => {
        impl<$($row: RowType),*> IntoFacets for ($(Pipeline<$row>,)*) {
            type Rows = ($(Vec<$row::Output>,)*);

            fn into_facets(self) -> Vec<Option<Vec<Stage>>> {
                vec![$(stages(self.$place)),*]
            }

            fn read(document: Reader<'_>) -> Decoded<Self::Rows> {
                Ok(($(rows::<$row>(document, $place + 1)?,)*))
            }
        }
    };
}

facets!(A 0);
facets!(A 0, B 1);
facets!(A 0, B 1, C 2);
facets!(A 0, B 1, C 2, D 3);
facets!(A 0, B 1, C 2, D 3, E 4);
facets!(A 0, B 1, C 2, D 3, E 4, F 5);

fn stages<S: RowType>(pipeline: Pipeline<S>) -> Option<Vec<Stage>> {
    pipeline.layout.in_lists::<S>().is_empty().then_some(pipeline.stages)
}

fn rows<S: RowType>(document: Reader<'_>, facet: usize) -> Decoded<Vec<S::Output>> {
    let mut rows = Vec::new();
    let Some((element::ARRAY, mut list)) = document.find(&hidden(facet))? else { return Ok(rows) };
    let mut elements = list.document()?;
    while elements.next_element()?.is_some() {
        rows.push(S::read(elements.document()?)?);
    }
    Ok(rows)
}

impl<F: IntoFacets> RowType for Facets<F> {
    type Fields<R> = ();
    type Parts<L> = ();
    type Root = RowOf<Self>;
    type Source = Self;
    type Output = F::Rows;

    const PARTS: usize = 1;

    fn fields<R>(_: &Layout) {}

    fn parts<L>(_: &Layout) {}

    fn read(document: Reader<'_>) -> Decoded<F::Rows> {
        F::read(document)
    }
}
