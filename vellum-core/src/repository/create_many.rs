//! `create_many`.

use std::collections::HashSet;
use std::fmt;

use super::Repository;
use super::action::action;
use super::insert::Insertion;
use super::options::{WriteOptions, hook_options, write_options};
use crate::bson::RawDocument;
use crate::error::{Error, Result};
use crate::hooks::Event;
use crate::model::{Doc, Model};
use crate::value::Encoder;

impl<T: Model> Repository<T> {
    /// Stores several new documents: in their order, in as few commands as MongoDB's limits allow, or in any
    /// order, with two commands under way at a time.
    ///
    /// The hooks before an insert are called on one document after the other, then all are encoded, before
    /// the first is sent: one that a hook refuses, or that cannot be stored, stops them all. A
    /// document that the server refuses stops those behind it; those before it are stored.
    /// [`report`](CreateMany::report) tells what became of each. The hooks after an insert are called for each
    /// document that is stored, in their order, whatever became of the others. In a transaction none is stored if one
    /// fails.
    ///
    /// MongoDB: `insert` with several documents.
    ///
    /// # Errors
    ///
    /// As for [`create`](Self::create): the error of the first document that failed; if none did, of the first
    /// hook that failed after the insert.
    pub fn create_many(&self, values: impl IntoIterator<Item = T>) -> CreateMany<T> {
        CreateMany {
            repository: self.clone(),
            values: values.into_iter().collect(),
            ordered: true,
            options: WriteOptions::default(),
        }
    }
}

/// New documents on their way. Made by [`Repository::create_many`]; nothing is sent before it is
/// awaited.
#[must_use = "documents are sent when it is awaited"]
pub struct CreateMany<T> {
    repository: Repository<T>,
    values: Vec<T>,
    ordered: bool,
    options: WriteOptions,
}

write_options!(CreateMany.options);
hook_options!(CreateMany.options);

/// What became of the documents that were to be created.
#[derive(Clone)]
#[must_use = "some of the documents may have failed: look at `failed`"]
pub struct CreateReport<T: Model> {
    /// The stored documents, in their order.
    pub created: Vec<Doc<T>>,
    /// The documents that were refused, in their order.
    pub failed: Vec<CreateFailure<T>>,
    /// The documents behind the refused one, which were not sent: never any if the order does not count.
    pub not_tried: Vec<T>,
    /// The hooks that failed after the insert; their documents are stored.
    pub hooks_failed: Vec<HookFailure>,
}

/// A hook that failed for a document that is stored.
#[derive(Debug, Clone)]
pub struct HookFailure {
    /// The document's place among those that were given, from 0.
    pub index: usize,
    /// What the hook returned.
    pub error: Error,
}

impl<T: Model> fmt::Debug for CreateReport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: Vec<_> = self.failed.iter().map(|failure| (failure.index, &failure.error)).collect();
        f.debug_struct("CreateReport")
            .field("created", &self.created.len())
            .field("failed", &failed)
            .field("not_tried", &self.not_tried.len())
            .field("hooks_failed", &self.hooks_failed)
            .finish()
    }
}

/// A document that was refused.
#[derive(Debug, Clone)]
pub struct CreateFailure<T> {
    /// Its place among those that were given, from 0.
    pub index: usize,
    /// Its value.
    pub value: T,
    /// Why it was refused.
    pub error: Error,
}

impl<T: Model> CreateMany<T> {
    /// Whether a document that is refused stops those behind it: so unless this says `false`.
    pub fn ordered(mut self, ordered: bool) -> Self {
        self.ordered = ordered;
        self
    }

