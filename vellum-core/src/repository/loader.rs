//! `loader`: documents by their ids, many callers at once.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::Repository;
use super::write::Target;
use crate::ast::{Condition, Filter, Literal, Path};
use crate::driver::{Batches, filter_document};
use crate::error::{Error, Result};
use crate::field::Operand;
use crate::model::{Doc, Model};

/// How many queries are under way before callers wait for each other: below, nothing is gained.
const AT_ONCE: usize = 3;

/// The most ids of one query.
const MAX_IDS: usize = 1_000;

impl<T: Model> Repository<T> {
    /// Documents by their ids for many callers at once: those that wait at the same time share one query.
    ///
    /// Each caller gets its own document or error, as from [`get`](Self::get). A caller that is alone, or
    /// one of few, has its own query at once. All loaders of a repository and its clones are one.
    ///
    /// ```no_run
    /// # use futures_util::future::join_all;
    /// # use vellum_core::{Repository, model::Model};
    /// # async fn example<User: Model<Id = uuid::Uuid>>(users: Repository<User>, ids: Vec<uuid::Uuid>) {
    /// let loader = users.loader();
    /// let found = join_all(ids.iter().map(|id| loader.get(id))).await;
    /// # }
    /// ```
    ///
    /// MongoDB: `find` with `{_id: {$in: ids}}`.
    pub fn loader(&self) -> Loader<T> {
        let queue =
            self.inner.loader.get_or_init(|| Arc::new(Queue::<T>::default()) as Arc<dyn Any + Send + Sync>);
        match Arc::clone(queue).downcast::<Queue<T>>() {
            Ok(queue) => Loader { repository: self.clone(), queue },
            Err(_) => Loader { repository: self.clone(), queue: Arc::default() },
        }
    }
}

/// Documents by their ids, many callers at once. Made by [`Repository::loader`]; cloning it is cheap.
pub struct Loader<T: Model> {
    repository: Repository<T>,
    queue: Arc<Queue<T>>,
}

struct Queue<T: Model> {
    state: Mutex<State<T>>,
}

struct State<T: Model> {
    /// How many queries are under way.
    under_way: usize,
    waiting: Vec<Waiting<T>>,
}

struct Waiting<T: Model> {
    id: Literal,
    answer: oneshot::Sender<Result<Option<Doc<T>>>>,
}

impl<T: Model> Default for Queue<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State { under_way: 0, waiting: Vec::new() }) }
    }
}

impl<T: Model> Queue<T> {
    fn state(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to send a query. Whoever gives it back, even by being dropped, hands it to those who wait.
struct Turn<T: Model> {
    loader: Loader<T>,
}

impl<T: Model> Drop for Turn<T> {
    fn drop(&mut self) {
        let mut state = self.loader.queue.state();
        // Who has gone meanwhile needs no answer.
        state.waiting.retain(|waiting| !waiting.answer.is_closed());
        if state.waiting.is_empty() {
            state.under_way -= 1;
            return;
        }
        let next = state.waiting.len().min(MAX_IDS);
        let callers: Vec<_> = state.waiting.drain(..next).collect();
        drop(state);
        let turn = Self { loader: self.loader.clone() };
        match tokio::runtime::Handle::try_current() {
            // A task of its own: no caller that goes away takes the others' answers along.
            Ok(runtime) => {
                runtime.spawn(async move { turn.answer(callers).await });
            }
            // The runtime has ended, and with it every caller.
            Err(_) => std::mem::forget(turn),
        }
    }
}

impl<T: Model> Loader<T> {
    /// The document with this id; `None` if there is none, or if it is deleted softly.
    ///
    /// # Errors
    ///
    /// As for [`Repository::get`].
    pub async fn get(&self, id: impl Operand<T::Id>) -> Result<Option<Doc<T>>> {
        let id = id.into_operand().into_literal();
        let answer = {
            let mut state = self.queue.state();
            if state.under_way < AT_ONCE {
                state.under_way += 1;
                None
            } else {
                let (answer, answered) = oneshot::channel();
                state.waiting.push(Waiting { id: id.clone(), answer });
                Some(answered)
            }
        };
        match answer {
            None => {
                let _turn = Turn { loader: self.clone() };
                self.repository.get_literal(id).await
            }
            // Without an answer the task has been cut off; the caller then asks for itself.
            Some(answered) => match answered.await {
                Ok(answer) => answer,
                Err(_) => self.repository.get_literal(id).await,
            },
        }
    }

    /// The document with this id.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, or if it is deleted softly.
    pub async fn require(&self, id: impl Operand<T::Id>) -> Result<Doc<T>> {
        let id = id.into_operand().into_literal();
        let found = self.get(Asked(id.clone())).await?;
        found.ok_or_else(|| Repository::<T>::not_found(&id))
    }
}

/// An id that is encoded already.
struct Asked(Literal);

impl<Id> Operand<Id> for Asked {
    fn into_operand(self) -> crate::ast::Operand {
        crate::ast::Operand::Literal(self.0)
    }
}

impl<T: Model> Turn<T> {
    /// Asks for all callers' documents in one query, and tells each of its own.
    async fn answer(self, callers: Vec<Waiting<T>>) {
        let repository = &self.loader.repository;
        let found = match repository.by_ids(callers.iter().map(|caller| caller.id.clone()).collect()).await {
            Ok(found) => found,
            Err(error) => {
                for caller in callers {
                    // A caller that has gone needs no answer.
                    let _ = caller.answer.send(Err(error.clone()));
                }
                return;
            }
        };
        for Waiting { id, answer } in callers {
            let known = found.documents.get(id.bytes()).cloned();
            let answered = match known {
                // A document that cannot be read is not known by its id: whoever may mean it asks alone.
                None if found.unreadable => repository.get_literal(id).await,
                known => Ok(known),
            };
            let _ = answer.send(answered);
        }
    }
}

/// Documents by the bytes of their ids.
struct Found<T: Model> {
    documents: HashMap<Vec<u8>, Doc<T>>,
    /// Whether there were documents that cannot be read.
    unreadable: bool,
}

impl<T: Model> Repository<T> {
    pub(super) async fn get_literal(&self, id: Literal) -> Result<Option<Doc<T>>> {
        self.get(Asked(id)).await
    }

    async fn by_ids(&self, ids: Vec<Literal>) -> Result<Found<T>> {
        let target = Target::live(Filter::test(&Path::root().child("_id"), Condition::In(ids)));
        let find = self.inner.collection.find(filter_document(&target.scoped::<T>())?).batch_size(1_001);
        let mut documents = Batches::new(find.batch().await?, self.name().clone()).stream::<Doc<T>>();
        let mut found = Found { documents: HashMap::new(), unreadable: false };
        while let Some(document) = documents.next().await {
            match document {
                Ok(document) => {
                    found.documents.insert(Literal::of(document.id()).bytes().to_vec(), document);
                }
                Err(Error::Decode { .. }) => found.unreadable = true,
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

impl<T: Model> Clone for Loader<T> {
    fn clone(&self) -> Self {
        Self { repository: self.repository.clone(), queue: Arc::clone(&self.queue) }
    }
}

impl<T: Model> fmt::Debug for Loader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader").field("model", &T::NAME).finish_non_exhaustive()
    }
}
