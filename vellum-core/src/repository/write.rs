//! What the writing verbs have in common.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::options::{OperationOptions, ReadOptions};
use super::{Inner, Repository};
use crate::ast::{self, Filter as Ast, Literal, Requirement};
use crate::bson::{Document, RawDocumentBuf, element};
use crate::driver::{Changes, decode_error, filter_document};
use crate::error::{Error, Result};
use crate::model::{Doc, Model, decode_row, encode_plain};
use crate::policy::{self, Scope, Upserting, Visibility};
use crate::update::Update;
use crate::value::{EncodeFault, Value};

/// How many documents an update was about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UpdateSummary {
    /// How many documents the filter meant.
    pub matched: u64,
    /// How many of them are different now. On models with a version or timestamps all of them are.
    pub modified: u64,
}

/// How many documents an upsert was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsertSummary<Id> {
    /// How many documents the filter meant: 0 if one was inserted.
    pub matched: u64,
    /// How many of them are different now.
    pub modified: u64,
    /// The id of the document that was inserted.
    pub upserted_id: Option<Id>,
}

/// Which documents a write is about. Made by [`Repository::target`].
#[derive(Clone)]
pub(super) struct Target {
    pub(super) filter: Ast,
    pub(super) visibility: Visibility,
    /// What the repository's handle says of all documents.
    pub(super) scope: Option<Arc<Scope>>,
    /// Where a single document is stored, as far as it is known.
    pub(super) shard_key: Vec<Ast>,
}

impl Target {
    /// What is said of the documents besides that they are live.
    pub(super) fn said(&self) -> Cow<'_, Ast> {
        if self.scope.is_none() && self.shard_key.is_empty() {
            return Cow::Borrowed(&self.filter);
        }
        Cow::Owned(policy::within(self.keyed(), self.scope.as_deref()))
    }

    /// Whether the whole shard key of a model is said, as the server asks of whatever may insert.
    pub(super) fn says_shard_key<T: Model>(&self) -> bool {
        T::SHARD_KEY.is_empty() || policy::unsaid(T::SHARD_KEY, &self.said()).is_none()
    }

    /// What is said of the documents.
    pub(super) fn scoped<T: Model>(&self) -> Cow<'_, Ast> {
        match T::COLUMNS.deleted_at {
            None => self.said(),
            Some(_) => {
                let scope = self.scope.as_deref();
                Cow::Owned(policy::scope(self.keyed(), scope, T::COLUMNS, self.visibility))
            }
        }
    }

    fn keyed(&self) -> Ast {
        if self.shard_key.is_empty() {
            return self.filter.clone();
        }
        Ast::and(std::iter::once(&self.filter).chain(&self.shard_key).cloned().collect())
    }

    /// The filter that is sent with an update.
    pub(super) fn document<T: Model>(&self, requirements: &[Requirement]) -> Result<Document> {
        filter_document(&policy::fitting(self.scoped::<T>(), requirements))
    }
}

impl<T: Model> Repository<T> {
    pub(super) fn by_id(id: Literal) -> Ast {
        Ast::test(&ast::Path::root().child("_id"), ast::Condition::Eq(id))
    }

    /// The update with what the model's columns ask for.
    pub(super) fn changes(&self, update: Update<T>) -> Result<Changes> {
        let update = update.into_ast();
        self.admit_update(&update)?;
        Self::admitted(update, self.now(), |update| update)
    }

    /// The same for a statement by id, for which a server before 8.0 is made to tell a miss.
    pub(super) fn changes_by_id(&self, update: Update<T>) -> Result<Changes> {
        let update = update.into_ast();
        self.admit_update(&update)?;
        Self::admitted(update, self.now(), policy::uninsertable)
    }

    /// The same for an update that stays within the repository's scope.
    pub(super) fn admitted(
        update: ast::Update,
        now: DateTime<Utc>,
        sent: impl FnOnce(ast::Update) -> ast::Update,
    ) -> Result<Changes> {
        let paths = paths(&update);
        let update = policy::touched(update, T::COLUMNS, T::shape(), now);
        Ok(Changes { paths, ..Changes::of(sent(update))? })
    }

