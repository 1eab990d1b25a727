//! `restore`: a document that was deleted softly, live again.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, hook_options, write_options};
use super::write::Target;
use crate::ast::{Change, Literal, Update};
use crate::error::Result;
use crate::field::Operand;
use crate::hooks::Event;
use crate::model::{Model, SoftDeleted};
use crate::policy::{self, Visibility};

impl<T: SoftDeleted> Repository<T> {
    /// Makes the document with this id live again, if it is deleted softly, and says whether it was. The
    /// version moves on, and hooks of an update are called as for [`update`](Self::update).
    ///
    /// MongoDB: `update` with `$unset` of the deletion time.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateKey`](crate::Error::DuplicateKey) if a live document has its value of a unique
    /// index by now: it stays deleted. What a hook returns;
    /// [`Error::OptimisticLock`](crate::Error::OptimisticLock) if someone else wrote whenever the hooks were
    /// done.
    pub fn restore(&self, id: impl Operand<T::Id>) -> Restore<T> {
        Restore {
            repository: self.clone(),
            id: id.into_operand().into_literal(),
            options: WriteOptions::default(),
        }
    }
}

/// A document that is made live again. Made by [`Repository::restore`]; nothing is sent before it is
/// awaited.
#[must_use = "a restoration is sent when it is awaited"]
pub struct Restore<T> {
    repository: Repository<T>,
    id: Literal,
    options: WriteOptions,
}

write_options!(Restore.options);
hook_options!(Restore.options);

impl<T: Model> Restore<T> {
    async fn run(self) -> Result<bool> {
        let Self { repository, id, options } = self;
        let Some(column) = T::COLUMNS.deleted_at else { return Ok(false) };
        let by_id = repository.target(Repository::<T>::by_id(id));
        let target = Target { visibility: Visibility::Deleted, ..by_id };
        let changes = |edits: Vec<Change>| {
            let update = Update::Changes(edits);
            repository.admit_update(&update)?;
            Repository::<T>::admitted(update, repository.now(), |update| policy::restored(update, column))
        };
        let fires = |event| Repository::<T>::fires(event, &options);
        if fires(Event::BeforeUpdate) {
            return Ok(repository.update_hooked(&target, changes, &options).await?.is_some());
        }
        let changes = changes(Vec::new())?;
        if fires(Event::AfterUpdate) {
            return Ok(repository.update_found(&target, changes, &options).await?.is_some());
        }
        Ok(repository.send_held(&target, changes, &options).await? > 0)
    }
}

action!(Restore -> bool);

impl<T: Model> fmt::Debug for Restore<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").field("model", &T::NAME).finish_non_exhaustive()
    }
}
