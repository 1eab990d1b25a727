//! `update`: one document by its id.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, hook_options, max_time, write_options};
use super::write::Target;
use crate::ast::Literal;
use crate::error::Result;
use crate::field::Operand;
use crate::filter::Filter;
use crate::hooks::Event;
use crate::model::{Doc, Model};
use crate::policy::Visibility;
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// Changes the document with this id, and gives it as it is afterwards; `None` if there is none, or
    /// if it is deleted softly. Without any change, nothing is written, and no hook is called.
    ///
    /// ```no_run
    /// # use vellum_core::{Repository, Result, model::Model, update::Update};
    /// # async fn example<User: Model<Id = uuid::Uuid>>(users: Repository<User>, changes: Update<User>) -> Result<()> {
    /// # let id = uuid::Uuid::nil();
    /// let after = users.update(id, changes).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// On a model with hooks before an update, the document is read first. The hooks get it as it is stored;
    /// what they change is joined to the changes, and the write is made only if the document is still as it
    /// was read. If it is not, all of this is done again, up to three times in all. Validation is of types
    /// only.
    ///
    /// MongoDB: `findAndModify`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) if the changes contradict each other, or if
    /// the stored document cannot be changed so: a result that does not fit its field, another variant,
    /// a value that is no list; or if they change what the handle's [scope](crate::Database::scoped) speaks of.
    /// [`Error::DuplicateKey`](crate::Error::DuplicateKey) for a unique index. What a hook returns;
    /// [`Error::OptimisticLock`](crate::Error::OptimisticLock) if someone else wrote whenever the hooks were
    /// done.
    pub fn update(&self, id: impl Operand<T::Id>, changes: impl IntoUpdate<T>) -> UpdateById<T> {
        UpdateById {
            repository: self.clone(),
            id: id.into_operand().into_literal(),
            update: changes.into_update(),
            visibility: Visibility::Live,
            options: WriteOptions::default(),
        }
    }
}

/// An update of one document. Made by [`Repository::update`]; nothing is sent before it is awaited.
#[must_use = "an update is sent when it is awaited"]
pub struct UpdateById<T> {
    repository: Repository<T>,
    id: Literal,
    update: Update<T>,
    visibility: Visibility,
    options: WriteOptions,
}

write_options!(UpdateById.options);
hook_options!(UpdateById.options);
max_time!(UpdateById.options.operation);

impl<T: Model> UpdateById<T> {
    /// Also changes a document that is deleted softly.
    pub fn with_deleted(mut self) -> Self {
        self.visibility = Visibility::All;
        self
    }

    async fn run(self) -> Result<Option<Doc<T>>> {
        let by_id = Repository::<T>::by_id(self.id);
        if self.update.is_empty() {
            return self
                .repository
                .find(Filter::from_ast(by_id))
                .seeing(self.visibility, self.options.operation)
                .first()
                .await;
        }
        let target = Target { visibility: self.visibility, ..self.repository.target(by_id) };
        if Repository::<T>::fires(Event::BeforeUpdate, &self.options) {
            let changes = |edits| self.repository.changes(self.update.clone() & Update::of_changes(edits));
            return self.repository.update_hooked(&target, changes, &self.options).await;
        }
        let changes = self.repository.changes(self.update)?;
        self.repository.update_found(&target, changes, &self.options).await
    }
}

action!(UpdateById -> Option<Doc<T>>);

impl<T: Model> fmt::Debug for UpdateById<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateById").field("update", &self.update).finish_non_exhaustive()
    }
}
