//! `create_many`.

use std::fmt;

use super::Repository;
use super::action::action;
use super::insert::{Insertion, Packed};
use super::options::{WriteOptions, write_options};
use crate::error::{Error, Result};
use crate::model::{Doc, Model};
use crate::value::Encoder;

impl<T: Model> Repository<T> {
    /// Stores several new documents: in their order, in as few commands as MongoDB's limits allow, or in any
    /// order, with two commands under way at a time.
    ///
    /// All documents are encoded before the first is sent: one that cannot be stored stops them all. A
    /// document that the server refuses stops those behind it; those before it are stored.
    /// [`report`](CreateMany::report) tells what became of each.
    ///
    /// MongoDB: `insert` with several documents.
    ///
    /// # Errors
    ///
    /// As for [`create`](Self::create): the error of the first document that failed.
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
}

impl<T: Model> fmt::Debug for CreateReport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: Vec<_> = self.failed.iter().map(|failure| (failure.index, &failure.error)).collect();
        f.debug_struct("CreateReport")
            .field("created", &self.created.len())
            .field("failed", &failed)
            .field("not_tried", &self.not_tried.len())
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
    /// [`Error::Encode`] if a document cannot be stored, before anything is sent; [`Error::Driver`] if the
    /// write concern is not met.
    pub async fn report(self) -> Result<CreateReport<T>> {
        let (documents, insertion) = self.send().await?;
        if let Some(error) = insertion.write_concern_error {
            return Err(error);
        }
        let mut report = CreateReport { created: Vec::new(), failed: Vec::new(), not_tried: Vec::new() };
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
        let (documents, insertion) = self.send().await?;
        match insertion.failed.into_iter().next().map(|(_, error)| error).or(insertion.write_concern_error) {
            Some(error) => Err(error),
            None => Ok(documents),
        }
    }

    async fn send(self) -> Result<(Vec<Doc<T>>, Insertion)> {
        let Self { repository, values, ordered, options } = self;
        let mut documents = Vec::with_capacity(values.len());
        let mut packed = Packed::with_capacity(values.len(), repository.inner.sizes.guess());
        let mut out = Encoder::new();
        for value in values {
            documents.push(repository.prepare_in(value, &mut out)?);
            packed.push(out.bytes());
        }
        let mut insertion = repository.insert(&packed.documents()?, ordered, &options).await;
        insertion.failed.sort_by_key(|(index, _)| *index);
        Ok((documents, insertion))
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
