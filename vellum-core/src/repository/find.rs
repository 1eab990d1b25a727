//! `find` and everything that is asked of what it finds.

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::Repository;
use crate::ast;
use crate::bson::{Bson, Document, doc};
use crate::driver::{Batches, Documents, decode_error, filter_document};
use crate::error::{Error, Result};
use crate::field::Place;
use crate::filter::Filter;
use crate::model::{Doc, Model, Plain, Projected, ProjectionOf, Row};
use crate::policy::{self, Visibility};
use crate::sort::{self, IntoSort, Sort};
use crate::value::kind::{Distinct, Elements};
use crate::value::{Encoder, Reader, Value};

/// The largest limit that is fetched in one batch; the server ends a batch at 16 MB anyway.
const ONE_BATCH: i64 = 10_000;

impl<T: Model> Repository<T> {
    /// The documents that a filter means. Awaiting it gives them all; its methods sort and limit
    /// them, or ask something else.
    ///
    /// MongoDB: `find`.
    pub fn find(&self, filter: Filter<T>) -> Find<T> {
        Find {
            repository: self.clone(),
            filter,
            sort: Vec::new(),
            skip: 0,
            limit: None,
            visibility: Visibility::Live,
        }
    }
}

/// A query. Made by [`Repository::find`]; nothing is sent before it is awaited.
#[must_use = "a query is sent when it is awaited"]
pub struct Find<T> {
    repository: Repository<T>,
    filter: Filter<T>,
    sort: Vec<Sort<T>>,
    skip: u64,
    limit: Option<u64>,
    visibility: Visibility,
}

impl<T: Model> Find<T> {
    /// The order: `User::q().age().desc()`, or several in an array of which the first counts most.
    pub fn sort(mut self, sort: impl IntoSort<T>) -> Self {
        self.sort = sort.into_sort();
        self
    }

    /// Leaves out so many documents at the start.
    pub fn skip(mut self, documents: u64) -> Self {
        self.skip = documents;
        self
    }

    /// At most so many documents; 0 gives none.
    pub fn limit(mut self, documents: u64) -> Self {
        self.limit = Some(documents);
        self
    }

    /// Sees documents that are deleted softly, too.
    pub fn with_deleted(mut self) -> Self {
        self.visibility = Visibility::All;
        self
    }

    /// Sees only documents that are deleted softly.
    pub fn only_deleted(mut self) -> Self {
        self.visibility = Visibility::Deleted;
        self
    }

    /// The first document.
    pub async fn first(mut self) -> Result<Option<Doc<T>>> {
        self.limit = Some(self.limit.map_or(1, |limit| limit.min(1)));
        match self.batches(None).await? {
            Some(batches) => batches.first().await,
            None => Ok(None),
        }
    }

