//! `save`: what has changed of a document.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use super::options::{WriteOptions, hook_options, write_options};
use crate::ast::Change;
use crate::driver::decode_error;
use crate::error::Result;
use crate::hooks::Event;
use crate::model::{Doc, Model};
use crate::policy;

impl<T: Model> Repository<T> {
    /// Stores what has changed of a document since it was read: one command, with the changed fields only.
    ///
    /// A nested document is changed field by field and a map entry by entry; what has become `None`, and
    /// the entries that are gone, are removed. A list that has got more elements at its end gets those;
    /// any other list, and a set, is stored whole. Fields of the stored document that the model does not
    /// know stay. If nothing has changed, nothing is sent, and there is no new version.
    ///
    /// Afterwards the document is as it is stored: version and time are those of the write, and times are
    /// cut to milliseconds. After an error it is as it was before.
    ///
    /// If something has changed, the hooks before an update are called first, and what they change is stored,
    /// too; then the model's own rules. When a hook after the update fails, the document is stored all the
    /// same.
    ///
    /// ```no_run
    /// # use vellum_core::{Repository, Result, model::Model};
    /// # async fn example<User: Model<Id = uuid::Uuid>>(users: Repository<User>, age: fn(&mut User)) -> Result<()> {
    /// # let id = uuid::Uuid::nil();
    /// let mut ada = users.require(id).await?;
    /// # let _ = stringify! {
    /// ada.age += 1;
    /// # };
    /// # age(&mut ada);
    /// users.save(&mut ada).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// MongoDB: `update` with `$set`, `$unset` and `$push`.
    ///
    /// # Errors
    ///
    /// [`Error::OptimisticLock`](crate::Error::OptimisticLock) if someone else has written the document
    /// since it was read, on a model with versions: read it again, or use
    /// [`retry_on_conflict`](Self::retry_on_conflict). [`Error::NotFound`](crate::Error::NotFound) if it is
    /// gone, or deleted softly. [`Error::DuplicateKey`](crate::Error::DuplicateKey) for a unique index,
    /// [`Error::Encode`](crate::Error::Encode) if a value cannot be stored, and
    /// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) if the id has been changed;
    /// [`Error::Validation`](crate::Error::Validation) if the model's own rules refuse it; what a hook returns.
    pub fn save<'a>(&self, document: &'a mut Doc<T>) -> Save<'a, T> {
        Save { repository: self.clone(), document, options: WriteOptions::default() }
    }
}

/// A changed document on its way. Made by [`Repository::save`]; nothing is sent before it is awaited.
#[must_use = "a document is sent when it is awaited"]
pub struct Save<'a, T: Model> {
    repository: Repository<T>,
    document: &'a mut Doc<T>,
    options: WriteOptions,
}

write_options!(Save<'a>.options);
hook_options!(Save<'a>.options);

impl<T: Model> Save<'_, T> {
    async fn run(self) -> Result<()> {
        let Self { repository, document, options } = self;
        let mut value = T::clone(document);
        value.normalize_fields();
        let mut edits = repository.edits(document, &value)?;
        if edits.is_empty() {
            return Ok(());
        }
        if Repository::<T>::fires(Event::BeforeUpdate, &options) {
            repository.before_update(document, &mut value, &options).await?;
            value.normalize_fields();
            edits = repository.edits(document, &value)?;
        }
        repository.validate(&value)?;
        if edits.is_empty() {
            // The hooks have taken everything back.
            **document = value;
            return Ok(());
        }
        let now = repository.now();
        let origin = repository.origin_after(document, &edits)?;
        let changes = repository.saving((document.id(), &value), edits, now, |update| update)?;
        let target = repository.held(document);
        if repository.send_held(&target, changes, &options).await? == 0 {
            return Err(repository.why_missed(document.id(), document.stored().version).await);
        }
        let mut stored = document.stored().clone();
        stored.version += i64::from(T::COLUMNS.version.is_some());
        stored.updated_at = T::COLUMNS.updated_at.map(|_| now);
        document.written(value, stored, origin);
        repository.watch(Event::AfterUpdate, document, &options).await
    }
}

impl<T: Model> Repository<T> {
    /// The document's bytes after a write.
    fn origin_after(&self, document: &Doc<T>, edits: &[Change]) -> Result<Box<[u8]>> {
        policy::applied(document.elements(), edits)
            .map_err(|fault| decode_error(self.name(), document.origin(), &fault))
    }
}

impl<'a, T: Model> IntoFuture for Save<'a, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'a, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Model> fmt::Debug for Save<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Save").field("model", &T::NAME).finish_non_exhaustive()
    }
}
