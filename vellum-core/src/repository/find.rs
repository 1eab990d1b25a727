//! `find`: a query, and what can be said of it before it is sent.

mod count;
mod distinct;
mod explain;
mod include;
mod read;
mod related;
mod visit;

use std::fmt;
use std::future::IntoFuture;

use futures_util::future::BoxFuture;

use super::options::{IntoHint, OperationOptions, ReadOptions, read_options};
use super::page::{Cursor, IntoCursor};
use super::{Inner, Repository};
use crate::ast;
use crate::bson::Document;
use crate::driver::filter_document;
use crate::error::{Error, Result};
use crate::field::Place;
use crate::filter::Filter;
use crate::model::{Doc, Loaded, Model, ProjectionOf, Ref, Refers, RowOf};
use crate::pipeline::{Foreign, SameKey};
use crate::policy::Visibility;
use crate::sort::{self, IntoSort, Order};
use crate::value::Value;
use crate::value::kind::{Distinct, Elements};

pub use include::{Headed, Include, Part};
pub(super) use read::Query;
pub(super) use related::Wanted;

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
            after: None,
            before: None,
            options: ReadOptions::default(),
        }
    }
}

/// A query. Made by [`Repository::find`]; nothing is sent before it is awaited.
#[must_use = "a query is sent when it is awaited"]
pub struct Find<T> {
    pub(super) repository: Repository<T>,
    pub(super) filter: Filter<T>,
    pub(super) sort: Vec<Order>,
    pub(super) skip: u64,
    pub(super) limit: Option<u64>,
    visibility: Visibility,
    pub(super) after: Option<Cursor>,
    pub(super) before: Option<Cursor>,
    pub(super) options: ReadOptions,
}

// Operations whose bounds users meet in messages stand here: an impl in another module would be named by it.
impl<T: Model> Find<T> {
    /// The order: `User::q().age().desc()`, or several in an array of which the first counts most.
    pub fn sort(mut self, sort: impl IntoSort<T>) -> Self {
        self.sort = sort::orders(sort);
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

    /// The query as a write that changes nothing would ask it.
    pub(super) fn seeing(mut self, visibility: Visibility, options: OperationOptions) -> Self {
        self.visibility = visibility;
        self.options.operation = options;
        self
    }

    /// The index to use, by name or by keys: `.hint("city_age")`,
    /// `.hint([q.address().city().asc(), q.age().desc()])`. An index that does not exist is an error.
    ///
    /// MongoDB: `hint`.
    pub fn hint(mut self, index: impl IntoHint<T>) -> Self {
        self.options.operation.set_hint(index.into_hint());
        self
    }

    /// Starts [`page_slice`](Self::page_slice) behind a page, with its [`next`](super::Slice::next). `None`
    /// starts at the first document.
    pub fn after(mut self, next: impl IntoCursor) -> Self {
        self.after = next.into_cursor();
        self
    }

    /// Ends [`page_slice`](Self::page_slice) in front of a page, with its
    /// [`previous`](super::Slice::previous). `None` starts at the first document.
    pub fn before(mut self, previous: impl IntoCursor) -> Self {
        self.before = previous.into_cursor();
        self
    }

    /// Only the fields of a projection of the model, each checked against the model by the compiler.
    ///
    /// MongoDB: a projection with the paths that the projection names.
    // Boxed, so that a projection of another model is one message: an opaque type repeats its bounds.
    pub fn select<P: ProjectionOf<T>>(self) -> BoxFuture<'static, Result<Vec<P>>> {
        self.projected()
    }

    /// Looks at the documents one after the other without keeping them, as the rows of a projection that may
    /// borrow from the server's bytes: nothing is copied, and one batch is held at a time while the next one
    /// is read. The fastest way to go over many documents.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, model::{Model, RowOf}};
    /// # async fn example<User: Model, Row: RowOf<User>>(users: Repository<User>) -> vellum_core::Result<()> {
    /// let mut rows = 0;
    /// users.find(Filter::all()).for_each_row::<Row>(|row| rows += 1).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `Row` has to be named: a closure's argument does not say it. The closure runs where the query is awaited
    /// and cannot await anything itself. To stop early, or for errors of its own:
    /// [`try_for_each_row`](Self::try_for_each_row).
    ///
    /// MongoDB: `find` with a projection of the paths that the row names, and of `_id` for errors.
    ///
    /// # Errors
    ///
    /// The first document that cannot be read ends it, as `Error::Decode`.
    pub async fn for_each_row<P: RowOf<T>>(self, mut visit: impl FnMut(P::At<'_>)) -> Result<()> {
        let visit = move |row: P::At<'_>| -> Result<()> {
            visit(row);
            Ok(())
        };
        self.visited::<P, Error>(visit).await
    }

