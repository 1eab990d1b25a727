//! Calling a model's hooks around its writes, and its own rules before them.

mod delete;
mod update;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::Repository;
use super::find::Query;
use super::options::{ReadOptions, WriteOptions};
use super::write::Target;
use crate::ast::{Filter as Ast, Literal};
use crate::driver::filter_document;
use crate::driver::options::{ReadPreference, SelectionCriteria};
use crate::error::{Error, Result};
use crate::hooks::{Changing, Event, HookContext, Watching};
use crate::model::{Doc, Model, Stored};
use crate::policy;

/// How often a document is read and written again when someone else writes in between.
const TRIES: usize = 3;

impl<T: Model> Repository<T> {
    /// Whether a write calls hooks for this event.
    pub(super) fn fires(event: Event, options: &WriteOptions) -> bool {
        // Known while compiling, so that nothing that hooks need is compiled for a model without them.
        if const { T::HOOKS.is_empty() } {
            return false;
        }
        let hooks = const { T::HOOKS };
        !options.skip_hooks
            && match event {
                Event::BeforeInsert => !hooks.before_insert.is_empty(),
                Event::BeforeUpdate => !hooks.before_update.is_empty(),
                event => !Self::watching(event).is_empty(),
            }
    }

    fn watching(event: Event) -> &'static [Watching<T>] {
        match event {
            Event::AfterInsert => T::HOOKS.after_insert,
            Event::AfterUpdate => T::HOOKS.after_update,
            Event::BeforeDelete => T::HOOKS.before_delete,
            Event::AfterDelete => T::HOOKS.after_delete,
            Event::BeforeInsert | Event::BeforeUpdate => &[],
        }
    }

    /// Calls the hooks on a new document, then applies the model's own rules to it. Gives the id that the
    /// hooks have been told, unless it is a field of the model, which they may have changed.
    pub(super) async fn before_insert(&self, value: &mut T, options: &WriteOptions) -> Result<Option<T::Id>> {
        let told = match self.hooks_before_insert(value, options) {
            Some(hooks) => hooks.await?,
            None => None,
        };
        self.validate(value)?;
        Ok(told)
    }

    /// The calls of the hooks on a new document, if there are any.
    pub(super) fn hooks_before_insert<'a>(
        &'a self,
        value: &'a mut T,
        options: &'a WriteOptions,
    ) -> Option<BoxFuture<'a, Result<Option<T::Id>>>> {
        if const { T::HOOKS.is_empty() } || !Self::fires(Event::BeforeInsert, options) {
            return None;
        }
        let calls = async move {
            let id = self.id_of(value)?;
            let hooks = T::HOOKS.before_insert;
            self.change(Event::BeforeInsert, hooks, value, (&id, &Stored::default()), options).await?;
            Ok(Some(id).filter(|_| !T::OWN_ID))
        };
        Some(calls.boxed())
    }

    /// Calls the hooks on the value that a stored document is about to get.
    pub(super) async fn before_update(
        &self,
        document: &Doc<T>,
        value: &mut T,
        options: &WriteOptions,
    ) -> Result<()> {
        if !Self::fires(Event::BeforeUpdate, options) {
            return Ok(());
        }
        let told = (document.id(), document.stored());
        self.change(Event::BeforeUpdate, T::HOOKS.before_update, value, told, options).await
    }

    /// Calls the hooks that look at a document: those after a write, and those before a deletion.
    pub(super) async fn watch(&self, event: Event, document: &Doc<T>, options: &WriteOptions) -> Result<()> {
        match self.hooks_watching(event, document, options) {
            Some(hooks) => hooks.await,
            None => Ok(()),
        }
    }

    /// The calls of the hooks that look at a document, if there are any. Behind a write, also what earlier hooks have
    /// asked for.
    pub(super) fn hooks_watching<'a>(
        &'a self,
        event: Event,
        document: &'a Doc<T>,
        options: &'a WriteOptions,
    ) -> Option<BoxFuture<'a, Result<()>>> {
        let fires = Self::fires(event, options);
        if const { T::HOOKS.is_empty() } || !fires && options.deferred.is_empty() {
            return None;
        }
        let calls = async move {
            let mut called = Ok(());
            if fires {
                let cx = self.context(event, (document.id(), document.stored()), options);
                for hook in Self::watching(event) {
                    called = hook(document, &cx).await;
                    if called.is_err() {
                        break;
                    }
                }
            }
            if event != Event::BeforeDelete {
                self.written(options).await;
            }
            called
        };
        Some(calls.boxed())
    }

    /// The write of the document at hand stands: what its hooks have asked for is due.
    pub(super) async fn written(&self, options: &WriteOptions) {
        if !const { T::HOOKS.is_empty() }
            && let Some(calls) = options.deferred.settle(self.db())
        {
            calls.await;
        }
    }

    async fn change(
        &self,
        event: Event,
        hooks: &'static [Changing<T>],
        value: &mut T,
        told: (&T::Id, &Stored),
        options: &WriteOptions,
    ) -> Result<()> {
        let cx = self.context(event, told, options);
        for hook in hooks {
            hook(value, &cx).await?;
        }
        Ok(())
    }

    fn context<'a>(
        &'a self,
        event: Event,
        told: (&'a T::Id, &'a Stored),
        options: &'a WriteOptions,
    ) -> HookContext<'a> {
        HookContext::of::<T>(self.db(), self.name(), event, told, &options.deferred)
    }

    /// Applies the model's own rules.
    pub(super) fn validate(&self, value: &T) -> Result<()> {
        if const { T::VALIDATE.is_none() } {
            return Ok(());
        }
        let Some(validate) = T::VALIDATE else { return Ok(()) };
        match validate(value) {
            violations if violations.is_empty() => Ok(()),
            violations => Err(Error::validation(self.name().to_string(), violations)),
        }
    }

    /// The document as it is stored now, for hooks. A member that is behind would only cost a try.
    async fn current(&self, target: &Target, options: &WriteOptions) -> Result<Option<Doc<T>>> {
        self.check(&options.operation)?;
        let primary = SelectionCriteria::ReadPreference(ReadPreference::Primary);
        let filter = filter_document(&target.scoped::<T>())?;
        let query = Query { filter, limit: Some(1), ..Query::default() };
        let options = ReadOptions {
            operation: options.operation.clone(),
            selection_criteria: Some(primary),
            ..ReadOptions::default()
        };
        self.inner.find(query, &options).await?.first().await
    }

    /// Someone else has written whenever the hooks were done.
    fn moved_on(&self, document: &Doc<T>) -> Error {
        Error::OptimisticLock {
            collection: self.name().to_string(),
            id: crate::driver::text(&Literal::of(document.id()).to_bson()),
            expected: document.stored().version,
        }
    }
}

impl Target {
    /// The same, for a document that is still as it was read.
    pub(super) fn as_read<T: Model>(&self, document: &Doc<T>) -> Self {
        let same = policy::at_version(T::COLUMNS, document.stored().version);
        let shard_key = policy::shard_key_of(T::SHARD_KEY, document.elements());
        Self { filter: Ast::and(vec![self.filter.clone(), same]), shard_key, ..self.clone() }
    }
}
