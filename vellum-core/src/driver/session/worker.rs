//! The task that owns a session.

use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use mongodb::ClientSession;
use mongodb::error::{
    Error as DriversOwn, ErrorKind, Result as Driven, TRANSIENT_TRANSACTION_ERROR,
    UNKNOWN_TRANSACTION_COMMIT_RESULT,
};
use mongodb::options::{ReadPreference, SelectionCriteria, TransactionOptions};
use tokio::sync::{mpsc, oneshot};

use super::callbacks::call_all;
use super::failure::is_unsupported;
use super::{Session, cut_off, wait};
use crate::error::Error;

/// The server's code for a commit that took longer than it may.
const TOOK_TOO_LONG: i32 = 50;

/// What is done with the session.
type Job = Box<dyn for<'s> FnOnce(&'s mut ClientSession) -> BoxFuture<'s, ()> + Send>;

enum Order {
    Do(Job),
    /// Rolls back what is still open of a try, and ends the task. Whoever waits is told.
    End(Option<Session>, Option<oneshot::Sender<()>>),
}

/// The way to the task.
#[derive(Debug, Clone)]
pub(super) struct Worker(mpsc::UnboundedSender<Order>);

impl Worker {
    fn start(session: ClientSession) -> Self {
        let (orders, received) = mpsc::unbounded_channel();
        tokio::spawn(work(session, received));
        Self(orders)
    }

    /// Has something done with the session, after everything that came before. It is done to its end even if
    /// nobody waits for it any more.
    pub(super) async fn have<R, F>(&self, job: F) -> Driven<R>
    where
        R: Send + 'static,
        F: for<'s> FnOnce(&'s mut ClientSession) -> BoxFuture<'s, Driven<R>> + Send + 'static,
    {
        let cut_off = || DriversOwn::custom(cut_off());
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |session| {
            let done = job(session);
            async move { drop(answer.send(done.await)) }.boxed()
        });
        self.0.send(Order::Do(job)).map_err(|_| cut_off())?;
        answered.await.unwrap_or_else(|_| Err(cut_off()))
    }
}

async fn work(mut session: ClientSession, mut orders: mpsc::UnboundedReceiver<Order>) {
    while let Some(order) = orders.recv().await {
        match order {
            Order::Do(job) => job(&mut session).await,
            Order::End(last, told) => {
                // It fails where nothing is open. Not even a server that cannot be reached keeps what is not
                // committed.
                drop(session.abort_transaction().await);
                if let Some(last) = last {
                    call_all(last.take_callbacks().1).await;
                }
                if let Some(told) = told {
                    // Whoever waited may have gone.
                    let _ = told.send(());
                }
                return;
            }
        }
    }
}

/// The one who runs a transaction. Whatever is open when it goes away is rolled back, after the statement that
/// is under way; a commit that is under way is finished.
#[derive(Debug)]
pub(crate) struct Owner {
    worker: Worker,
    /// The try that is under way, or was the last one.
    current: Option<Session>,
}

/// What became of a commit.
#[derive(Debug)]
pub(crate) enum Committed {
    Yes,
    /// A statement had failed before: nothing is committed.
    Failed,
    /// Nothing is committed, and another try may fare better.
    Transient(Error),
    /// The commit failed, or nobody knows whether it did.
    No(Error),
}

impl Owner {
    /// Starts the task, with a session of this client.
    pub(crate) async fn start(client: &mongodb::Client) -> Result<Self, Error> {
        let session = client.start_session().await?;
        Ok(Self { worker: Worker::start(session), current: None })
    }

    /// Begins a try. What the one before wanted to be called is forgotten.
    pub(crate) async fn begin(&mut self, mut options: TransactionOptions) -> Result<Session, Error> {
        // A preference of the client's would have every statement refused.
        let primary = SelectionCriteria::ReadPreference(ReadPreference::Primary);
        options.selection_criteria.get_or_insert(primary);
        let begun = self.worker.have(move |session| {
            async move { session.start_transaction().with_options(options).await }.boxed()
        });
        begun.await.map_err(|error| {
            if is_unsupported(&error) { Error::TransactionsUnsupported } else { error.into() }
        })?;
        let session = Session::new(self.worker.clone());
        if let Some(last) = self.current.replace(session.clone()) {
            drop(last.take_callbacks());
        }
        Ok(session)
    }

    /// Commits the try, unless a statement has failed.
    pub(crate) async fn commit(&self, deadline: Instant) -> Committed {
        let Some(current) = self.ended() else { return Committed::Failed };
        let committed = self.worker.have(move |session| {
            async move {
                if current.failure().is_some() {
                    return Ok(Committed::Failed);
                }
                let committed = commit(session, deadline).await;
                match &committed {
                    Committed::Yes => call_all(current.take_callbacks().0).await,
                    // Where nothing is known, nobody is told anything.
                    Committed::No(_) => drop(current.take_callbacks()),
                    Committed::Failed | Committed::Transient(_) => {}
                }
                Ok(committed)
            }
            .boxed()
        });
        committed.await.unwrap_or_else(|error| Committed::No(error.into()))
    }

    /// Rolls the try back.
    pub(crate) async fn abort(&self) {
        drop(self.ended());
        let aborted = self.worker.have(|session| async move { session.abort_transaction().await }.boxed());
        drop(aborted.await);
    }

    /// Ends the task, after what was to be called after a rollback.
    pub(crate) async fn finish(self) {
        let (tell, told) = oneshot::channel();
        if self.worker.0.send(Order::End(self.ended(), Some(tell))).is_ok() {
            drop(told.await);
        }
    }

    /// The try, which takes no more statements.
    fn ended(&self) -> Option<Session> {
        let current = self.current.clone()?;
        current.state().ended = true;
        Some(current)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Without a task there is nothing to end.
        drop(self.worker.0.send(Order::End(self.ended(), None)));
    }
}

/// Commits, again and again while nobody can say whether it was done.
async fn commit(session: &mut ClientSession, deadline: Instant) -> Committed {
    let mut tries = 0;
    loop {
        let Err(error) = session.commit_transaction().await else { return Committed::Yes };
        let unknown = error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) && !took_too_long(&error);
        let pause = wait(tries);
        if unknown && Instant::now() + pause < deadline {
            tries += 1;
            tokio::time::sleep(pause).await;
            continue;
        }
        let transient = error.contains_label(TRANSIENT_TRANSACTION_ERROR);
        return if transient && !unknown {
            Committed::Transient(error.into())
        } else {
            Committed::No(error.into())
        };
    }
}

/// Another commit would not be quicker.
fn took_too_long(error: &DriversOwn) -> bool {
    matches!(error.kind.as_ref(), ErrorKind::Command(refused) if refused.code == TOOK_TOO_LONG)
}
