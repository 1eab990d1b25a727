//! `purge_deleted`: what was deleted softly, for good.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, write_options};
use super::write::Target;
use crate::ast::{Comparison, Condition, Filter as Ast, Literal, Path};
use crate::driver::filter_document;
use crate::error::Result;
use crate::model::{Model, SoftDeleted};
use crate::policy::Visibility;

impl<T: SoftDeleted> Repository<T> {
    /// Deletes for good what was deleted softly before a time, or longer ago than a duration, and gives how
    /// many documents that were. Hooks are not called.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use vellum_core::{Repository, Result, model::SoftDeleted};
    /// # async fn example<User: SoftDeleted>(users: Repository<User>) -> Result<()> {
    /// let gone = users.purge_deleted(Duration::from_hours(30 * 24)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// MongoDB: `delete`.
    pub fn purge_deleted(&self, older_than: impl Into<DeletedBefore>) -> PurgeDeleted<T> {
        PurgeDeleted {
            repository: self.clone(),
            older_than: older_than.into(),
            options: WriteOptions::default(),
        }
    }
}

/// Since when a document has to be deleted: before a time, or longer ago than a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletedBefore(Before);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Time(DateTime<Utc>),
    Age(TimeDelta),
}

impl From<DateTime<Utc>> for DeletedBefore {
    fn from(time: DateTime<Utc>) -> Self {
        Self(Before::Time(time))
    }
}

impl From<TimeDelta> for DeletedBefore {
    fn from(age: TimeDelta) -> Self {
        Self(Before::Age(age))
    }
}

impl From<Duration> for DeletedBefore {
    fn from(age: Duration) -> Self {
        Self(Before::Age(TimeDelta::from_std(age).unwrap_or(TimeDelta::MAX)))
    }
}

impl DeletedBefore {
    /// The time that is meant; an age that reaches back further than any time means no document.
    fn time(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self.0 {
            Before::Time(time) => time,
            Before::Age(age) => now.checked_sub_signed(age).unwrap_or(DateTime::<Utc>::MIN_UTC),
        }
    }
}

/// A deletion for good of what was deleted softly. Made by [`Repository::purge_deleted`]; nothing is sent
/// before it is awaited.
#[must_use = "a deletion is sent when it is awaited"]
pub struct PurgeDeleted<T> {
    repository: Repository<T>,
    older_than: DeletedBefore,
    options: WriteOptions,
}

write_options!(PurgeDeleted.options);

impl<T: Model> PurgeDeleted<T> {
    async fn run(self) -> Result<u64> {
        let Self { repository, older_than, options } = self;
        let Some(column) = T::COLUMNS.deleted_at else { return Ok(0) };
        let before = Literal::of(&older_than.time(repository.now()));
        let condition = Condition::Compare(Comparison::Lt, before);
        let filter = Ast::test(&Path::root().child(column), condition);
        let target = Target { visibility: Visibility::Deleted, ..repository.target(filter) };
        repository.inner.delete(filter_document(&target.scoped::<T>())?, true, &options).await
    }
}

action!(PurgeDeleted -> u64);

impl<T: Model> fmt::Debug for PurgeDeleted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PurgeDeleted")
            .field("model", &T::NAME)
            .field("older_than", &self.older_than)
            .finish_non_exhaustive()
    }
}
