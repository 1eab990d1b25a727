//! The handle that a transaction's closure gets.

use std::future::Future;
use std::ops::Deref;

use futures_util::future::BoxFuture;
use mongodb::ClientSession;

use crate::driver::{Database, callback};
use crate::error::Error;

/// A handle of the database in a transaction: whatever is done through it is part of the transaction.
///
/// It derefs to [`Database`], so everything that takes a `&Database` takes a `&Tx`. Handles made from it
/// ([`scoped`](Database::scoped), [`with_clock`](Database::with_clock)) are in the transaction, too. Cloning it is
/// cheap. Operations that run at the same time (`join!`) are sent one after the other, since the server
/// takes one at a time; nothing is read ahead of a stream.
///
/// Not part of the transaction is what [`driver`](Database::driver) and [`client`](Database::client) do. What MongoDB
/// takes in no transaction is an [`Error::Transaction`], and nothing is sent: `explain`, `sync_indexes`, `merge` and
/// `out`, loaders and write groups, another transaction. So is everything once the transaction has ended, and once a
/// statement has failed.
///
/// ```no_run
/// # use vellum_core::{Database, Doc, Repository, Result, model::Model};
/// async fn store<User: Model>(db: &Database, user: User) -> Result<Doc<User>> {
///     Repository::new(db).create(user).await
/// }
///
/// # async fn example<User: Model>(db: &Database, users: Vec<User>) -> Result<()> {
/// db.transaction(|tx| {
///     let users = users.clone();
///     async move {
///         for user in users {
///             store(&tx, user).await?;
///         }
///         Ok::<_, vellum_core::Error>(())
///     }
/// })
/// .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Tx {
    db: Database,
}

impl Tx {
    pub(super) fn new(db: Database) -> Self {
        Self { db }
    }

    /// Calls `call` once, when the transaction has committed; `transaction` returns after that. Not if it is rolled
    /// back, nor if nobody can say whether it was committed. Another try forgets it, and so does a transaction that
    /// has ended.
    ///
    /// It is called in the transaction's own task, also if whoever waits for the transaction has gone away. A panic
    /// ends nothing but the call itself.
    ///
    /// ```no_run
    /// # use vellum_core::{Database, Result};
    /// # async fn example(db: &Database) -> Result<()> {
    /// db.transaction(|tx| async move {
    ///     tx.after_commit(|| async { println!("committed") });
    ///     Ok::<_, vellum_core::Error>(())
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn after_commit<F, Fut>(&self, call: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        if let Some(session) = self.db.session() {
            session.after_commit(callback(call));
        }
    }

    /// Calls `call` once, when the transaction is rolled back and not tried again; otherwise as
    /// [`after_commit`](Self::after_commit).
    pub fn after_rollback<F, Fut>(&self, call: F)
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        if let Some(session) = self.db.session() {
            session.after_rollback(callback(call));
        }
    }
}

impl Tx {
    /// Has something done with the driver's own session: what Vellum does not do, as a part of the transaction. It is
    /// done after what came before, and if it fails, the transaction has failed. It is not for beginning and ending
    /// transactions.
    ///
    /// ```no_run
    /// # use vellum_core::{Database, Result, bson::{Document, doc}};
    /// # async fn example(db: &Database) -> Result<()> {
    /// db.transaction(|tx| async move {
    ///     let notes = tx.driver().collection::<Document>("notes");
    ///     tx.with_session(move |session| {
    ///         Box::pin(async move { notes.insert_one(doc! { "text": "by hand" }).session(session).await })
    ///     })
    ///     .await
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// That of the driver, and as for any other operation once the transaction has failed or ended.
    pub async fn with_session<R, F>(&self, run: F) -> Result<R, Error>
    where
        R: Send + 'static,
        F: for<'s> FnOnce(&'s mut ClientSession) -> BoxFuture<'s, mongodb::error::Result<R>> + Send + 'static,
    {
        let Some(session) = self.db.session() else {
            return Err(Error::config("the handle of a transaction has none"));
        };
        Ok(session.run("", run).await?)
    }
}

impl Deref for Tx {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.db
    }
}
