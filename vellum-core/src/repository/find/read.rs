//! The documents themselves: all, the first, one by one, as values, or parts of them.

use std::borrow::Borrow;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::Find;
use crate::ast;
use crate::bson::{Document, RawDocumentBuf, doc};
use crate::driver::{
    Batches, Documents, RawCollection, Sizes, TakeBatch, collect_batch, filter_document, opened,
};
use crate::error::{Error, Result};
use crate::model::{Doc, Model, Plain, Projected, ProjectionOf, Row};
use crate::repository::Inner;
use crate::repository::options::{ReadOptions, apply};

/// The largest limit that is fetched in one batch; the server ends a batch at 16 MB anyway.
const ONE_BATCH: i64 = 10_000;

/// What is sent of a query, besides its options.
#[derive(Debug, Default)]
pub(in crate::repository) struct Query {
    pub(in crate::repository) filter: Document,
    pub(in crate::repository) sort: Document,
    pub(in crate::repository) skip: u64,
    pub(in crate::repository) limit: Option<u64>,
    pub(in crate::repository) projection: Option<Document>,
}

impl<T: Model> Find<T> {
    /// The first document.
    pub async fn first(mut self) -> Result<Option<Doc<T>>> {
        self.limit = Some(self.limit.map_or(1, |limit| limit.min(1)));
        match self.batches(None).await? {
            Some(batches) => batches.first().await,
            None => Ok(None),
        }
    }

    /// Whether there is any document.
    pub async fn exists(mut self) -> Result<bool> {
        self.limit = Some(self.limit.map_or(1, |limit| limit.min(1)));
        self.sort.clear();
        match self.batches(Some(doc! { "_id": 1 })).await? {
            Some(batches) => batches.any().await,
            None => Ok(false),
        }
    }

    /// The documents one by one, holding one batch of them at a time. A document that cannot be read
    /// is one `Err` item, and the stream goes on.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, model::Model};
    /// # async fn example<User: Model>(users: Repository<User>) -> vellum_core::Result<()> {
    /// let mut stream = users.find(Filter::all()).stream().await?;
    /// while let Some(user) = stream.next().await {
    ///     let user = user?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn stream(self) -> Result<Documents<Doc<T>>> {
        match self.batches(None).await? {
            Some(batches) => Ok(batches.stream()),
            None => Ok(Documents::none(self.repository.name().clone())),
        }
    }

    /// The values without ids and columns: the fastest way to read.
    // Boxed, as `select` is: what would be part of the caller's own future is compiled for each caller.
    pub fn values(self) -> BoxFuture<'static, Result<Vec<T>>> {
        let sizes = Arc::clone(&self.repository.inner.sizes);
        self.collected(Ok(None), sizes, |Plain(value)| value)
    }

    pub(super) fn projected<P: ProjectionOf<T>>(self) -> BoxFuture<'static, Result<Vec<P>>> {
        let projection = projection(&P::sources()).map(Some);
        // Parts of documents say nothing about whole ones.
        self.collected(projection, Arc::new(Sizes::unknown()), |row: Projected<T, P>| row.0)
    }

    pub(super) fn rows(self) -> BoxFuture<'static, Result<Vec<Doc<T>>>> {
        let sizes = Arc::clone(&self.repository.inner.sizes);
        self.collected(Ok(None), sizes, |row: Doc<T>| row)
    }

    /// What each document is read for.
    fn collected<R: Row, V: Send + 'static>(
        self,
        projection: Result<Option<Document>>,
        sizes: Arc<Sizes>,
        value: impl Fn(R) -> V + Send + Sync + 'static,
    ) -> BoxFuture<'static, Result<Vec<V>>> {
        let query = projection.and_then(|projection| Ok(Query { projection, ..self.query()? }));
        let (inner, options) = (Arc::clone(&self.repository.inner), self.options);
        async move {
            let mut rows = Vec::new();
            let mut take =
                |batch: &_, collection: &_| collect_batch(batch, collection, &sizes, &value, &mut rows);
            inner.find_each(query, &options, &mut take).await?;
            Ok(rows)
        }
        .boxed()
    }

    /// The query as it stands, for the operations that know no cursors.
    pub(super) fn query(&self) -> Result<Query> {
        self.without_cursor()?;
        Ok(Query {
            filter: filter_document(&self.scoped())?,
            sort: self.order()?,
            skip: self.skip,
            limit: self.limit,
            projection: None,
        })
    }

    /// The cursor; `None` if a limit of 0 says that there is nothing to ask.
    pub(super) fn batches(&self, projection: Option<Document>) -> BoxFuture<'_, Result<Option<Batches>>> {
        let query = self.query().map(|query| Query { projection, ..query });
        self.repository.inner.find_any(query, &self.options)
    }

    /// Sends a query with this one's options.
    pub(in crate::repository) fn send(&self, query: Query) -> BoxFuture<'_, Result<Batches>> {
        self.repository.inner.find(query, &self.options)
    }
}

impl Inner {
    fn find_any<'a>(
        &'a self,
        query: Result<Query>,
        options: &'a ReadOptions,
    ) -> BoxFuture<'a, Result<Option<Batches>>> {
        async move {
            let query = query?;
            if query.limit == Some(0) { Ok(None) } else { self.send(query, options).await.map(Some) }
        }
        .boxed()
    }

    /// Sends a query and hands over its batches.
    fn find_each<'a>(
        &'a self,
        query: Result<Query>,
        options: &'a ReadOptions,
        take: &'a mut TakeBatch<'a>,
    ) -> BoxFuture<'a, Result<()>> {
        async move {
            let query = query?;
            if query.limit == Some(0) { Ok(()) } else { self.send(query, options).await?.each(take).await }
        }
        .boxed()
    }

    pub(in crate::repository) fn find<'a>(
        &'a self,
        query: Query,
        options: &'a ReadOptions,
    ) -> BoxFuture<'a, Result<Batches>> {
        self.send(query, options).boxed()
    }

    async fn send(&self, query: Query, options: &ReadOptions) -> Result<Batches> {
        let batch = self.sizes.batch();
        Ok(opened!(self, |collection, options| find(collection, query, batch, options)))
    }
}

/// A query as the driver takes it.
fn find(
    collection: &RawCollection,
    query: Query,
    batch: u32,
    options: impl Borrow<ReadOptions>,
) -> mongodb::action::Find<'_, RawDocumentBuf> {
    let options = options.borrow();
    let mut find = collection.find(query.filter);
    if !query.sort.is_empty() {
        find = find.sort(query.sort);
    }
    if query.skip > 0 {
        find = find.skip(query.skip);
    }
    if let Some(limit) = query.limit.map(whole) {
        // A negative limit has the server close the cursor at once.
        find = if limit == 1 { find.limit(-1) } else { find.limit(limit) };
        if limit > 1 && limit <= ONE_BATCH {
            find = find.batch_size(limit as u32);
        }
    }
    if query.limit.is_none_or(|limit| whole(limit) > ONE_BATCH) {
        find = find.batch_size(batch);
    }
    if let Some(projection) = query.projection {
        find = find.projection(projection);
    }
    find = apply!(find, options, [selection_criteria read_concern batch_size allow_disk_use]);
    apply!(find, options.operation, [hint collation max_time comment])
}

/// What the server leaves of a document for a projection: each field under the projection's own name.
pub(super) fn projection(sources: &[(&'static str, ast::Source)]) -> Result<Document> {
    ast::render_projection(sources).map_err(|(path, reason)| Error::InvalidFilter { path, reason })
}

/// A count as the wire has it; what is larger is more than any collection holds.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