    /// How many documents there are, within `skip` and `limit`. `near` counts by distance, without order.
    ///
    /// MongoDB: `$match`, `$skip`, `$limit` and `$group` in an aggregation.
    pub async fn count(self) -> Result<u64> {
        if self.limit == Some(0) {
            return Ok(0);
        }
        let filter = policy::countable(self.scoped());
        let mut count = self.repository.inner.collection.count_documents(filter_document(&filter)?);
        if self.skip > 0 {
            count = count.skip(self.skip);
        }
        if let Some(limit) = self.limit {
            count = count.limit(limit);
        }
        Ok(count.await?)
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
    pub async fn values(self) -> Result<Vec<T>> {
        let rows: Vec<Plain<T>> = self.rows().await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// Only the fields of a projection of the model, each checked against the model by the compiler.
    ///
    /// MongoDB: a projection with the paths that the projection names.
    // Boxed, so that a projection of another model is one message: an opaque type repeats its bounds.
    pub fn select<P: ProjectionOf<T>>(self) -> BoxFuture<'static, Result<Vec<P>>> {
        Box::pin(async move {
            let rows: Vec<Projected<T, P>> = match self.batches(Some(projection::<T, P>()?)).await? {
                Some(batches) => batches.collect().await?,
                None => Vec::new(),
            };
            Ok(rows.into_iter().map(|row| row.0).collect())
        })
    }

    /// The values of one field, each once: of a list its elements, of an option what is in it.
    ///
    /// MongoDB: `distinct`. It compares exactly, documents with their order of fields.
    pub async fn distinct<P>(self, field: P) -> Result<Vec<Distinct<P::Value>>>
    where
        P: Place<T, Value: Value<Kind: Elements<P::Value>>>,
    {
        let filter = filter_document(&policy::countable(self.scoped()))?;
        let name = field.path().as_str().to_owned();
        let values = self.repository.inner.collection.distinct(&name, filter).await?;
        let read = |value| distinct_value(&value, self.repository.name(), &name).transpose();
        values.into_iter().filter_map(read).collect()
    }

    /// How the server would answer the query, and what that took.
    ///
    /// MongoDB: `explain` with `executionStats`.
    pub async fn explain(self) -> Result<Document> {
        let mut find =
            doc! { "find": self.repository.name().as_ref(), "filter": filter_document(&self.scoped())? };
        if !self.sort.is_empty() {
            find.insert("sort", sort::document(&self.sort)?);
        }
        if self.skip > 0 {
            find.insert("skip", whole(self.skip));
        }
        if let Some(limit) = self.limit {
            find.insert("limit", whole(limit));
        }
        let explain = doc! { "explain": find, "verbosity": "executionStats" };
        Ok(self.repository.db().driver().run_command(explain).await?)
    }

    /// The filter as it is sent, with what the model adds: live documents only, for example.
    pub fn to_document(&self) -> Result<Document> {
        filter_document(&self.scoped())
    }

    fn scoped(&self) -> ast::Filter {
        policy::scope(self.filter.clone().into_ast(), T::COLUMNS, self.visibility)
    }

    async fn rows<R: Row>(self) -> Result<Vec<R>> {
        match self.batches(None).await? {
            Some(batches) => batches.collect().await,
            None => Ok(Vec::new()),
        }
    }

    /// The cursor; `None` if a limit of 0 says that there is nothing to ask.
    async fn batches(&self, projection: Option<Document>) -> Result<Option<Batches>> {
        let filter = filter_document(&self.scoped())?;
        let sort = sort::document(&self.sort)?;
        if self.limit == Some(0) {
            return Ok(None);
        }
        let mut find = self.repository.inner.collection.find(filter);
        if !sort.is_empty() {
            find = find.sort(sort);
        }
        if self.skip > 0 {
            find = find.skip(self.skip);
        }
        if let Some(limit) = self.limit.map(whole) {
            find = if limit == 1 { find.limit(-1) } else { find.limit(limit) };
            if limit > 1 && limit <= ONE_BATCH {
                find = find.batch_size(limit as u32);
            }
        }
        if let Some(projection) = projection {
            find = find.projection(projection);
        }
        Ok(Some(Batches::new(find.batch().await?, self.repository.name().clone())))
    }
}

/// What the server leaves of a document for a projection: each field under the projection's own name.
fn projection<T, P: ProjectionOf<T>>() -> Result<Document> {
    ast::render_projection(&P::sources()).map_err(|(path, reason)| Error::InvalidFilter { path, reason })
}

/// A count as the wire has it; what is larger is more than any collection holds.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// One value of `distinct`, which the driver has as `Bson`; null is no value.
fn distinct_value<V: Value>(value: &Bson, collection: &str, path: &str) -> Result<Option<V>> {
    if *value == Bson::Null {
        return Ok(V::absent().and(None));
    }
    let mut document = Encoder::new();
    document.document(|out| {
        out.key(Value::element_type(value), path);
        value.encode(out);
    });
    let bytes = document.bytes();
    let read = || {
        let mut elements = Reader::of_document(bytes)?;
        elements.next_key()?.map(|(element_type, _)| V::decode_as(element_type, &mut elements)).transpose()
    };
    read().map_err(|fault| decode_error(collection, bytes, &fault))
}

impl<T> Clone for Find<T> {
    fn clone(&self) -> Self {
        Self {
            repository: self.repository.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            skip: self.skip,
            limit: self.limit,
            visibility: self.visibility,
        }
    }
}

impl<T: Model> IntoFuture for Find<T> {
    type Output = Result<Vec<Doc<T>>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.rows())
    }
}

impl<T: Model> fmt::Display for Find<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filter: Filter<T> = Filter::from_ast(self.scoped());
        write!(f, "db.{}.find({filter})", self.repository.name())?;
        if let Ok(sort) = sort::document(&self.sort)
            && !sort.is_empty()
        {
            f.write_str(".sort(")?;
            ast::print(&sort, f)?;
            f.write_str(")")?;
        }
        if self.skip > 0 {
            write!(f, ".skip({})", self.skip)?;
        }
        self.limit.map_or(Ok(()), |limit| write!(f, ".limit({limit})"))
    }
}

impl<T: Model> fmt::Debug for Find<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Find({self})")
    }
}
