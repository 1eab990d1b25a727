//! A database, as repositories hold it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, SubsecRound, Utc};
use mongodb::options::{ClientOptions, DriverInfo};

use super::{CursorKey, Session, Sizes};
use crate::bson::doc;
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::model::Model;
use crate::policy::{Scope, Scopes};
use crate::schema::Columns;

/// The wire version of MongoDB 8.0, which brought the `bulkWrite` command.
const BULK_WRITE: i32 = 25;

/// A database on a MongoDB deployment. Cloning it is cheap; all clones share one connection pool.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
    /// What the handle's documents have to meet; of most handles nothing.
    scopes: Option<Arc<Scopes>>,
    /// The transaction that everything joins.
    session: Option<Session>,
}

#[derive(Clone)]
struct Inner {
    client: mongodb::Client,
    driver: mongodb::Database,
    /// Whether the server has the `bulkWrite` command, once it has been asked.
    bulk_write: OnceLock<bool>,
    cursor_key: Arc<CursorKey>,
    /// What tells the time of writes.
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// How large the documents of the collections are.
    sizes: Arc<Mutex<HashMap<&'static str, Arc<Sizes>>>>,
}

impl Database {
    /// Connects to the database that a connection string names:
    /// `mongodb://127.0.0.1:27017/shop?replicaSet=rs0`.
    ///
    /// The first operation opens the first connection; a server that cannot be reached is an error of
    /// that operation.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the connection string is invalid or names no database.
    ///
    /// ```no_run
    /// # async fn example() -> vellum_core::Result<()> {
    /// let db = vellum_core::Database::connect("mongodb://127.0.0.1:27017/shop?replicaSet=rs0").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn connect(uri: impl AsRef<str>) -> Result<Self> {
        let options =
            ClientOptions::parse(uri.as_ref()).await.map_err(|error| invalid_uri(uri.as_ref(), &error))?;
        Self::with_options(options)
    }

    /// Connects as the driver's options say, whose `default_database` names the database.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the options are invalid or name no database.
    pub fn with_options(mut options: ClientOptions) -> Result<Self> {
        let Some(name) = options.default_database.clone() else {
            return Err(Error::config("the connection string names no database: end it with `/name`"));
        };
        if options.driver_info.is_none() {
            options.driver_info = Some(
                DriverInfo::builder().name("vellum").version(env!("CARGO_PKG_VERSION").to_owned()).build(),
            );
        }
        Ok(Self::new(mongodb::Client::with_options(options)?, name))
    }

    /// A database on a client that the application already has.
    pub fn new(client: mongodb::Client, name: impl AsRef<str>) -> Self {
        let driver = client.database(name.as_ref());
        let inner = Inner {
            client,
            driver,
            bulk_write: OnceLock::new(),
            cursor_key: Arc::default(),
            clock: Arc::new(Utc::now),
            sizes: Arc::default(),
        };
        Self { inner: Arc::new(inner), scopes: None, session: None }
    }

    /// Another handle of the same database, in one respect different.
    fn with(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner::clone(&self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner), ..self.clone() }
    }

    /// A handle whose page cursors are signed with this key, so that every process that has the key
    /// takes them. Without it, cursors are for one handle and its clones: its key is random.
    ///
    /// The key is a secret of any length; 32 random bytes are a good one. An empty key is none.
    ///
    /// ```no_run
    /// # use vellum_core::Database;
    /// # async fn example(uri: &str, secret: &str) -> vellum_core::Result<()> {
    /// let db = Database::connect(uri).await?.with_cursor_key(secret);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_cursor_key(&self, key: impl AsRef<[u8]>) -> Self {
        self.with(|inner| inner.cursor_key = Arc::new(CursorKey::given(key.as_ref())))
    }

    /// A handle whose writes are made at the times that `clock` says: what `created_at`, `updated_at` and
    /// the time of a soft deletion are set to. For tests, and for imports that keep the times of a source.
    /// Times are cut to milliseconds. `current_date` stays the server's own clock.
    ///
    /// ```no_run
    /// # use vellum_core::Database;
    /// # async fn example(uri: &str) -> vellum_core::Result<()> {
    /// let noon = "2026-01-01T12:00:00Z".parse().unwrap_or_default();
    /// let db = Database::connect(uri).await?.with_clock(move || noon);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_clock(&self, clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        self.with(|inner| inner.clock = Arc::new(clock))
    }

    /// The time of a write, as it will be read back.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.inner.clock)().trunc_subsecs(3)
    }

    /// A handle for those documents of `M`'s collection only that a filter means: of one tenant, for example.
    ///
    /// Everything that a repository made from the handle does obeys. A document outside of the scope is
    /// invisible to reads, updates and deletions, and none can be created there, put there by a replacement,
    /// or moved there by an update. Other models of the same collection obey, too; other collections are as
    /// before. A scope of a handle that has one already is joined by and.
    ///
    /// Updates cannot change what the scope speaks of, unless they set the one value that it says. An upsert
    /// inserts that value. `driver()` and `client()` know of no scope.
    ///
    /// Such a filter compares fields with values, by `eq`, `ne`, `is_in`, `is_not_in`, `contains`, `exists` or
    /// an order, since new documents are compared here. Anything else (a pattern, an expression, `raw`), and
    /// anything on a column such as the version, makes each operation of the collection an
    /// [`Error::InvalidFilter`].
    ///
    /// ```no_run
    /// # use vellum_core::{Database, Filter, Repository, model::Model};
    /// # async fn example<Order: Model>(db: &Database, of_the_tenant: Filter<Order>) -> vellum_core::Result<()> {
    /// let db = db.scoped(of_the_tenant); // Order::q().tenant().eq(tenant)
    /// let orders = Repository::<Order>::new(&db).find(Filter::all()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn scoped<M: Model>(&self, filter: Filter<M>) -> Self {
        let known = self.scopes.as_deref().cloned().unwrap_or_default();
        let scopes = known.narrowed(M::COLLECTION, &filter.into_ast());
        Self { scopes: Some(Arc::new(scopes)), ..self.clone() }
    }

    /// The scope of a model's documents.
    pub(crate) fn scope(&self, collection: &str, columns: Columns) -> Option<Arc<Scope>> {
        Some(self.scopes.as_ref()?.of(collection)?.on(columns))
    }

    /// The scopes of all collections.
    pub(crate) fn scopes(&self) -> Option<&Scopes> {
        self.scopes.as_deref()
    }

    /// The handle, with the scopes of another one besides its own.
    pub(crate) fn within_scopes_of(&self, other: &Self) -> Self {
        let scopes = match (&self.scopes, &other.scopes) {
            (own, None) => own.clone(),
            (None, others) => others.clone(),
            (Some(own), Some(others)) if Arc::ptr_eq(own, others) => Some(Arc::clone(own)),
            (Some(own), Some(others)) => Some(Arc::new(own.and(others))),
        };
        Self { scopes, ..self.clone() }
    }

    /// A handle whose operations are part of a transaction.
    pub(crate) fn in_transaction(&self, session: Session) -> Self {
        Self { session: Some(session), ..self.clone() }
    }

    /// The transaction of the handle.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Refuses in a transaction what cannot be part of one, and says what to do instead.
    pub(crate) fn outside_transactions(&self, what: &str, instead: &str) -> Result<()> {
        if self.session.is_none() {
            return Ok(());
        }
        Err(Error::Transaction { reason: format!("{what} cannot be used in a transaction: {instead}") })
    }

    pub(crate) fn cursor_key(&self) -> &CursorKey {
        &self.inner.cursor_key
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        self.inner.driver.name()
    }

    /// The driver's database: everything that Vellum does not do.
    pub fn driver(&self) -> &mongodb::Database {
        &self.inner.driver
    }

    /// The driver's client.
    pub fn client(&self) -> &mongodb::Client {
        &self.inner.client
    }

    /// How large the documents of a collection are, as all repositories of the handle have seen them.
    pub(crate) fn sizes(&self, collection: &'static str) -> Arc<Sizes> {
        let mut sizes = self.inner.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(sizes.entry(collection).or_insert_with(|| Arc::new(Sizes::unknown())))
    }

    /// Whether the server has the `bulkWrite` command.
    pub(crate) async fn has_bulk_write(&self) -> Result<bool> {
        if let Some(known) = self.inner.bulk_write.get() {
            return Ok(*known);
        }
        let hello = self.inner.driver.run_command(doc! { "hello": 1 }).await?;
        let has = hello.get_i32("maxWireVersion").is_ok_and(|version| version >= BULK_WRITE);
        Ok(*self.inner.bulk_write.get_or_init(|| has))
    }

    /// Waits for what is under way, then closes all connections of the client.
    pub async fn shutdown(self) {
        self.inner.client.clone().shutdown().await;
    }
}

impl fmt::Debug for Database {
    /// The name only, and what is scoped: the client's options hold the password, and scopes hold values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("Database");
        output.field("name", &self.name());
        if let Some(scopes) = &self.scopes {
            output.field("scoped", &scopes.collections().collect::<Vec<_>>());
        }
        if self.session.is_some() {
            output.field("in_transaction", &true);
        }
        output.finish_non_exhaustive()
    }
}

/// The driver's own words, unless they repeat what stands before the host: user and password.
fn invalid_uri(uri: &str, error: &mongodb::error::Error) -> Error {
    let text = error.kind.to_string();
    let secrets =
        uri.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).map(|(secrets, _)| secrets);
    let leaks = secrets.is_some_and(|secrets| {
        secrets.split(':').any(|secret| !secret.is_empty() && text.contains(secret)) || text.contains('@')
    });
    Error::config(if leaks {
        "the connection string is invalid".to_owned()
    } else {
        format!("the connection string is invalid: {text}")
    })
}
