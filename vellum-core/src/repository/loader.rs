//! `loader`: documents by their ids, many callers at once.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::Repository;
use super::gather::{self, Caller, Place, Queue, Serve};
use super::get::Asked;
use crate::ast::{Condition, Filter, Literal, Path};
use crate::driver::{Batches, filter_document};
use crate::error::{Error, Result};
use crate::field::Operand;
use crate::model::{Doc, Model};

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
    /// In a transaction there is one caller, so that a loader is refused: `Error::Transaction`.
    ///
    /// MongoDB: `find` with `{_id: {$in: ids}}`.
    pub fn loader(&self) -> Loader<T> {
        Loader { repository: self.clone(), queue: gather::shared(&self.inner.loader) }
    }

    async fn get_literal(&self, id: Literal) -> Result<Option<Doc<T>>> {
        self.get(Asked(id)).await
    }

    async fn by_ids(&self, ids: Vec<Literal>) -> Result<Found<T>> {
        let target = self.target(Filter::test(&Path::root().child("_id"), Condition::In(ids)));
        let find = self.inner.collection.find(filter_document(&target.scoped::<T>())?);
        let find = find.batch_size(Loader::<T>::MOST as u32 + 1);
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

/// Documents by their ids, many callers at once. Made by [`Repository::loader`]; cloning it is cheap.
pub struct Loader<T: Model> {
    repository: Repository<T>,
    queue: Arc<Queue<Self>>,
}

impl<T: Model> Loader<T> {
    /// The document with this id; `None` if there is none, or if it is deleted softly.
    ///
    /// # Errors
    ///
    /// As for [`Repository::get`].
    pub async fn get(&self, id: impl Operand<T::Id>) -> Result<Option<Doc<T>>> {
        self.repository.db().outside_transactions("a loader", "use `get`, or `find` with `is_in`")?;
        let id = id.into_operand().into_literal();
        match gather::enter(self, id.clone()) {
            Place::Turn(_turn, id) => self.repository.get_literal(id).await,
            // Without an answer the task has been cut off; the caller then asks for itself.
            Place::Waiting(answered) => match answered.await {
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

impl<T: Model> Serve for Loader<T> {
    type Asked = Literal;
    type Answer = Option<Doc<T>>;
    const AT_ONCE: usize = 3;
    const MOST: usize = 1_000;

    fn queue(&self) -> &Queue<Self> {
        &self.queue
    }

    /// Asks for all callers' documents in one query.
    async fn serve(&self, callers: Vec<Caller<Self>>) {
        let found = self.repository.by_ids(callers.iter().map(|caller| caller.asked.clone()).collect()).await;
        for caller in callers {
            let answer = match &found {
                Err(error) => Err(error.clone()),
                Ok(found) => match found.documents.get(caller.asked.bytes()) {
                    // A document that cannot be read is not known by its id: whoever may mean it asks alone.
                    None if found.unreadable => self.repository.get_literal(caller.asked.clone()).await,
                    known => Ok(known.cloned()),
                },
            };
            caller.answer(answer);
        }
    }
}

/// Documents by the bytes of their ids.
struct Found<T: Model> {
    documents: HashMap<Vec<u8>, Doc<T>>,
    /// Whether there were documents that cannot be read.
    unreadable: bool,
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
