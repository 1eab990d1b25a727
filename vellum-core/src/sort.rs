//! Typed orders: what comes first.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Path;
use crate::bson::Document;
use crate::error::{Error, Result};

/// An order by one field of the model `M`.
#[must_use = "an order does nothing until a query gets it"]
pub struct Sort<M> {
    path: String,
    direction: i32,
    fault: Option<String>,
    model: PhantomData<fn() -> M>,
}

impl<M> Sort<M> {
    fn new(path: &Path, direction: i32) -> Self {
        Self {
            path: path.as_str().to_owned(),
            direction,
            fault: path.fault().map(ToOwned::to_owned),
            model: PhantomData,
        }
    }

    pub(crate) fn ascending(path: &Path) -> Self {
        Self::new(path, 1)
    }

    /// Path and direction.
    pub(crate) fn key(&self) -> (&str, i32) {
        (&self.path, self.direction)
    }

    /// Why a query cannot be sorted so.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    pub(crate) fn descending(path: &Path) -> Self {
        Self::new(path, -1)
    }
}

impl<M> Clone for Sort<M> {
    fn clone(&self) -> Self {
        Self {
            path: self.path.clone(),
            direction: self.direction,
            fault: self.fault.clone(),
            model: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Sort<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({{{:?}: {}}})", self.path, self.direction)
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

/// The orders as MongoDB takes them.
pub(crate) fn document<M>(orders: &[Sort<M>]) -> Result<Document> {
    let mut document = Document::new();
    for order in orders {
        if let Some(reason) = &order.fault {
            return Err(Error::InvalidFilter { path: order.path.clone(), reason: reason.clone() });
        }
        document.insert(order.path.as_str(), order.direction);
    }
    Ok(document)
}
