//! Callers who wait at the same time, served together.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::error::Result;

/// What serves many callers at once.
pub(super) trait Serve: Clone + Send + 'static {
    /// What a caller asks for.
    type Asked: Send + 'static;

    /// What a caller gets.
    type Answer: Send + 'static;

    /// How many callers have a command of their own before the others share one.
    const AT_ONCE: usize;

    /// The most callers of one command.
    const MOST: usize;

    /// The callers that wait.
    fn queue(&self) -> &Queue<Self>;

    /// Serves callers, each with an answer of its own.
    fn serve(&self, callers: Vec<Caller<Self>>) -> impl Future<Output = ()> + Send;
}

/// Who waits, and how many commands are under way.
pub(super) struct Queue<S: Serve> {
    state: Mutex<State<S>>,
}

struct State<S: Serve> {
    under_way: usize,
    waiting: Vec<Caller<S>>,
}

/// A caller who waits.
pub(super) struct Caller<S: Serve> {
    pub(super) asked: S::Asked,
    answer: oneshot::Sender<Result<S::Answer>>,
}

impl<S: Serve> Caller<S> {
    /// A caller who has gone needs no answer.
    pub(super) fn answer(self, answer: Result<S::Answer>) {
        drop(self.answer.send(answer));
    }

    /// What the caller asks for, and where the answer goes.
    pub(super) fn split(self) -> (S::Asked, oneshot::Sender<Result<S::Answer>>) {
        (self.asked, self.answer)
    }
}

impl<S: Serve> Default for Queue<S> {
    fn default() -> Self {
        Self { state: Mutex::new(State { under_way: 0, waiting: Vec::new() }) }
    }
}

impl<S: Serve> Queue<S> {
    fn state(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a caller is served.
pub(super) enum Place<S: Serve> {
    /// At once, by itself, as long as it holds its turn.
    Turn(Turn<S>, S::Asked),
    /// Together with others.
    Waiting(oneshot::Receiver<Result<S::Answer>>),
}

/// A caller takes its place.
pub(super) fn enter<S: Serve>(server: &S, asked: S::Asked) -> Place<S> {
    let mut state = server.queue().state();
    if state.under_way < S::AT_ONCE {
        state.under_way += 1;
        return Place::Turn(Turn { server: server.clone() }, asked);
    }
    let (answer, answered) = oneshot::channel();
    state.waiting.push(Caller { asked, answer });
    // One command more is for those who wait, together: whoever is about to come may join it.
    if state.under_way == S::AT_ONCE
        && let Ok(runtime) = tokio::runtime::Handle::try_current()
    {
        state.under_way += 1;
        // A runtime that is shutting down drops the task at once, and with it the turn, which needs the lock.
        drop(state);
        let turn = Turn { server: server.clone() };
        runtime.spawn(async move {
            tokio::task::yield_now().await;
            drop(turn);
        });
    }
    Place::Waiting(answered)
}

/// The right to send a command. Whoever gives it back, even by being dropped, hands it to those who wait.
pub(super) struct Turn<S: Serve> {
    server: S,
}

impl<S: Serve> Drop for Turn<S> {
    fn drop(&mut self) {
        let mut state = self.server.queue().state();
        // Nothing is done for who has gone meanwhile.
        state.waiting.retain(|caller| !caller.answer.is_closed());
        if state.waiting.is_empty() {
            state.under_way -= 1;
            return;
        }
        let most = state.waiting.len().min(S::MOST);
        let callers: Vec<_> = state.waiting.drain(..most).collect();
        drop(state);
        let turn = Self { server: self.server.clone() };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            // A task of its own: no caller that goes away takes the others' answers along.
            runtime.spawn(async move { turn.server.serve(callers).await });
        } else {
            // The runtime has ended, and with it every caller.
            std::mem::forget(turn);
        }
    }
}

/// A queue that all handles of a repository share.
pub(super) fn shared<S: Serve + Sync>(
    slot: &std::sync::OnceLock<Arc<dyn std::any::Any + Send + Sync>>,
) -> Arc<Queue<S>>
where
    Queue<S>: Send + Sync,
{
    let queue = slot.get_or_init(|| Arc::new(Queue::<S>::default()));
    // The slot is of one repository, whose model does not change.
    Arc::clone(queue).downcast().unwrap_or_default()
}
