//! `restore`: a document that was deleted softly, live again.

use std::fmt;

use super::Repository;
use super::action::action;
use super::options::{WriteOptions, write_options};
use super::write::Target;
use crate::ast::Literal;
use crate::driver::Changes;
use crate::error::Result;
use crate::field::Operand;
use crate::model::{Model, SoftDeleted};
use crate::policy::{self, Visibility};

impl<T: SoftDeleted> Repository<T> {
    /// Makes the document with this id live again, if it is deleted softly, and says whether it was. The
    /// version moves on.
    ///
    /// MongoDB: `update` with `$unset` of the deletion time.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateKey`](crate::Error::DuplicateKey) if a live document has its value of a unique
    /// index by now: it stays deleted.
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

impl<T: Model> Restore<T> {
    async fn run(self) -> Result<bool> {
        let Self { repository, id, options } = self;
        let Some(column) = T::COLUMNS.deleted_at else { return Ok(false) };
        let target = Target { filter: Repository::<T>::by_id(id), visibility: Visibility::Deleted };
        let changes = Changes::of(policy::restoration(T::COLUMNS, column, repository.now()))?;
        Ok(repository.send_held(&target, &changes, &options).await? > 0)
    }
}

action!(Restore -> bool);

impl<T: Model> fmt::Debug for Restore<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").field("model", &T::NAME).finish_non_exhaustive()
    }
}
