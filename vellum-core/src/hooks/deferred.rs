//! What hooks want to be called once the write of their operation stands.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::driver::{Callback, Database};

/// What the hooks of one operation have asked for; of most operations nothing.
#[derive(Clone, Default)]
pub(crate) struct Deferred(OnceLock<Arc<Mutex<Pending>>>);

#[derive(Default)]
struct Pending {
    /// Which of the operation's documents it is about.
    turn: usize,
    calls: Vec<(usize, Callback)>,
}

impl Deferred {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        let pending = self.0.get_or_init(Arc::default);
        pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.get().is_none() || self.pending().calls.is_empty()
    }

    /// What follows is about this document.
    pub(crate) fn turn(&self, document: usize) {
        self.pending().turn = document;
    }

    pub(crate) fn push(&self, call: Callback) {
        let mut pending = self.pending();
        let turn = pending.turn;
        pending.calls.push((turn, call));
    }

    /// The operation begins again.
    pub(crate) fn forget(&self) {
        if !self.is_empty() {
            self.pending().calls.clear();
        }
    }

    /// The write of the document at hand stands: in a transaction its calls wait for that, and otherwise they are
    /// made. Nothing if there are none.
    pub(crate) fn settle(&self, db: &Database) -> Option<BoxFuture<'static, ()>> {
        if self.is_empty() {
            return None;
        }
        let mut pending = self.pending();
        let turn = pending.turn;
        let (due, others) = std::mem::take(&mut pending.calls).into_iter().partition(|(of, _)| *of == turn);
        pending.calls = others;
        let due: Vec<(usize, Callback)> = due;
        let Some(session) = db.session() else {
            return Some(async move { call_all(due).await }.boxed());
        };
        for (_, call) in due {
            session.after_commit(call);
        }
        None
    }
}

async fn call_all(calls: Vec<(usize, Callback)>) {
    for (_, call) in calls {
        call.call().await;
    }
}

impl fmt::Debug for Deferred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Deferred").field(&self.0.get().map(|_| self.pending().calls.len())).finish()
    }
}
