//! `find_one_and_update`.

use std::fmt;

use mongodb::options::ReturnDocument;

use super::Repository;
use super::action::action;
use super::options::{IntoHint, WriteOptions, collation, max_time, write_options};
use super::write::Target;
use crate::bson::{Document, RawDocumentBuf};
use crate::driver::Changes;
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::model::{Doc, Model};
use crate::policy::Visibility;
use crate::sort::{self, IntoSort, Sort};
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// Changes one of the documents that a filter means, the first one in an order if there is one, and
    /// gives it as it is afterwards, or as it was before. Hooks are not called, and values are checked by
    /// their types only.
    ///
    /// MongoDB: `findAndModify`.
    ///
    /// # Errors
    ///
    /// As for [`update`](Self::update).
    pub fn find_one_and_update(&self, filter: Filter<T>, changes: impl IntoUpdate<T>) -> FindOneAndUpdate<T> {
        FindOneAndUpdate {
            repository: self.clone(),
            target: self.target(filter.into_ast()),
            update: changes.into_update(),
            sort: Vec::new(),
            defaults: None,
            returned: ReturnDocument::After,
            options: WriteOptions::default(),
        }
    }

    pub(super) async fn send_find_one_and_update(
        &self,
        target: &Target,
        changes: &Changes,
        found: FoundAndUpdated,
    ) -> Result<Option<RawDocumentBuf>> {
        let filter = self.filter_of_update(target, &changes.requirements, &found.options.operation)?;
        self.inner.find_one_and_update(filter, changes.sent.clone(), &changes.paths, found).await
    }
}

/// Which document a `findAndModify` changes and gives.
#[derive(Clone)]
pub(super) struct FoundAndUpdated {
    pub(super) sort: Document,
    pub(super) returned: ReturnDocument,
    pub(super) upsert: bool,
    pub(super) options: WriteOptions,
}

impl FoundAndUpdated {
    pub(super) fn new(returned: ReturnDocument, options: WriteOptions) -> Self {
        Self { sort: Document::new(), returned, upsert: false, options }
    }
}

/// An update that gives the document. Made by [`Repository::find_one_and_update`]; nothing is sent
/// before it is awaited.
#[must_use = "an update is sent when it is awaited"]
pub struct FindOneAndUpdate<T> {
    repository: Repository<T>,
    target: Target,
    update: Update<T>,
    sort: Vec<Sort<T>>,
    defaults: Option<T>,
    returned: ReturnDocument,
    options: WriteOptions,
}

write_options!(FindOneAndUpdate.options);
collation!(FindOneAndUpdate.options.operation);
max_time!(FindOneAndUpdate.options.operation);

impl<T: Model> FindOneAndUpdate<T> {
    /// Gives the document as it was before; `None` if an upsert inserts one.
    pub fn return_before(mut self) -> Self {
        self.returned = ReturnDocument::Before;
        self
    }

    /// Which document is changed if there are several: the first one in this order.
    pub fn sort(mut self, sort: impl IntoSort<T>) -> Self {
        self.sort = sort.into_sort();
        self
    }

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

    /// Inserts a document if there is none, as [`UpdateOne::upsert`](super::UpdateOne::upsert) does.
    pub fn upsert(mut self, defaults: T) -> Self {
        self.defaults = Some(defaults);
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let Self { repository, target, update, sort, defaults, returned, options } = self;
        if update.is_empty() && defaults.is_none() {
            let find =
                repository.find(Filter::from_ast(target.filter)).seeing(target.visibility, options.operation);
            return find.sort(sort).first().await;
        }
        let mut how =
            FoundAndUpdated { sort: sort::document(&sort)?, ..FoundAndUpdated::new(returned, options) };
        let found = match defaults {
            None => {
                let Changes { sent, requirements, paths } = repository.changes(update)?;
                let filter = repository.filter_of_update(&target, &requirements, &how.options.operation)?;
                let found = repository.inner.find_one_and_update(filter, sent, &paths, how.clone()).await?;
                if found.is_none() {
                    repository.explain_miss(&target, &requirements, &how.options.operation).await?;
                }
                found
            }
            Some(defaults) => {
                let changes = repository.upserting(update, &target, defaults)?;
                how.upsert = true;
                repository.send_find_one_and_upsert(&target, &changes, how).await?
            }
        };
        found.map(|document| repository.read(&document)).transpose()
    }
}

impl<T: Model> Repository<T> {
    /// An upsert that loses a race is sent again as an update.
    async fn send_find_one_and_upsert(
        &self,
        target: &Target,
        changes: &Changes,
        mut how: FoundAndUpdated,
    ) -> Result<Option<RawDocumentBuf>> {
        match self.send_find_one_and_update(target, changes, how.clone()).await {
            // In a transaction nothing more can be sent then.
            Err(duplicate @ Error::DuplicateKey { .. }) if self.db().session().is_none() => {
                how.upsert = false;
                let found = self.send_find_one_and_update(target, changes, how.clone()).await?;
                if found.is_none() {
                    self.explain_miss(target, &changes.requirements, &how.options.operation).await?;
                    return Err(duplicate);
                }
                Ok(found)
            }
            other => other,
        }
    }
}

action!(FindOneAndUpdate -> Option<Doc<T>>);

impl<T: Model> fmt::Debug for FindOneAndUpdate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FindOneAndUpdate").field("update", &self.update).finish_non_exhaustive()
    }
}
