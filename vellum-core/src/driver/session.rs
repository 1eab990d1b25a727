//! The session of a transaction: a task owns it and does one thing at a time.
//!
//! The driver supports no future of its own that is dropped half way: the statement may or may not be made, and
//! a transaction whose first one was cut off stays open until the server gives it up. So nobody who may go away
//! polls one. Callers hand statements over and wait; the task ends what it has begun.

mod callbacks;
mod failure;
mod statements;
mod worker;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use callbacks::{Callback, callback};
use failure::Failure;
pub(crate) use failure::{WRITE_CONCERN, wait};
pub(crate) use statements::{SessionBatches, in_session, opened};
use worker::Worker;
pub(crate) use worker::{Committed, Owner};

use crate::error::Error;

/// One try of a transaction, as handles of the database hold it.
#[derive(Debug, Clone)]
pub(crate) struct Session(Arc<Try>);

#[derive(Debug)]
struct Try {
    worker: Worker,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether the try is over.
    ended: bool,
    failure: Option<Failure>,
    /// Whether something was tried after that.
    went_on: bool,
    on_commit: Vec<Callback>,
    on_rollback: Vec<Callback>,
}

impl Session {
    fn new(worker: Worker) -> Self {
        Self(Arc::new(Try { worker, state: Mutex::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a statement may be sent.
    fn admit(&self) -> Result<(), Error> {
        let mut state = self.state();
        if state.ended {
            return Err(ended());
        }
        let Some(failure) = &state.failure else { return Ok(()) };
        let reason = format!(
            "nothing was sent, because an earlier statement has failed, and the transaction with it: {}",
            failure.error
        );
        state.went_on = true;
        Err(Error::Transaction { reason })
    }

    /// What a failed statement was about, once that is known better than from the server's answer alone.
    pub(crate) fn explain(&self, error: &Error) {
        if let Some(failure) = self.state().failure.as_mut().filter(|failure| !failure.explained) {
            failure.error = error.clone();
            failure.explained = true;
        }
    }

    /// Is called once the transaction has committed.
    pub(crate) fn after_commit(&self, call: Callback) {
        let mut state = self.state();
        if !state.ended {
            state.on_commit.push(call);
        }
    }

    /// Is called once the transaction is rolled back for good.
    pub(crate) fn after_rollback(&self, call: Callback) {
        let mut state = self.state();
        if !state.ended {
            state.on_rollback.push(call);
        }
    }

    /// What is to be called after a commit, and after a rollback. A callback may hold a handle of the transaction, so
    /// none stays here.
    fn take_callbacks(&self) -> (Vec<Callback>, Vec<Callback>) {
        let mut state = self.state();
        (std::mem::take(&mut state.on_commit), std::mem::take(&mut state.on_rollback))
    }

    /// Whether the try has failed: why, whether another one may fare better, and whether the closure went on.
    pub(crate) fn failure(&self) -> Option<(Error, bool, bool)> {
        let state = self.state();
        state.failure.as_ref().map(|failure| (failure.error.clone(), failure.transient, state.went_on))
    }
}

fn ended() -> Error {
    let reason = "the transaction has ended, and its handle with it: nothing was sent".to_owned();
    Error::Transaction { reason }
}

fn cut_off() -> Error {
    let reason = "the transaction was cut off: the runtime that it runs on is shutting down".to_owned();
    Error::Transaction { reason }
}
