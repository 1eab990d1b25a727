//! What can be done with the documents of a model: one verb per file.

mod action;
mod aggregate;
mod bulk;
mod create;
mod create_many;
mod delete;
mod delete_doc;
mod fetch;
mod find;
mod find_one_and_delete;
mod find_one_and_replace;
mod find_one_and_update;
mod gather;
mod get;
mod held;
mod hooked;
mod insert;
mod loader;
pub(crate) mod options;
mod page;
mod purge_deleted;
mod replace;
mod require_version;
mod restore;
mod retry_on_conflict;
mod save;
mod scope;
mod statements;
mod sync_indexes;
mod update;
mod update_many;
mod update_one;
mod write;
mod write_group;

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use crate::ast::Literal;
use crate::bson::Document;
use crate::driver::{Database, RawCollection, Sizes};
use crate::error::Error;
use crate::model::Model;
use crate::policy::Scope;
use crate::schema::Columns;

pub use aggregate::{MergeInto, OutInto, RowStream, Running, WhenMatched, WhenNotMatched};
pub use bulk::{Bulk, BulkOutcome, BulkSummary};
pub use create::Create;
pub use create_many::{CreateFailure, CreateMany, CreateReport, HookFailure};
pub use delete::{DeleteMany, DeleteOne};
pub use delete_doc::DeleteDoc;
pub use fetch::Fetch;
pub use find::{Find, Headed, Include, Part};
pub use find_one_and_delete::FindOneAndDelete;
pub use find_one_and_replace::FindOneAndReplace;
pub use find_one_and_update::FindOneAndUpdate;
pub use get::{Get, Require, get_by};
pub use loader::Loader;
pub use options::{IndexHint, IntoHint};
pub use page::{Cursor, IntoCursor, Page, PageOf, Slice, SliceOf};
pub use purge_deleted::{DeletedBefore, PurgeDeleted};
pub use restore::Restore;
pub use retry_on_conflict::Changed;
pub use save::Save;
pub use update::UpdateById;
pub use update_many::UpdateMany;
pub use update_one::{UpdateOne, Upsert};
pub use write::{UpdateSummary, UpsertSummary};
pub use write_group::WriteGroup;

/// The documents of the model `T` in a database. Cloning it is cheap.
pub struct Repository<T> {
    inner: Arc<Inner>,
    model: PhantomData<fn() -> T>,
}

/// What a repository is, whatever its model.
///
/// What waits for the server is written for this, and boxed: a future of a generic function is compiled again
/// for every model, which took longer than all the rest of a model.
struct Inner {
    db: Database,
    collection: RawCollection,
    name: Arc<str>,
    sizes: Arc<Sizes>,
    /// What the handle says of all documents.
    scope: Option<Arc<Scope>>,
    /// The queue of the loaders, once there is one.
    loader: OnceLock<Arc<dyn Any + Send + Sync>>,
    /// The queue of the write groups, once there is one.
    write_group: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl<T: Model> Repository<T> {
    /// The repository of `T` in a database.
    pub fn new(db: &Database) -> Self {
        Self { inner: Arc::new(Inner::new(db, T::COLLECTION, T::COLUMNS)), model: PhantomData }
    }

    /// The same repository on another handle of a database: of a [transaction](crate::Database::transaction), for
    /// example, which everything then is a part of. The scopes of both handles hold.
    pub fn within(&self, db: &Database) -> Self {
        Self::new(&db.within_scopes_of(self.db()))
    }

    /// The database that the repository works on.
    pub fn db(&self) -> &Database {
        &self.inner.db
    }

    /// The driver's collection: everything that Vellum does not do.
    pub fn driver(&self) -> mongodb::Collection<Document> {
        self.inner.collection.clone_with_type()
    }

    /// The time of a write, for columns; a model that keeps none does not ask the clock.
    fn now(&self) -> DateTime<Utc> {
        if T::COLUMNS.keep_times() { self.inner.db.now() } else { DateTime::UNIX_EPOCH }
    }

    fn name(&self) -> &Arc<str> {
        &self.inner.name
    }

    fn not_found(id: &Literal) -> Error {
        let id = crate::driver::text(&id.to_bson());
        Error::NotFound { collection: T::COLLECTION.to_owned(), id }
    }
}

impl Inner {
    fn new(db: &Database, collection: &'static str, columns: Columns) -> Self {
        Self {
            db: db.clone(),
            collection: db.driver().collection(collection),
            name: collection.into(),
            sizes: db.sizes(collection),
            scope: db.scope(collection, columns),
            loader: OnceLock::new(),
            write_group: OnceLock::new(),
        }
    }

    /// The error of a write. The driver keeps the fields of a violated index for some commands only; for
    /// the others the server is asked for them.
    fn with_index_fields(&self, error: Error) -> BoxFuture<'_, Error> {
        async move { insert::IndexFields::default().complete(self, error).await }.boxed()
    }

    async fn index_fields(&self, name: &str) -> Option<Vec<String>> {
        let mut indexes = self.collection.list_indexes().await.ok()?;
        while let Some(Ok(index)) = indexes.next().await {
            if index.options.and_then(|options| options.name).as_deref() == Some(name) {
                return Some(index.keys.keys().map(ToString::to_string).collect());
            }
        }
        None
    }
}

impl<T> Clone for Repository<T> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), model: PhantomData }
    }
}

impl<T> fmt::Debug for Repository<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository")
            .field("db", &self.inner.db)
            .field("collection", &self.inner.name)
            .finish()
    }
}
