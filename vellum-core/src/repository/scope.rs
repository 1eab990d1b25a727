//! What a repository's scope and a model's shard key say of its reads and writes.

use super::options::OperationOptions;
use super::write::Target;
use super::{Inner, Repository};
use crate::ast::{Filter as Ast, Update};
use crate::error::{Error, Result};
use crate::model::{Doc, Model};
use crate::policy::{self, Visibility};
use crate::value::Reader;

/// The one collation that compares text byte by byte.
const SIMPLE: &str = "simple";

impl Inner {
    pub(super) fn check(&self, options: &OperationOptions) -> Result<()> {
        options.check()?;
        let collation = options.collation.as_ref().filter(|collation| collation.locale != SIMPLE);
        let text = self.scope.as_ref().and_then(|scope| scope.text());
        match (collation, text) {
            (Some(_), Some(path)) => {
                let reason =
                    "the scope of the database handle compares text here, which the collation would \
                              compare otherwise"
                        .to_owned();
                Err(Error::InvalidFilter { path: path.to_owned(), reason })
            }
            _ => Ok(()),
        }
    }

    /// Refuses a new document that is outside of the scope.
    pub(super) fn admit(&self, document: &[u8]) -> Result<()> {
        self.scope.as_ref().map_or(Ok(()), |scope| scope.admit(document))
    }
}

impl<T: Model> Repository<T> {
    /// The live documents of a filter, within the repository's scope.
    pub(super) fn target(&self, filter: Ast) -> Target {
        let scope = self.inner.scope.clone();
        Target { filter, visibility: Visibility::Live, scope, shard_key: Vec::new() }
    }

    /// What a read asks for.
    pub(super) fn scoped(&self, filter: Ast, visibility: Visibility) -> Ast {
        policy::scope(filter, self.inner.scope.as_deref(), T::COLUMNS, visibility)
    }

    /// Refuses options that cannot be sent, and a collation under which the scope would mean other documents.
    pub(super) fn check(&self, options: &OperationOptions) -> Result<()> {
        self.inner.check(options)
    }

    /// Refuses a document that is stored already and would be outside of the scope, after an update.
    pub(super) fn admit_saved(&self, update: &Update, document: &[u8]) -> Result<()> {
        self.inner.scope.as_ref().map_or(Ok(()), |scope| scope.admit_saved(update, document))
    }

    /// The same of a document that takes another one's place, and its id.
    pub(super) fn admit_replacement(&self, document: &[u8]) -> Result<()> {
        self.inner.scope.as_ref().map_or(Ok(()), |scope| scope.admit_replacement(document))
    }

    /// Refuses an update that could move documents out of the scope.
    pub(super) fn admit_update(&self, update: &Update) -> Result<()> {
        self.inner.scope.as_ref().map_or(Ok(()), |scope| scope.admit_update(update))
    }

    /// The document with the id and the shard key that it was read with.
    pub(super) fn target_of(&self, document: &Doc<T>) -> Target {
        let mut target = self.target(Self::by_id(crate::ast::Literal::of(document.id())));
        target.shard_key = policy::shard_key_of(T::SHARD_KEY, document.elements());
        target
    }

    /// The target of a replacement: where it says no shard key, the server needs that of the new document.
    pub(super) fn target_of_replacement(mut target: Target, document: &[u8]) -> Target {
        let Ok(document) = Reader::of_document(document) else { return target };
        if T::SHARD_KEY.is_empty() {
            return target;
        }
        let columns = T::COLUMNS.names();
        let stored = |part: &Ast| matches!(part, Ast::Field(path, _) if !columns.contains(&Some(path)));
        let key = policy::shard_key_of(T::SHARD_KEY, document).into_iter().filter(stored).collect();
        target.shard_key = policy::not_said(key, &target.said());
        target
    }
}
