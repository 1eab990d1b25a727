//! `update_many`.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{IntoHint, WriteOptions, collation, write_options};
use super::statements::Reach;
use super::write::{Target, UpdateSummary};
use crate::driver::Changes;
use crate::error::Result;
use crate::filter::Filter;
use crate::model::Model;
use crate::policy::Visibility;
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// Changes every document that a filter means. All documents are meant only by writing
    /// `Filter::all()`.
    ///
    /// Hooks are not called, and values are checked by their types only.
    ///
    /// MongoDB: `update` with `multi`.
    ///
    /// # Errors
    ///
    /// As for [`update`](Self::update). Documents that cannot be changed as the update says (an `i32`
    /// that would overflow, a field under an older name) are looked for before anything is sent: if
    /// there is one, nothing is changed.
    pub fn update_many(&self, filter: Filter<T>, changes: impl IntoUpdate<T>) -> UpdateMany<T> {
        UpdateMany {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            update: changes.into_update(),
            options: WriteOptions::default(),
        }
    }
}

/// An update of many documents. Made by [`Repository::update_many`]; nothing is sent before it is
/// awaited.
#[must_use = "an update is sent when it is awaited"]
pub struct UpdateMany<T> {
    repository: Repository<T>,
    target: Target,
    update: Update<T>,
    options: WriteOptions,
}

write_options!(UpdateMany.options);
collation!(UpdateMany.options.operation);

impl<T: Model> UpdateMany<T> {
    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.options.operation.set_hint(index.into_hint());
        self
    }

    /// Also changes documents that are deleted softly.
    pub fn with_deleted(mut self) -> Self {
        self.target.visibility = Visibility::All;
        self
    }

    async fn run(self) -> Result<UpdateSummary> {
        let Self { repository, target, update, options } = self;
        if update.is_empty() {
            let found = repository
                .find(Filter::from_ast(target.filter))
                .seeing(target.visibility, options.operation)
                .count();
            return Ok(UpdateSummary { matched: found.await?, modified: 0 });
        }
        repository.check(&options.operation)?;
        let changes = repository.changes(update)?;
        repository.check_all(&target, &changes, &options.operation).await?;
        let Changes { sent, requirements, paths } = changes;
        let filter = target.document::<T>(&requirements)?;
        let result = repository.inner.update(filter, sent, &paths, Reach::All, &options).await?;
        Ok(UpdateSummary { matched: result.matched_count, modified: result.modified_count })
    }
}

action!(UpdateMany -> UpdateSummary);

impl<T: Model> fmt::Debug for UpdateMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateMany").field("update", &self.update).finish_non_exhaustive()
    }
}
