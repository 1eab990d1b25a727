//! Sending statements, in a session or without one.

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};
use mongodb::ClientSession;
use mongodb::error::{Error as DriversOwn, Result as Driven};
use mongodb::raw_batch_cursor::{RawBatch, SessionRawBatchCursor};

use super::Session;
use super::failure::{Failure, is_unsupported, unsent};
use crate::error::Error;

/// The answer to an action of the driver's on a collection, as a boxed future: in the session of the handle's
/// transaction, if it has one. There the action is made in the session's task, out of clones of what is named
/// behind the collection.
macro_rules! in_session {
    ($inner:expr, |$collection:ident $(, $owned:ident)*| $action:expr) => {
        match $inner.db.session() {
            None => {
                let $collection = &$inner.collection;
                let action = $action;
                futures_util::FutureExt::boxed(std::future::IntoFuture::into_future(action))
            }
            Some(session) => {
                let $collection = $inner.collection.clone();
                $(let $owned = $owned.to_owned();)*
                session.run(&$inner.name, move |session| {
                    futures_util::FutureExt::boxed(async move {
                        let $collection = &$collection;
                        let action = $action;
                        action.session(session).await
                    })
                })
            }
        }
    };
}
pub(crate) use in_session;

/// The same of an action that opens a cursor; gives its batches.
macro_rules! opened {
    ($inner:expr, |$collection:ident $(, $owned:ident)*| $action:expr) => {
        match $inner.db.session() {
            None => {
                let $collection = &$inner.collection;
                let action = $action;
                $crate::driver::Batches::new(action.batch().await?, $inner.name.clone())
            }
            Some(session) => {
                let $collection = $inner.collection.clone();
                $(let $owned = $owned.to_owned();)*
                let opened = session.open(&$inner.name, move |session| {
                    futures_util::FutureExt::boxed(async move {
                        let $collection = &$collection;
                        let action = $action;
                        action.session(session).batch().await
                    })
                });
                $crate::driver::Batches::in_session(opened.await?, $inner.name.clone())
            }
        }
    };
}
pub(crate) use opened;

/// The batches of a cursor in a session.
pub(crate) type SessionBatches = BoxStream<'static, Driven<RawBatch>>;

impl Session {
    /// Sends a statement, after those that came before. It is remembered if it fails, whatever becomes of the
    /// error.
    pub(crate) fn run<R, F>(&self, collection: &str, send: F) -> BoxFuture<'static, Driven<R>>
    where
        R: Send + 'static,
        F: for<'s> FnOnce(&'s mut ClientSession) -> BoxFuture<'s, Driven<R>> + Send + 'static,
    {
        let (this, collection) = (self.clone(), collection.to_owned());
        async move {
            this.admit().map_err(DriversOwn::custom)?;
            let current = this.clone();
            let answer = this.0.worker.have(move |session| {
                async move {
                    // What was asked for at the same time may have failed meanwhile.
                    current.admit().map_err(DriversOwn::custom)?;
                    send(session).await.map_err(|error| current.failed(&collection, error))
                }
                .boxed()
            });
            answer.await
        }
        .boxed()
    }

    /// Opens a cursor. Each batch is a statement of its own, sent when it is asked for: nothing is read ahead.
    pub(crate) async fn open<F>(&self, collection: &str, open: F) -> Driven<SessionBatches>
    where
        F: for<'s> FnOnce(&'s mut ClientSession) -> BoxFuture<'s, Driven<SessionRawBatchCursor>>
            + Send
            + 'static,
    {
        let first = self.run(collection, |session| {
            async move { next(open(&mut *session).await?, session).await }.boxed()
        });
        let first = first.await?;
        let state = (self.clone(), collection.to_owned(), Step::Read(first));
        Ok(stream::unfold(state, |(session, collection, step)| async move {
            let read = match step {
                Step::Ended => return None,
                Step::Read(read) => Ok(read),
                Step::Open(cursor) => session.run(&collection, |session| next(cursor, session).boxed()).await,
            };
            match read {
                Ok((None, _)) => None,
                Ok((Some(batch), cursor)) => {
                    let step = if more_follow(&batch) { Step::Open(cursor) } else { Step::Ended };
                    Some((Ok(batch), (session, collection, step)))
                }
                Err(error) => Some((Err(error), (session, collection, Step::Ended))),
            }
        })
        .boxed())
    }

    /// Remembers why the transaction cannot commit.
    fn failed(&self, collection: &str, error: DriversOwn) -> DriversOwn {
        if let Some(refusal) = unsent(&error) {
            return DriversOwn::custom(refusal);
        }
        self.fail(collection, &error);
        if is_unsupported(&error) { DriversOwn::custom(Error::TransactionsUnsupported) } else { error }
    }

    /// A failure that the driver may not have taken for one.
    pub(crate) fn fail(&self, collection: &str, error: &DriversOwn) {
        self.state().failure.get_or_insert_with(|| Failure::of(collection, error));
    }
}

/// Where a cursor stands.
enum Step {
    Read(Read),
    Open(SessionRawBatchCursor),
    Ended,
}

type Read = (Option<RawBatch>, SessionRawBatchCursor);

async fn next(mut cursor: SessionRawBatchCursor, session: &mut ClientSession) -> Driven<Read> {
    let batch = cursor.stream(session).next().await.transpose()?;
    Ok((batch, cursor))
}

/// Whether the server keeps the cursor open.
fn more_follow(batch: &RawBatch) -> bool {
    super::super::ahead::has_more(batch.as_raw_document())
}
