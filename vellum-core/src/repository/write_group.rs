//! `write_group`: new documents and updates by id, many callers at once.

use std::fmt;
use std::sync::Arc;

use super::Repository;
use super::bulk::{BulkOutcome, BulkSummary};
use super::gather::{self, Caller, Place, Queue, Serve};
use super::get::Asked;
use super::options::WriteOptions;
use crate::ast::Literal;
use crate::error::{Error, Result};
use crate::field::Operand;
use crate::hooks::Event;
use crate::model::{Doc, Model};
use crate::update::{IntoUpdate, Update};

impl<T: Model> Repository<T> {
    /// New documents and updates by id for many callers at once: those that wait at the same time share
    /// commands.
    ///
    /// Each caller gets its own result or error, and one that is refused fails no other. A caller that is
    /// alone, or one of few, has its own command at once. Version and times are kept right, and hooks are
    /// called; a model with hooks for updates has each update sent alone. Before MongoDB 8.0 shared updates are not sent again after a failure of the network, as single
    /// ones are. All write groups of a repository and its clones are one. In a transaction a write group is refused:
    /// `Error::Transaction`.
    ///
    /// ```no_run
    /// # use vellum_core::{Repository, Result, model::Model, update::Update};
    /// # async fn example<User: Model<Id = uuid::Uuid>>(users: Repository<User>, ada: User, changes: Update<User>) -> Result<()> {
    /// let group = users.write_group();
    /// let ada = group.create(ada).await?;
    /// let found = group.update(ada.id(), changes).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_group(&self) -> WriteGroup<T> {
        WriteGroup { repository: self.clone(), queue: gather::shared(&self.inner.write_group) }
    }
}

/// Writes of many callers at once. Made by [`Repository::write_group`]; cloning it is cheap.
pub struct WriteGroup<T: Model> {
    repository: Repository<T>,
    queue: Arc<Queue<Self>>,
}

/// What a caller wants to be written.
pub(super) enum Write<T: Model> {
    Create(Box<Doc<T>>),
    Update(Literal, Update<T>),
}

/// What a caller gets.
pub(super) enum Written<T: Model> {
    Created(Box<Doc<T>>),
    /// Whether there was such a document.
    Updated(bool),
}

impl<T: Model> WriteGroup<T> {
    /// Stores a new document.
    ///
    /// # Errors
    ///
    /// As for [`Repository::create`].
    pub async fn create(&self, mut value: T) -> Result<Doc<T>> {
        self.outside_transactions()?;
        let options = WriteOptions::default();
        let id = self.repository.before_insert(&mut value, &options).await?;
        let document = self.repository.prepare_as(id, value)?;
        let written = match gather::enter(self, Write::Create(Box::new(document))) {
            Place::Turn(_turn, write) => self.alone(write).await?,
            Place::Waiting(answered) => answered.await.map_err(|_| cut_off())??,
        };
        let Written::Created(document) = written else { return Err(cut_off()) };
        self.repository.watch(Event::AfterInsert, &document, &options).await?;
        Ok(*document)
    }

    /// Changes the document with this id, and says whether there is one. A document that is deleted softly
    /// is none.
    ///
    /// # Errors
    ///
    /// As for [`Repository::update`].
    pub async fn update(&self, id: impl Operand<T::Id>, changes: impl IntoUpdate<T>) -> Result<bool> {
        self.outside_transactions()?;
        let id = id.into_operand().into_literal();
        let options = WriteOptions::default();
        if [Event::BeforeUpdate, Event::AfterUpdate]
            .iter()
            .any(|event| Repository::<T>::fires(*event, &options))
        {
            return Ok(self.repository.update(Asked(id), changes.into_update()).await?.is_some());
        }
        let write = Write::Update(id, changes.into_update());
        if matches!(&write, Write::Update(_, update) if update.is_empty()) {
            return Ok(matches!(self.alone(write).await?, Written::Updated(true)));
        }
        let written = match gather::enter(self, write) {
            Place::Turn(_turn, write) => self.alone(write).await?,
            Place::Waiting(answered) => answered.await.map_err(|_| cut_off())??,
        };
        Ok(matches!(written, Written::Updated(true)))
    }

    fn outside_transactions(&self) -> Result<()> {
        let instead = "use `create`, `create_many`, `update` or `bulk`";
        self.repository.db().outside_transactions("a write group", instead)
    }

    /// One write in a command of its own.
    async fn alone(&self, write: Write<T>) -> Result<Written<T>> {
        match write {
            Write::Create(document) => {
                self.repository.insert_one(&document, &WriteOptions::default()).await?;
                Ok(Written::Created(document))
            }
            Write::Update(id, update) => {
                let filter = crate::filter::Filter::from_ast(Repository::<T>::by_id(id));
                let summary = self.repository.update_one(filter, update).await?;
                Ok(Written::Updated(summary.matched > 0))
            }
        }
    }
}

impl<T: Model> Serve for WriteGroup<T> {
    type Asked = Write<T>;
    type Answer = Written<T>;
    const AT_ONCE: usize = 1;
    const MOST: usize = 1_000;

    fn queue(&self) -> &Queue<Self> {
        &self.queue
    }

    async fn serve(&self, callers: Vec<Caller<Self>>) {
        let mut bulk = self.repository.bulk().ordered(false);
        let mut waiting = Vec::new();
        for caller in callers {
            let (write, answer) = caller.split();
            let created = match write {
                Write::Create(document) => {
                    bulk = bulk.inserting(&document);
                    Some(document)
                }
                Write::Update(id, update) => {
                    bulk = bulk.update(Asked(id), update);
                    None
                }
            };
            // What contradicts itself is its own caller's error.
            if let Some(error) = bulk.take_fault() {
                drop(answer.send(Err(error)));
                continue;
            }
            waiting.push((created, answer));
        }
        let outcomes = bulk.await.map(|BulkSummary { outcomes, .. }| outcomes);
        let mut outcomes = outcomes.map(Vec::into_iter);
        for (created, answer) in waiting {
            let answered = match &mut outcomes {
                Err(error) => Err(error.clone()),
                Ok(outcomes) => written(created, outcomes.next()),
            };
            drop(answer.send(answered));
        }
    }
}

/// What a caller gets of an operation's outcome.
fn written<T: Model>(
    created: Option<Box<Doc<T>>>,
    outcome: Option<BulkOutcome<T::Id>>,
) -> Result<Written<T>> {
    match (outcome, created) {
        (Some(BulkOutcome::Failed(error)), _) => Err(error),
        (Some(BulkOutcome::Inserted { .. }), Some(document)) => Ok(Written::Created(document)),
        (Some(BulkOutcome::Updated { matched, .. }), None) => Ok(Written::Updated(matched != Some(0))),
        (Some(BulkOutcome::Missing), None) => Ok(Written::Updated(false)),
        _ => Err(cut_off()),
    }
}

fn cut_off() -> Error {
    Error::config("a write was cut off, and may or may not have been made: its runtime is shutting down")
}

impl<T: Model> Clone for WriteGroup<T> {
    fn clone(&self) -> Self {
        Self { repository: self.repository.clone(), queue: Arc::clone(&self.queue) }
    }
}

impl<T: Model> fmt::Debug for WriteGroup<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteGroup").field("model", &T::NAME).finish_non_exhaustive()
    }
}
