//! Methods of a model that are called around its writes.

mod deferred;
mod list;

use std::any::Any;
use std::fmt;
use std::future::Future;

use chrono::{DateTime, Utc};

pub(crate) use deferred::Deferred;
pub(crate) use list::{Changing, Watching};
pub use list::{ChangingHook, Hooks, WatchingHook, call, call_mut, none};

use crate::ast::Literal;
use crate::driver::{Database, callback, text};
use crate::error::{Error, Violation};
use crate::model::{Model, Stored};
use crate::schema::Columns;
use crate::value::Identifier;

/// What a hook is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A new document is about to be stored.
    BeforeInsert,
    /// A new document is stored.
    AfterInsert,
    /// A document is about to be changed.
    BeforeUpdate,
    /// A document is changed.
    AfterUpdate,
    /// A document is about to be deleted.
    BeforeDelete,
    /// A document is deleted.
    AfterDelete,
}

impl Event {
    /// The name that it has in `#[vellum(hooks(..))]`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeforeInsert => "before_insert",
            Self::AfterInsert => "after_insert",
            Self::BeforeUpdate => "before_update",
            Self::AfterUpdate => "after_update",
            Self::BeforeDelete => "before_delete",
            Self::AfterDelete => "after_delete",
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a hook is told besides the document: the event, the database, the id, and the columns.
///
/// ```
/// # use vellum_core::{Result, hooks::HookContext};
/// # struct User { email: String }
/// impl User {
///     async fn check(&mut self, cx: &HookContext<'_>) -> Result<()> {
///         if self.email.is_empty() {
///             return Err(cx.stop("a user needs an address"));
///         }
///         Ok(())
///     }
/// }
/// ```
pub struct HookContext<'a> {
    db: &'a Database,
    collection: &'a str,
    event: Event,
    id: &'a dyn AnyId,
    stored: &'a Stored,
    columns: Columns,
    deferred: &'a Deferred,
}

impl<'a> HookContext<'a> {
    pub(crate) fn of<T: Model>(
        db: &'a Database,
        collection: &'a str,
        event: Event,
        (id, stored): (&'a T::Id, &'a Stored),
        deferred: &'a Deferred,
    ) -> Self {
        Self { db, collection, event, id, stored, columns: T::COLUMNS, deferred }
    }

    /// The database that the operation runs on. What a hook does with it is part of the same transaction, if
    /// there is one.
    pub fn db(&self) -> &'a Database {
        self.db
    }

    /// What the hook is called for.
    pub fn event(&self) -> Event {
        self.event
    }

    /// The collection of the document.
    pub fn collection(&self) -> &'a str {
        self.collection
    }

    /// The document's id, if ids are of this type: `cx.id::<Uuid>()`. Before an insert, it is the id that the
    /// document is going to have.
    pub fn id<Id: 'static>(&self) -> Option<&'a Id> {
        self.id.any().downcast_ref()
    }

    /// The document's id as a person writes it, of whatever type.
    pub fn id_text(&self) -> String {
        self.id.text()
    }

    /// The version; `None` on a model without one, and before an insert.
    pub fn version(&self) -> Option<i64> {
        self.columns.version.filter(|_| self.event != Event::BeforeInsert).map(|_| self.stored.version)
    }

    /// When the document was created; `None` before an insert, and where the document has no such time.
    pub fn created_at(&self) -> Option<&'a DateTime<Utc>> {
        self.stored.created_at.as_ref()
    }

    /// When the document was last written; `None` before an insert, and where the document has no such time.
    pub fn updated_at(&self) -> Option<&'a DateTime<Utc>> {
        self.stored.updated_at.as_ref()
    }

    /// When the document was deleted; `None` while it is live.
    pub fn deleted_at(&self) -> Option<&'a DateTime<Utc>> {
        self.stored.deleted_at.as_ref()
    }

    /// Calls `call` once, when what the hook is about is in the database for good: in a transaction after its commit,
    /// and otherwise when the document is written and the hooks after that have been called, before the
    /// operation returns. Not if the document is not written, or the transaction is rolled back. A transaction that
    /// is tried again calls its hooks again, and forgets what they have asked for before.
    ///
    /// ```
    /// # use vellum_core::{Result, hooks::HookContext};
    /// # struct User { email: String }
    /// # async fn send_mail(to: String) {}
    /// impl User {
    ///     async fn welcome(&self, cx: &HookContext<'_>) -> Result<()> {
    ///         let email = self.email.clone();
    ///         cx.after_commit(|| async move { send_mail(email).await });
    ///         Ok(())
    ///     }
    /// }
    /// ```
    pub fn after_commit<F, Fut>(&self, call: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.deferred.push(callback(call));
    }

    /// Calls `call` once, when the transaction that the hook runs in is rolled back and not tried again: what undoes
    /// something outside of the database. Outside of a transaction it is never called.
    pub fn after_rollback<F, Fut>(&self, call: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        if let Some(session) = self.db.session() {
            session.after_rollback(callback(call));
        }
    }

    /// The error of a hook that stops the operation: [`Error::Hook`].
    pub fn stop(&self, message: impl Into<String>) -> Error {
        Error::Hook { event: self.event.name(), message: message.into() }
    }

    /// The error of a value that the model's own rules refuse: [`Error::Validation`], with the field that is
    /// meant (`items[3].price`; empty for the whole document) and what is wrong with it.
    pub fn invalid(&self, path: impl Into<String>, message: impl Into<String>) -> Error {
        Error::validation(self.collection, [Violation::new(path, message)])
    }
}

impl fmt::Debug for HookContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookContext")
            .field("event", &self.event)
            .field("collection", &self.collection)
            .field("id", &self.id_text())
            .finish_non_exhaustive()
    }
}

/// An id of any type.
trait AnyId: Send + Sync {
    fn any(&self) -> &dyn Any;
    fn text(&self) -> String;
}

impl<Id: Identifier> AnyId for Id {
    fn any(&self) -> &dyn Any {
        self
    }

    fn text(&self) -> String {
        text(&Literal::of(self).to_bson())
    }
}
