//! Reading ahead: the next batch is on its way while the one at hand is decoded.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::StreamExt;
use mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};
use tokio::task::JoinHandle;

use super::SessionBatches;
use crate::bson::RawDocument;
use crate::error::{Error, Result};

/// The batches of a cursor. At most one is read that nobody has asked for yet.
pub(super) struct ReadAhead {
    state: State,
}

#[expect(clippy::large_enum_variant, reason = "most queries have one batch and only ever wait")]
enum State {
    /// Nothing is under way.
    Waiting(RawBatchCursor),
    /// The next batch is under way, in a task of its own.
    Reading(JoinHandle<(RawBatchCursor, Option<Read>)>),
    /// In a transaction, whose session does one thing at a time: nothing is read ahead.
    InSession(SessionBatches),
    Ended,
}

type Read = mongodb::error::Result<RawBatch>;

impl ReadAhead {
    pub(super) fn new(cursor: RawBatchCursor) -> Self {
        Self { state: State::Waiting(cursor) }
    }

    pub(super) fn in_session(batches: SessionBatches) -> Self {
        Self { state: State::InSession(batches) }
    }

    /// Without any batch.
    pub(super) fn ended() -> Self {
        Self { state: State::Ended }
    }

    pub(super) async fn next(&mut self) -> Option<Result<RawBatch>> {
        std::future::poll_fn(|cx| self.poll_next(cx)).await
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawBatch>>> {
        let read = match &mut self.state {
            State::Ended => return Poll::Ready(None),
            State::Waiting(cursor) => ready!(cursor.poll_next_unpin(cx)),
            State::InSession(batches) => ready!(batches.poll_next_unpin(cx)),
            State::Reading(task) => match ready!(Pin::new(task).poll(cx)) {
                Ok((cursor, read)) => {
                    self.state = State::Waiting(cursor);
                    read
                }
                Err(_) => return Poll::Ready(Some(Err(self.cancelled()))),
            },
        };
        Poll::Ready(match read {
            Some(Ok(batch)) => {
                self.read_on(&batch);
                Some(Ok(batch))
            }
            Some(Err(error)) => {
                self.state = State::Ended;
                Some(Err(error.into()))
            }
            None => {
                self.state = State::Ended;
                None
            }
        })
    }

    /// Starts on the next batch, unless the server has said that there is none.
    fn read_on(&mut self, batch: &RawBatch) {
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Waiting(mut cursor) if has_more(batch.as_raw_document()) => {
                State::Reading(tokio::spawn(async move {
                    let read = cursor.next().await;
                    (cursor, read)
                }))
            }
            State::InSession(batches) => State::InSession(batches),
            // An ended cursor is let go at once, with its session.
            _ => State::Ended,
        };
    }

    fn cancelled(&mut self) -> Error {
        self.state = State::Ended;
        Error::config("a query was cut off: the runtime that it was read on is shutting down")
    }
}

/// Whoever stops reading also stops the task, which closes the cursor.
impl Drop for ReadAhead {
    fn drop(&mut self) {
        if let State::Reading(task) = &self.state {
            task.abort();
        }
    }
}

/// Whether the server keeps the cursor open.
pub(super) fn has_more(reply: &RawDocument) -> bool {
    let id = reply.get_document("cursor").and_then(|cursor| cursor.get_i64("id"));
    id.is_ok_and(|id| id != 0)
}
