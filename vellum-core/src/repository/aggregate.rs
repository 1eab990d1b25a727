//! `aggregate`: a pipeline over the documents of a model, and what can be asked of it.

mod merge;
mod out;
mod read;
mod write;

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use super::options::{IntoHint, ReadOptions, read_options};
use crate::ast::Stage;
use crate::bson::Document;
use crate::driver::pipeline_documents;
use crate::error::Result;
use crate::model::Model;
use crate::pipeline::{Aggregate, Origin, RowType, print};
use crate::policy::{Sight, Visibility};

pub use merge::{MergeInto, WhenMatched, WhenNotMatched};
pub use out::OutInto;
pub use read::RowStream;

/// A pipeline's repository, and what is said of the command.
#[derive(Clone)]
#[doc(hidden)]
pub struct Running<M> {
    repository: Repository<M>,
    visibility: Visibility,
    options: ReadOptions,
}

impl<M: Model> Origin for M {
    type Handle = Running<M>;
}

impl<T: Model> Repository<T> {
    /// A pipeline over the documents, whose stages are checked against the rows that reach them. Awaiting it gives
    /// the rows.
    ///
    /// MongoDB: `aggregate`.
    pub fn aggregate(&self) -> Aggregate<T> {
        Aggregate::new(Running {
            repository: self.clone(),
            visibility: Visibility::Live,
            options: ReadOptions::default(),
        })
    }
}

impl<T: Model, S> Aggregate<T, S> {
    /// Sees documents that are deleted softly, too, also in joined collections.
    pub fn with_deleted(mut self) -> Self {
        self.handle.visibility = Visibility::All;
        self
    }

    /// The index to use, by name or by keys: `.hint("city_age")`.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.handle.options.operation.set_hint(index.into_hint());
        self
    }

    /// The stages as they are sent, with what the models add: live documents only, for example.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidFilter`](crate::Error::InvalidFilter) if a stage cannot be sent.
    pub fn into_pipeline(self) -> Result<Vec<Document>> {
        pipeline_documents(&self.scoped())
    }

    fn scoped(&self) -> Vec<Stage> {
        let sight =
            Sight { visibility: self.handle.visibility, scopes: self.handle.repository.db().scopes() };
        sight.head(self.stages.clone(), T::COLLECTION, T::COLUMNS)
    }
}

read_options!(Aggregate[S].handle.options);

impl<T: Model, S: RowType> IntoFuture for Aggregate<T, S> {
    type Output = Result<Vec<S::Output>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.rows())
    }
}

impl<T: Model, S> fmt::Display for Aggregate<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "db.{}.aggregate(", self.handle.repository.name())?;
        print(&self.scoped(), f)?;
        f.write_str(")")
    }
}

impl<T: Model, S> fmt::Debug for Aggregate<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aggregate({self})")
    }
}
