//! `out`: rows in the place of all documents of a collection.

use std::marker::PhantomData;

use super::write::{Writing, into, writing};
use crate::ast::Stage;
use crate::error::Result;
use crate::model::Model;
use crate::pipeline::{Aggregate, Covers};

impl<M: Model, S> Aggregate<M, S> {
    /// Puts the rows in the place of all documents of a model: `stats.out::<CityStats>().await?`. Readers see the
    /// old documents or the new ones, and indexes stay. The rows are documents of the model, or of a projection
    /// `from` it that has all fields that a document must have. Hooks and validation are not called.
    ///
    /// MongoDB: `$out`. Not in a transaction.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) if the rows lack a field, or if the handle of the
    /// database is limited in the target; [`Error::DuplicateKey`](crate::Error::DuplicateKey).
    pub fn out<T: Model>(self) -> OutInto<M, T>
    where
        S: Covers<T>,
    {
        OutInto {
            writing: Writing::of::<S, T>(self),
            database: None,
            uncovered: S::uncovered,
            target: PhantomData,
        }
    }
}

/// Rows on their way into a collection. Made by [`Aggregate::out`]; nothing is sent before it is awaited.
#[must_use = "rows are written when it is awaited"]
pub struct OutInto<M: Model, T> {
    writing: Writing<M>,
    database: Option<String>,
    uncovered: fn(bool) -> Option<(String, String)>,
    target: PhantomData<fn() -> T>,
}

writing!(OutInto);

impl<M: Model, T: Model> OutInto<M, T> {
    fn stage(&self) -> Stage {
        Stage::Out(into::<T>(self.database.clone()))
    }

    async fn run(self) -> Result<()> {
        let (stage, uncovered) = (self.stage(), (self.uncovered)(true));
        self.writing.run::<T>(stage, uncovered).await
    }
}
