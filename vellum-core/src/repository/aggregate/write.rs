//! What pipelines that write have in common.

use std::fmt;

use super::Running;
use crate::ast::{self, Stage};
use crate::driver::options::WriteConcern;
use crate::driver::pipeline_documents;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::pipeline::{Aggregate, Covers, print};
use crate::policy;
use crate::repository::options::apply;

/// A pipeline that writes documents of a model.
pub(super) struct Writing<M: Model> {
    pipeline: Aggregate<M>,
    write_concern: Option<WriteConcern>,
}

impl<M: Model> Writing<M> {
    /// The rows, with the columns that documents of `T` have and the rows lack.
    pub(super) fn of<S: Covers<T>, T: Model>(rows: Aggregate<M, S>) -> Self {
        let now = rows.handle.repository.db().now();
        let mut pipeline = Aggregate::new(rows.handle);
        pipeline.stages = rows.stages;
        let columns = policy::columns_of_new(T::COLUMNS, now);
        if !S::WHOLE && !columns.is_empty() {
            pipeline = pipeline.with(Stage::AddFields(columns));
        }
        Self { pipeline, write_concern: None }
    }

    pub(super) fn handle(&self) -> &Running<M> {
        &self.pipeline.handle
    }

    pub(super) fn set_write_concern(&mut self, concern: WriteConcern) {
        self.write_concern = Some(concern);
    }

    /// All stages, with the one that writes.
    pub(super) fn stages(&self, last: Stage) -> Vec<Stage> {
        self.pipeline.clone().with(last).scoped()
    }

    /// Sends it. What a scope limits is left to the verbs that heed it.
    pub(super) async fn run<T: Model>(self, last: Stage, uncovered: Option<(String, String)>) -> Result<()> {
        let repository = &self.handle().repository;
        let instead = "read the rows, and write them by `create_many`, `save` or `bulk`";
        repository.db().outside_transactions("`merge` and `out`", instead)?;
        if repository.db().scopes().is_some_and(|scopes| scopes.of(T::COLLECTION).is_some()) {
            let reason = "the handle of the database is limited in this collection, and a pipeline would write past that";
            return Err(Error::InvalidUpdate { path: T::COLLECTION.to_owned(), reason: reason.to_owned() });
        }
        if let Some((path, reason)) = uncovered {
            return Err(Error::InvalidUpdate { path, reason });
        }
        let options = &self.handle().options;
        repository.check(&options.operation)?;
        let stages = pipeline_documents(&self.stages(last))?;
        let aggregate = repository.inner.collection.aggregate(stages);
        let aggregate =
            apply!(aggregate, options, [selection_criteria read_concern batch_size allow_disk_use]);
        let aggregate = apply!(aggregate, options.operation, [hint collation max_time comment]);
        let aggregate = apply!(aggregate, self, [write_concern]);
        aggregate.await.map(drop).map_err(|error| Error::of_write(T::COLLECTION, error))
    }

    pub(super) fn print(&self, last: Stage, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "db.{}.aggregate(", self.handle().repository.name())?;
        print(&self.stages(last), f)?;
        f.write_str(")")
    }
}

/// The collection of a model.
pub(super) fn into<T: Model>(database: Option<String>) -> ast::Into {
    ast::Into { database, collection: T::COLLECTION }
}

/// What actions of pipelines that write have.
macro_rules! writing {
    ($action:ident) => {
        impl<M: Model, T: Model> $action<M, T> {
            /// How many members of a replica set have to hold the writes before they count.
            ///
            /// MongoDB: `writeConcern`.
            pub fn write_concern(mut self, concern: $crate::driver::options::WriteConcern) -> Self {
                self.writing.set_write_concern(concern);
                self
            }

            /// Into the collection of another database of the same server.
            ///
            /// MongoDB: `db`.
            pub fn in_database(mut self, name: impl Into<String>) -> Self {
                self.database = Some(name.into());
                self
            }

            /// The stages as they are sent.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidFilter`](crate::Error::InvalidFilter) if a stage cannot be sent.
            pub fn into_pipeline(self) -> $crate::error::Result<Vec<$crate::bson::Document>> {
                $crate::driver::pipeline_documents(&self.writing.stages(self.stage()))
            }
        }

        impl<M: Model, T: Model> std::future::IntoFuture for $action<M, T> {
            type Output = $crate::error::Result<()>;
            type IntoFuture = futures_util::future::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        }

        impl<M: Model, T: Model> std::fmt::Display for $action<M, T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.writing.print(self.stage(), f)
            }
        }

        impl<M: Model, T: Model> std::fmt::Debug for $action<M, T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($action), "({})"), self)
            }
        }
    };
}
pub(super) use writing;
