//! Transactions: a handle that everything joins, and the loop around its closure.

mod tx;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use mongodb::options::TransactionOptions;

use crate::driver::options::{ReadConcern, SelectionCriteria, WriteConcern};
use crate::driver::{Committed, Database, Owner, Session, wait};
use crate::error::Error;

pub use tx::Tx;

/// What counts as for ever: a clock cannot say much more.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// How long a transaction is tried again, unless it says otherwise.
const RETRY_FOR: Duration = Duration::from_mins(2);

impl Database {
    /// Runs a closure in a transaction, which commits if the closure gives `Ok` and is rolled back if it gives
    /// `Err`.
    ///
    /// The closure gets a [`Tx`], which derefs to `Database`: whatever a repository made of it does is part of the
    /// transaction, with the hooks that it calls. [`Repository::within`](crate::Repository::within) rebinds a
    /// repository. What is done through another handle is not part of it, and neither is what
    /// [`driver`](Self::driver) does.
    ///
    /// ```no_run
    /// # use vellum_core::{Database, Doc, Error, Repository, Result, model::Model, update::Update};
    /// # async fn example<Account, Receipt>(db: &Database, from: uuid::Uuid, to: uuid::Uuid, less: fn() -> Update<Account>, more: fn() -> Update<Account>, receipt: Receipt) -> Result<()>
    /// # where Account: Model<Id = uuid::Uuid>, Receipt: Model {
    /// let receipt: Doc<Receipt> = db
    ///     .transaction(|tx| {
    ///         let receipt = receipt.clone(); // each try has its own
    ///         async move {
    ///             let accounts = Repository::<Account>::new(&tx);
    ///             accounts.update(from, less()).await?;
    ///             accounts.update(to, more()).await?;
    ///             let receipt = Repository::<Receipt>::new(&tx).create(receipt).await?;
    ///             Ok::<_, Error>(receipt)
    ///         }
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Tries
    ///
    /// The closure is called again, after a short wait of a random length, when the server says that another try
    /// may succeed: another transaction has written the same document, for example, or the primary has changed.
    /// That is decided by what the statements gave and not by what the closure returns, so neither a wrapped nor a
    /// swallowed error changes it. A commit of which nobody can say whether it was made is sent again, too.
    /// [`retry_for`](Transaction::retry_for) bounds all of it.
    ///
    /// So the closure may run more than once, and has to start afresh each time: read what it decides by through
    /// `tx`, clone what it uses up, and leave what cannot be undone to [`Tx::after_commit`]. What it returns is
    /// that of the last try.
    ///
    /// # Errors
    ///
    /// The closure's own error, as it is. If the closure gives `Ok` although a statement has failed, or goes on
    /// after one, the error of that statement: with it the server has given up the transaction. Such an error
    /// is not tried again unless the server says so. An [`Error::Driver`] for which
    /// [`is_commit_unknown`](Error::is_commit_unknown) holds if nobody can say whether the commit was made;
    /// [`Error::TransactionsUnsupported`] on a server without transactions, which is one that is no replica set;
    /// [`Error::Transaction`] inside of another transaction.
    ///
    /// # Going away
    ///
    /// The session belongs to a task of its own. When the future is dropped, the statement that is under way is
    /// finished and the transaction is rolled back; a commit that is under way is finished.
    ///
    /// MongoDB: `startTransaction`, `commitTransaction`, `abortTransaction`.
    pub fn transaction<'a, F, Fut, T, E>(&self, run: F) -> Transaction<'a, F, E>
    where
        F: FnMut(Tx) -> Fut + Send + 'a,
        Fut: Future<Output = Result<T, E>> + Send + 'a,
        E: From<Error>,
    {
        Transaction {
            db: self.clone(),
            run,
            options: TransactionOptions::default(),
            retry_for: RETRY_FOR,
            failed: E::from,
            borrowed: PhantomData,
        }
    }
}

/// A transaction on its way. Made by [`Database::transaction`]; nothing is sent before it is awaited.
#[must_use = "a transaction runs when it is awaited"]
pub struct Transaction<'a, F, E> {
    db: Database,
    run: F,
    /// What the caller makes of an error. Asked for where the closure is given, so that an error of the wrong type is
    /// one message.
    failed: fn(Error) -> E,
    options: TransactionOptions,
    retry_for: Duration,
    borrowed: PhantomData<fn() -> &'a ()>,
}