    /// [`for_each_row`](Self::for_each_row) until the closure returns an error, which is given back. What was
    /// read ahead is let go.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, model::{Model, RowOf}};
    /// # type AppError = Box<dyn std::error::Error>;
    /// # fn write<Row>(row: Row) -> std::io::Result<()> { Ok(()) }
    /// # async fn example<User: Model, Row: RowOf<User>>(users: Repository<User>) -> Result<(), AppError> {
    /// users
    ///     .find(Filter::all())
    ///     .try_for_each_row::<Row, AppError>(|row| {
    ///         write(row)?;
    ///         Ok(())
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What the closure returns, or what goes wrong while reading, which `E` is made from.
    pub async fn try_for_each_row<P: RowOf<T>, E: From<Error>>(
        self,
        visit: impl FnMut(P::At<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.visited::<P, E>(visit).await
    }

    /// Each document with what it refers to by a field, as tuples: of a `Ref<User>`, alone or as an option, the
    /// user, `None` if there is none; of a list the users in its order, those that are gone left out.
    ///
    /// ```no_run
    /// # use vellum_core::{Doc, Filter, Repository, field::Field, model::{Model, Ref}};
    /// # async fn example<Order: Model, User: Model>(
    /// #     orders: Repository<Order>, customer: Field<Order, Ref<User>>,
    /// # ) -> vellum_core::Result<()> {
    /// for (order, customer) in orders.find(Filter::all()).include(customer).await? {
    ///     // ..
    /// #   let _: (Doc<Order>, Option<Doc<User>>) = (order, customer);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// One more query, after sort and limit and however many documents there are, for each id once. Further calls
    /// add further parts. Documents that are deleted softly or outside of the handle's scope count as gone.
    ///
    /// MongoDB: a second `find` with `{_id: {$in: ids}}`. To join in the server:
    /// [`lookup`](crate::pipeline::Aggregate::lookup).
    pub fn include<P>(self, field: P) -> Include<T, (Doc<T>, Loaded<P::Value>)>
    where
        P: Place<T, Value: Value<Kind: Refers<P::Value>>>,
    {
        Include::of(self).include(field)
    }

    /// Each document with the documents of another model that refer to it by a field, as tuples:
    /// `users.find(filter).include_many(Order::q().customer())` gives `(user, orders)`. Their order is the server's.
    ///
    /// One more query, however many documents there are. A document that refers to several of them is there for
    /// each. The field should have an index. Documents that are deleted softly or outside of the handle's scope are
    /// left out.
    ///
    /// MongoDB: a second `find` with `{customer: {$in: ids}}`.
    #[expect(clippy::type_complexity, reason = "the type of a row says what is in it")]
    pub fn include_many<F>(self, field: F) -> Include<T, (Doc<T>, Vec<Doc<F::Model>>)>
    where
        F: Foreign<Key: SameKey<Ref<T>>>,
    {
        Include::of(self).include_many(field)
    }

    /// The values of one field, each once: of a list its elements, of an option what is in it.
    ///
    /// MongoDB: `distinct`. It compares exactly, documents with their order of fields; with a collation,
    /// texts that it calls equal are one value. `hint` needs MongoDB 7.1.
    ///
    /// # Errors
    ///
    /// `Error::InvalidFilter` if the query has `skip` or `limit`, which `distinct` cannot regard.
    pub async fn distinct<P>(self, field: P) -> Result<Vec<Distinct<P::Value>>>
    where
        P: Place<T, Value: Value<Kind: Elements<P::Value>>>,
    {
        self.distinct_at(field.path()).await
    }

    /// The filter as it is sent, with what the model adds: live documents only, for example.
    pub fn to_document(&self) -> Result<Document> {
        filter_document(&self.scoped())
    }

    pub(super) fn scoped(&self) -> ast::Filter {
        self.repository.scoped(self.filter.clone().into_ast(), self.visibility)
    }

    /// The order as it is sent.
    pub(super) fn order(&self) -> Result<Document> {
        sort::of_orders(&mut self.sort.iter())
    }

    /// Whether the query starts or ends at a cursor.
    fn has_cursor(&self) -> bool {
        self.after.is_some() || self.before.is_some()
    }

    /// Refuses what an operation would otherwise have to ignore.
    pub(super) fn without_cursor(&self) -> Result<()> {
        self.repository.inner.without_cursor(self.has_cursor(), &self.options.operation)
    }
}

impl Inner {
    fn without_cursor(&self, has_cursor: bool, options: &OperationOptions) -> Result<()> {
        self.check(options)?;
        if has_cursor {
            let reason = "only `page_slice` and `explain` start at a cursor".to_owned();
            return Err(Error::InvalidPage { reason });
        }
        Ok(())
    }
}

read_options!(Find.options);

impl<T> Clone for Find<T> {
    fn clone(&self) -> Self {
        Self {
            repository: self.repository.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            skip: self.skip,
            limit: self.limit,
            visibility: self.visibility,
            after: self.after.clone(),
            before: self.before.clone(),
            options: self.options.clone(),
        }
    }
}

impl<T: Model> IntoFuture for Find<T> {
    type Output = Result<Vec<Doc<T>>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.rows()
    }
}

impl<T: Model> fmt::Display for Find<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filter: Filter<T> = Filter::from_ast(self.scoped());
        write!(f, "db.{}.find({filter})", self.repository.name())?;
        if let Ok(sort) = self.order()
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
