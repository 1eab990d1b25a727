//! `update_one`, and its upsert.

use std::fmt;

use mongodb::results::UpdateResult;

use super::Repository;
use super::action::action;
use super::options::{IntoHint, WriteOptions, collation, write_options};
use super::statements::Reach;
use super::write::{Target, UpdateSummary, UpsertSummary};
use crate::bson::Bson;
use crate::driver::{Changes, read_value};
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::model::Model;
use crate::policy::Visibility;
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// Changes one of the documents that a filter means. Hooks are not called, and values are checked by
    /// their types only.
    ///
    /// MongoDB: `update`.
    ///
    /// # Errors
    ///
    /// As for [`update`](Self::update).
    pub fn update_one(&self, filter: Filter<T>, changes: impl IntoUpdate<T>) -> UpdateOne<T> {
        UpdateOne {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            update: changes.into_update(),
            options: WriteOptions::default(),
        }
    }

    /// Sends an update of one document.
    pub(super) async fn send_update_one(
        &self,
        target: &Target,
        changes: &Changes,
        reach: Reach,
        options: &WriteOptions,
    ) -> Result<UpdateResult> {
        let filter = self.filter_of_update(target, &changes.requirements, &options.operation)?;
        self.inner.update(filter, changes.sent.clone(), &changes.paths, reach, options).await
    }
}

/// An update of one document. Made by [`Repository::update_one`]; nothing is sent before it is awaited.
#[must_use = "an update is sent when it is awaited"]
pub struct UpdateOne<T> {
    repository: Repository<T>,
    target: Target,
    update: Update<T>,
    options: WriteOptions,
}

write_options!(UpdateOne.options);
collation!(UpdateOne.options.operation);

impl<T: Model> UpdateOne<T> {
    /// The index to use, by name or by keys. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.options.operation.set_hint(index.into_hint());
        self
    }

    /// Also changes a document that is deleted softly.
    pub fn with_deleted(mut self) -> Self {
        self.target.visibility = Visibility::All;
        self
    }

    /// Inserts a document if the filter finds none: `defaults`, leaf by leaf, where neither the changes
    /// nor the filter say a value.
    ///
    /// The filter has to say the id or all fields of a unique index. Then any number of upserts at once
    /// leave one document: one that loses the race is sent again as an update. A document that is
    /// deleted softly is not found, but its unique values are taken: [`Error::DuplicateKey`].
    ///
    /// MongoDB: `update` with `upsert` and `$setOnInsert`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUpdate`] if the filter says no unique key, or not the whole shard key of a model that has one;
    /// [`Error::OutOfScope`] if the new document would be outside of the handle's
    /// [scope](crate::Database::scoped). What the scope says by `eq` counts as said by the filter.
    pub fn upsert(self, defaults: T) -> Upsert<T> {
        Upsert { update: self, defaults }
    }

    async fn run(self) -> Result<UpdateSummary> {
        let Self { repository, target, update, options } = self;
        if update.is_empty() {
            let found = repository
                .find(Filter::from_ast(target.filter))
                .seeing(target.visibility, options.operation)
                .exists();
            return Ok(UpdateSummary { matched: u64::from(found.await?), modified: 0 });
        }
        let Changes { sent, requirements, paths } = repository.changes(update)?;
        let filter = repository.filter_of_update(&target, &requirements, &options.operation)?;
        let result = repository.inner.update(filter, sent, &paths, Reach::One, &options).await?;
        if result.matched_count == 0 {
            repository.explain_miss(&target, &requirements, &options.operation).await?;
        }
        Ok(UpdateSummary { matched: result.matched_count, modified: result.modified_count })
    }
}

action!(UpdateOne -> UpdateSummary);

impl<T: Model> fmt::Debug for UpdateOne<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateOne").field("update", &self.update).finish_non_exhaustive()
    }
}

/// An update that inserts what it does not find. Made by [`UpdateOne::upsert`].
#[must_use = "an upsert is sent when it is awaited"]
pub struct Upsert<T> {
    update: UpdateOne<T>,
    defaults: T,
}

impl<T: Model> Upsert<T> {
    async fn run(self) -> Result<UpsertSummary<T::Id>> {
        let UpdateOne { repository, target, update, options } = self.update;
        let changes = repository.upserting(update, &target, self.defaults)?;
        let result = match repository.send_update_one(&target, &changes, Reach::OneOrNew, &options).await {
            // In a transaction nothing more can be sent then.
            Err(duplicate @ Error::DuplicateKey { .. }) if repository.db().session().is_none() => {
                let result = repository.send_update_one(&target, &changes, Reach::One, &options).await?;
                if result.matched_count == 0 {
                    repository.explain_miss(&target, &changes.requirements, &options.operation).await?;
                    return Err(duplicate);
                }
                result
            }
            other => other?,
        };
        let upserted_id = match &result.upserted_id {
            None | Some(Bson::Null) => None,
            Some(id) => Some(read_value(id, repository.name(), "_id")?),
        };
        Ok(UpsertSummary { matched: result.matched_count, modified: result.modified_count, upserted_id })
    }
}

action!(Upsert -> UpsertSummary<T::Id>);

impl<T: Model> fmt::Debug for Upsert<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert").field("update", &self.update.update).finish_non_exhaustive()
    }
}