    /// Stores the documents and tells of each what became of it, where awaiting would give only the first
    /// error.
    ///
    /// ```no_run
    /// # use vellum_core::{Repository, Result, model::Model};
    /// # async fn example<User: Model>(users: Repository<User>, many: Vec<User>) -> Result<()> {
    /// let report = users.create_many(many).ordered(false).report().await?;
    /// for failure in &report.failed {
    ///     eprintln!("the document at {} is not stored: {}", failure.index, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Before anything is sent: [`Error::Encode`] if a document cannot be stored, [`Error::Validation`] if the
    /// model's own rules refuse it, and what a hook returns. [`Error::Driver`] if the write concern is not met.
    pub async fn report(self) -> Result<CreateReport<T>> {
        let Sent { documents, insertion, hooks_failed } = self.send().await?;
        if let Some(error) = insertion.write_concern_error {
            return Err(error);
        }
        let (created, not_tried) = (Vec::new(), Vec::new());
        let mut report = CreateReport { created, failed: Vec::new(), not_tried, hooks_failed };
        let mut failed = insertion.failed.into_iter().peekable();
        for (index, document) in documents.into_iter().enumerate() {
            if index >= insertion.tried {
                report.not_tried.push(document.into_inner());
            } else if let Some((index, error)) = failed.next_if(|(failed, _)| *failed == index) {
                report.failed.push(CreateFailure { index, value: document.into_inner(), error });
            } else {
                report.created.push(document);
            }
        }
        Ok(report)
    }

    async fn run(self) -> Result<Vec<Doc<T>>> {
        let Sent { documents, insertion, hooks_failed } = self.send().await?;
        let failed = insertion.failed.into_iter().next().map(|(_, error)| error);
        let failed = failed.or(insertion.write_concern_error);
        match failed.or_else(|| hooks_failed.into_iter().next().map(|failure| failure.error)) {
            Some(error) => Err(error),
            None => Ok(documents),
        }
    }

    async fn send(self) -> Result<Sent<T>> {
        let Self { repository, mut values, ordered, options } = self;
        // The hooks have been told either all ids or none.
        let mut ids = Vec::new();
        let told = Repository::<T>::fires(Event::BeforeInsert, &options);
        for (index, value) in values.iter_mut().enumerate() {
            if told {
                options.deferred.turn(index);
            }
            ids.extend(repository.before_insert(value, &options).await?);
        }
        let mut ids = ids.into_iter();
        let mut documents = Vec::with_capacity(values.len());
        let mut out = Encoder::new();
        for value in values {
            documents.push(repository.prepare_in(&mut out, ids.next(), value)?);
        }
        let bytes: Result<Vec<&RawDocument>, _> = documents.iter().map(Doc::raw).collect();
        let bytes = bytes.map_err(|fault| repository.refused(fault))?;
        let mut insertion = repository.inner.insert(&bytes, ordered, &options).await;
        insertion.failed.sort_by_key(|(index, _)| *index);
        let hooks_failed = repository.announce(&documents, &insertion, &options).await;
        Ok(Sent { documents, insertion, hooks_failed })
    }
}

/// What became of new documents, and of the hooks after their insert.
struct Sent<T: Model> {
    documents: Vec<Doc<T>>,
    insertion: Insertion,
    hooks_failed: Vec<HookFailure>,
}

impl<T: Model> Repository<T> {
    /// Calls the hooks after an insert, for each document that is stored. Where the writes may not last, none
    /// is known to be.
    async fn announce(
        &self,
        documents: &[Doc<T>],
        insertion: &Insertion,
        options: &WriteOptions,
    ) -> Vec<HookFailure> {
        let mut failures = Vec::new();
        let due = Self::fires(Event::AfterInsert, options) || !options.deferred.is_empty();
        // In a transaction, nothing is stored beside what has failed.
        let undone = self.db().session().is_some() && !insertion.failed.is_empty();
        if !due || undone || insertion.write_concern_error.is_some() {
            return failures;
        }
        let refused: HashSet<usize> = insertion.failed.iter().map(|(index, _)| *index).collect();
        for (index, document) in documents.iter().enumerate().take(insertion.tried) {
            if refused.contains(&index) {
                continue;
            }
            options.deferred.turn(index);
            if let Err(error) = self.watch(Event::AfterInsert, document, options).await {
                failures.push(HookFailure { index, error });
            }
        }
        failures
    }
}

action!(CreateMany -> Vec<Doc<T>>);

impl<T: Model> fmt::Debug for CreateMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateMany")
            .field("model", &T::NAME)
            .field("documents", &self.values.len())
            .field("ordered", &self.ordered)
            .finish_non_exhaustive()
    }
}