impl<F, E> Transaction<'_, F, E> {
    /// How settled the data has to be that the transaction reads: `ReadConcern::snapshot()`, for example.
    ///
    /// MongoDB: `readConcern`.
    pub fn read_concern(mut self, concern: ReadConcern) -> Self {
        self.options.read_concern = Some(concern);
        self
    }

    /// How many members of a replica set have to hold what is committed before it counts.
    ///
    /// MongoDB: `writeConcern`.
    pub fn write_concern(mut self, concern: WriteConcern) -> Self {
        self.options.write_concern = Some(concern);
        self
    }

    /// Which member is read from. MongoDB takes the primary only, so that is what a transaction has without this,
    /// whatever the client prefers; with another one, each statement is an [`Error::Transaction`].
    ///
    /// MongoDB: `readPreference`.
    pub fn read_preference(mut self, preference: impl Into<SelectionCriteria>) -> Self {
        self.options.selection_criteria = Some(preference.into());
        self
    }

    /// How long the server may work on the commit.
    ///
    /// MongoDB: `maxTimeMS` of `commitTransaction`.
    pub fn max_commit_time(mut self, time: Duration) -> Self {
        self.options.max_commit_time = Some(time);
        self
    }

    /// For how long, from the beginning on, another try may begin: two minutes without this. Zero makes one try.
    /// The error of the last one is what is returned then.
    pub fn retry_for(mut self, time: Duration) -> Self {
        self.retry_for = time.min(LONGEST);
        self
    }
}

/// What becomes of a try.
enum Tried<T, E> {
    Done(Result<T, E>),
    /// Another try may fare better; otherwise this is the error.
    Again(E),
}

impl<F, E> Transaction<'_, F, E> {
    async fn run<Fut, T>(self) -> Result<T, E>
    where
        F: FnMut(Tx) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        let Self { db, mut run, failed, options, retry_for, .. } = self;
        let instead = "use the handle of the transaction that is there";
        db.outside_transactions("another transaction", instead).map_err(failed)?;
        let begun = Instant::now();
        let deadline = begun + retry_for;
        let mut owner = Owner::start(db.client()).await.map_err(failed)?;
        let mut tries = 0;
        let result = loop {
            let session = match owner.begin(options.clone()).await {
                Ok(session) => session,
                Err(error) => break Err(failed(error)),
            };
            let outcome = run(Tx::new(db.in_transaction(session.clone()))).await;
            match settle(&owner, &session, outcome, failed, deadline).await {
                Tried::Done(result) => break result,
                Tried::Again(error) => {
                    let pause = wait(tries);
                    if Instant::now() + pause >= deadline {
                        break Err(error);
                    }
                    tries += 1;
                    tokio::time::sleep(pause).await;
                }
            }
        };
        owner.finish().await;
        result
    }
}

/// Commits or rolls back, as the closure and its statements say.
async fn settle<T, E>(
    owner: &Owner,
    session: &Session,
    outcome: Result<T, E>,
    failed: fn(Error) -> E,
    deadline: Instant,
) -> Tried<T, E> {
    let outcome = match outcome {
        Err(error) => Err(error),
        Ok(value) => match owner.commit(deadline).await {
            Committed::Yes => return Tried::Done(Ok(value)),
            Committed::No(error) => return Tried::Done(Err(failed(error))),
            Committed::Transient(error) => return Tried::Again(failed(error)),
            Committed::Failed => Ok(value),
        },
    };
    owner.abort().await;
    let Some((first, transient, went_on)) = session.failure() else {
        return Tried::Done(outcome);
    };
    // What the closure made of an error is its own affair, unless it did not stop there.
    let error = match outcome {
        Err(error) if !went_on => error,
        _ => failed(first),
    };
    if transient { Tried::Again(error) } else { Tried::Done(Err(error)) }
}

impl<'a, F, Fut, T, E> IntoFuture for Transaction<'a, F, E>
where
    F: FnMut(Tx) -> Fut + Send + 'a,
    Fut: Future<Output = Result<T, E>> + Send + 'a,
    T: Send + 'a,
    E: Send + 'a,
{
    type Output = Result<T, E>;
    type IntoFuture = BoxFuture<'a, Result<T, E>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<F, E> fmt::Debug for Transaction<'_, F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("db", &self.db).finish_non_exhaustive()
    }
}