    /// The update that inserts `defaults` if there is nothing to update.
    pub(super) fn upserting(&self, update: Update<T>, target: &Target, mut defaults: T) -> Result<Changes> {
        let now = self.now();
        let upserting = Upserting {
            columns: T::COLUMNS,
            shape: T::shape(),
            indexes: T::INDEXES,
            shard_key: T::SHARD_KEY,
            now,
        };
        let update = update.into_ast();
        self.admit_update(&update)?;
        let paths = paths(&update);
        let id = self.id_of(&defaults)?;
        defaults.normalize_fields();
        let document = self.encoded(Some(&id), &defaults)?;
        if let Some(scope) = &target.scope {
            scope.admit_upsert(&target.filter, &upserting.said(&target.filter), &document)?;
        }
        let update = upserting.filled(update, &target.said(), &document);
        let mut update = policy::touched(update, T::COLUMNS, T::shape(), now);
        if target.visibility == Visibility::Live {
            update = upserting.undeleted(update);
        }
        Ok(Changes { paths, ..Changes::of(update)? })
    }

    /// The update that replaces a document by another one, and which document that is.
    pub(super) fn replacing(&self, target: Target, mut value: T) -> Result<(Target, Changes)> {
        value.normalize_fields();
        let document = self.encoded(None, &value)?;
        self.admit_replacement(&document)?;
        let target = Self::target_of_replacement(target, &document);
        let document = Literal::stored(element::DOCUMENT, &document);
        let changes = Changes::of(policy::replaced(document, T::COLUMNS, self.now()))?;
        Ok((target, Changes { paths: vec!["_id".into()], ..changes }))
    }

    /// The update that deletes softly.
    pub(super) fn deletion(&self, column: &'static str) -> Result<Changes> {
        Changes::of(policy::deletion(T::COLUMNS, column, self.now()))
    }

    /// The same for a statement by id, for which a server before 8.0 is made to tell a miss.
    pub(super) fn deletion_by_id(&self, column: &'static str) -> Result<Changes> {
        Changes::of(policy::uninsertable(policy::deletion(T::COLUMNS, column, self.now())))
    }

    /// A value, normalized, as it is stored, without columns.
    pub(super) fn encoded(&self, id: Option<&T::Id>, value: &T) -> Result<Vec<u8>> {
        encode_plain(id, value, self.inner.sizes.guess()).map_err(|fault| self.refused(fault))
    }

    /// The id of a new document.
    pub(super) fn id_of(&self, value: &T) -> Result<T::Id> {
        let Some(mut id) = value.own_id().cloned().or_else(T::generate_id) else {
            return Err(self.inner.without_id());
        };
        id.normalize();
        Ok(id)
    }

    /// The filter that is sent with an update, unless an option cannot be sent.
    pub(super) fn filter_of_update(
        &self,
        target: &Target,
        requirements: &[Requirement],
        options: &OperationOptions,
    ) -> Result<Document> {
        self.check(options)?;
        target.document::<T>(requirements)
    }

    /// Why an update has found nothing, where documents are there that it cannot change as it says.
    pub(super) async fn explain_miss(
        &self,
        target: &Target,
        requirements: &[Requirement],
        options: &OperationOptions,
    ) -> Result<()> {
        let mut counting = ReadOptions::default();
        counting.operation.collation.clone_from(&options.collation);
        for requirement in requirements {
            let unfit = requirement.filter.clone().negated();
            let filter = Ast::and(vec![target.scoped::<T>().into_owned(), unfit]);
            let filter = filter_document(&policy::countable(filter))?;
            if self.inner.count(filter, (0, Some(1)), &counting).await? > 0 {
                let Requirement { path, reason, .. } = requirement;
                return Err(Error::InvalidUpdate { path: path.clone(), reason: (*reason).to_owned() });
            }
        }
        Ok(())
    }

    /// Refuses an update of many documents of which it cannot change each as it says.
    pub(super) async fn check_all(
        &self,
        target: &Target,
        changes: &Changes,
        options: &OperationOptions,
    ) -> Result<()> {
        let each = changes.requirements.iter().filter(|requirement| !requirement.narrows);
        self.explain_miss(target, &each.cloned().collect::<Vec<_>>(), options).await
    }

    /// How many of the documents there are: 0 or 1.
    pub(super) async fn count_one(&self, target: &Target) -> Result<u64> {
        let filter = filter_document(&policy::countable(target.scoped::<T>().into_owned()))?;
        self.inner.count(filter, (0, Some(1)), &ReadOptions::default()).await
    }

    pub(super) fn read(&self, document: &RawDocumentBuf) -> Result<Doc<T>> {
        decode_row(document.as_bytes())
            .map_err(|fault| decode_error(self.name(), document.as_bytes(), &fault))
    }
}

impl Inner {
    #[cold]
    fn without_id(&self) -> Error {
        self.refused(EncodeFault { path: "_id".to_owned(), reason: "the model says no id".to_owned() })
    }
}

/// What the caller's own part of an update changes, for messages.
fn paths(update: &ast::Update) -> Vec<Cow<'static, str>> {
    update.paths().map(ast::Path::text).collect()
}
