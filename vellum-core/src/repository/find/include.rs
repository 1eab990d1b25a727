//! `include` and `include_many`: documents of other models beside those of a query.

use std::fmt;
use std::future::IntoFuture;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::Find;
use super::related::{Wanted, check, check_single, referring};
use crate::ast::Literal;
use crate::driver::Database;
use crate::error::Result;
use crate::field::Place;
use crate::model::{Doc, Loaded, Model, Ref, Refers};
use crate::pipeline::{Foreign, SameKey};
use crate::value::Value;

/// A query whose documents have those of other models beside them, as tuples. Made by [`Find::include`] and
/// [`Find::include_many`]; nothing is sent before it is awaited.
#[must_use = "a query is sent when it is awaited"]
pub struct Include<T, R> {
    find: Find<T>,
    load: Load<T, R>,
}

/// What makes rows of a query.
type Load<T, R> = Box<dyn FnOnce(Find<T>) -> BoxFuture<'static, Result<Vec<R>>> + Send>;

impl<T: Model> Include<T, (Doc<T>,)> {
    /// The documents of a query, with nothing beside them yet.
    pub(super) fn of(find: Find<T>) -> Self {
        let load = |find: Find<T>| {
            async move { Ok(find.rows().await?.into_iter().map(|document| (document,)).collect()) }.boxed()
        };
        Self { find, load: Box::new(load) }
    }
}

impl<T: Model, R: Headed<T>> Include<T, R> {
    /// What [`Find::include`] loads, as a further part of each row.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made where they are passed")]
    pub fn include<P>(self, field: P) -> Include<T, <Loaded<P::Value> as Part<R>>::Row>
    where
        P: Place<T, Value: Value<Kind: Refers<P::Value>>>,
        Loaded<P::Value>: Part<R>,
    {
        let path = field.path().clone();
        self.beside(check_single(&path), move |db, rows| {
            let wanted = Wanted::of(rows.iter().map(Headed::document), &path);
            async move {
                let found = wanted?.load(&db).await?;
                Ok(found.into_iter().map(<P::Value as Value>::Kind::loaded).collect())
            }
            .boxed()
        })
    }

    /// What [`Find::include_many`] loads, as a further part of each row.
    #[expect(clippy::type_complexity, reason = "the type of a row says what is in it")]
    pub fn include_many<F>(self, field: F) -> Include<T, <Vec<Doc<F::Model>> as Part<R>>::Row>
    where
        F: Foreign<Key: SameKey<Ref<T>>>,
        Vec<Doc<F::Model>>: Part<R>,
    {
        let path = field.foreign();
        self.beside(check(&path), move |db, rows| {
            let ids: Vec<_> = rows.iter().map(|row| Literal::of(row.document().id())).collect();
            async move { referring::<T, F::Model>(&db, &path, &ids).await }.boxed()
        })
    }

    /// The first row, if there is one.
    pub async fn first(self) -> Result<Option<R>> {
        Ok((self.load)(self.find.limit(1)).await?.pop())
    }

    /// One more part for each row, in their order, unless it cannot be had.
    fn beside<L: Part<R>>(
        self,
        checked: Result<()>,
        parts: impl FnOnce(Database, &[R]) -> BoxFuture<'static, Result<Vec<L>>> + Send + 'static,
    ) -> Include<T, L::Row> {
        let Self { find, load } = self;
        let load = |find: Find<T>| {
            async move {
                checked?;
                let db = find.repository.db().clone();
                let rows = load(find).await?;
                let parts = parts(db, &rows).await?;
                Ok(rows.into_iter().zip(parts).map(|(row, part)| part.behind(row)).collect())
            }
            .boxed()
        };
        Include { find, load: Box::new(load) }
    }
}

impl<T: Model, R: Headed<T>> IntoFuture for Include<T, R> {
    type Output = Result<Vec<R>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        (self.load)(self.find)
    }
}

impl<T: Model, R> fmt::Debug for Include<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Include").field("find", &self.find).finish_non_exhaustive()
    }
}

/// Tuples that begin with a document.
pub trait Headed<T: Model>: Send + 'static {
    /// The document.
    #[doc(hidden)]
    fn document(&self) -> &Doc<T>;
}

/// What can stand at the end of a row, behind the parts that are there.
#[diagnostic::on_unimplemented(
    message = "a query includes no more than six",
    label = "the row has seven parts already",
    note = "load what is left with `fetch`, or by a query of its own"
)]
pub trait Part<R>: Sized {
    /// The row with the part.
    type Row: Send + 'static;

    /// Adds the part.
    #[doc(hidden)]
    fn behind(self, row: R) -> Self::Row;
}

macro_rules! rows {
    ($($part:ident)*) => {
        impl<T: Model, $($part: Send + 'static),*> Headed<T> for (Doc<T>, $($part,)*) {
            fn document(&self) -> &Doc<T> {
                &self.0
            }
        }

        rows!(@ $($part)*);
    };
    (@) => {};
    (@ $last:ident $($part:ident)*) => {
        impl<T: Model, $($part: Send + 'static,)* $last: Send + 'static> Part<(Doc<T>, $($part,)*)> for $last {
            type Row = (Doc<T>, $($part,)* $last);

            #[allow(non_snake_case, reason = "a part is named as its type is")]
            fn behind(self, row: (Doc<T>, $($part,)*)) -> Self::Row {
                let (document, $($part,)*) = row;
                (document, $($part,)* self)
            }
        }

        rows!($($part)*);
    };
}

rows! { F E D C B A }
