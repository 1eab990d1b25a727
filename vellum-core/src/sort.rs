//! Typed orders: what comes first.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, Path};
use crate::bson::{Bson, Document};
use crate::error::{Error, Result};

/// The key that a sort by score is written under; MongoDB reads its value only.
const SCORE: &str = "textScore";

/// An order by one field of the model `M`.
#[must_use = "an order does nothing until a query gets it"]
pub struct Sort<M> {
    order: Order,
    model: PhantomData<fn() -> M>,
}

/// An order by one field, of whatever model.
#[derive(Clone)]
pub(crate) struct Order {
    path: String,
    by: By,
    fault: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum By {
    Ascending,
    Descending,
    TextScore,
}

impl<M> Sort<M> {
    fn new(path: &Path, by: By) -> Self {
        Self::from_order(Order {
            path: path.as_str().to_owned(),
            by,
            fault: path.fault().map(ToOwned::to_owned),
        })
    }

    fn from_order(order: Order) -> Self {
        Self { order, model: PhantomData }
    }

    pub(crate) fn ascending(path: &Path) -> Self {
        Self::new(path, By::Ascending)
    }

    /// Why a query cannot be sorted so.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.order.fault.as_deref()
    }

    pub(crate) fn descending(path: &Path) -> Self {
        Self::new(path, By::Descending)
    }

    /// Best match first, for a query with [`Filter::text`](crate::Filter::text). Stands alone or among
    /// other orders: `[Sort::text_score(), q.name().asc()]`.
    ///
    /// MongoDB: `{$meta: "textScore"}`.
    pub fn text_score() -> Self {
        Self::from_order(Order { path: SCORE.to_owned(), by: By::TextScore, fault: None })
    }

    /// Path and direction, unless it is the score of a text search.
    pub(crate) fn key(&self) -> Option<(&str, i32)> {
        match self.order.by {
            By::Ascending => Some((&self.order.path, 1)),
            By::Descending => Some((&self.order.path, -1)),
            By::TextScore => None,
        }
    }

    /// Whether it is the score of a text search that is sorted by.
    pub(crate) fn is_text_score(&self) -> bool {
        self.order.by == By::TextScore
    }
}

impl Order {
    fn value(&self) -> Bson {
        match self.by {
            By::Ascending => Bson::Int32(1),
            By::Descending => Bson::Int32(-1),
            By::TextScore => ast::text_score(),
        }
    }
}

impl<M> Clone for Sort<M> {
    fn clone(&self) -> Self {
        Self::from_order(self.order.clone())
    }
}

impl<M> fmt::Debug for Sort<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({{{:?}: {}}})", self.order.path, self.order.value())
    }
}

/// What `sort` takes: one order, or several of which the first counts most.
#[diagnostic::on_unimplemented(
    message = "documents of `{M}` cannot be sorted by `{Self}`",
    label = "expected `{M}::q().field().asc()` or `.desc()`, or an array of these"
)]
pub trait IntoSort<M> {
    /// The orders, the first counts most.
    fn into_sort(self) -> Vec<Sort<M>>;
}

impl<M> IntoSort<M> for Sort<M> {
    fn into_sort(self) -> Vec<Self> {
        vec![self]
    }
}

impl<M, const N: usize> IntoSort<M> for [Sort<M>; N] {
    fn into_sort(self) -> Vec<Sort<M>> {
        self.into()
    }
}

impl<M> IntoSort<M> for Vec<Sort<M>> {
    fn into_sort(self) -> Self {
        self
    }
}

/// The orders alone, which are the same for all models.
pub(crate) fn orders<M>(sort: impl IntoSort<M>) -> Vec<Order> {
    sort.into_sort().into_iter().map(|sort| sort.order).collect()
}

/// The orders as MongoDB takes them.
pub(crate) fn document<M>(orders: &[Sort<M>]) -> Result<Document> {
    of_orders(&mut orders.iter().map(|sort| &sort.order))
}

/// The same of orders alone.
pub(crate) fn of_orders(orders: &mut dyn Iterator<Item = &Order>) -> Result<Document> {
    checked_orders(orders).map_err(|(path, reason)| Error::InvalidFilter { path, reason })
}

/// The same, or path and reason of an order that cannot be sent.
pub(crate) fn checked<M>(orders: &[Sort<M>]) -> Result<Document, (String, String)> {
    checked_orders(&mut orders.iter().map(|sort| &sort.order))
}

fn checked_orders(orders: &mut dyn Iterator<Item = &Order>) -> Result<Document, (String, String)> {
    let mut document = Document::new();
    for order in orders {
        if let Some(reason) = &order.fault {
            return Err((order.path.clone(), reason.clone()));
        }
        document.insert(order.path.as_str(), order.value());
    }
    Ok(document)
}
