//! Pages: by number, and by the position of a cursor.

mod cursor;
mod keyset;
mod offset;
mod order;
mod slice;

use serde::{Deserialize, Serialize};

pub use cursor::{Cursor, IntoCursor};

use crate::model::Doc;

/// One page of the documents of `T`, by its number.
pub type Page<T> = PageOf<Doc<T>>;

/// A page of the documents of `T` whose neighbours are found by cursors.
pub type Slice<T> = SliceOf<Doc<T>>;

/// One page, by its number. Made by [`Find::page`](super::Find::page); `map` makes one of other items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOf<D> {
    /// The documents of the page.
    pub items: Vec<D>,
    /// How many documents all pages hold together.
    pub total: u64,
    /// The number of the page, from 1.
    pub page: u64,
    /// How many documents a full page holds.
    pub per_page: u64,
}

impl<D> PageOf<D> {
    /// How many pages there are; 0 if there are no documents.
    pub fn pages(&self) -> u64 {
        if self.per_page == 0 { 0 } else { self.total.div_ceil(self.per_page) }
    }

    /// Whether there is a page behind this one.
    pub fn has_next(&self) -> bool {
        self.page < self.pages()
    }

    /// Whether there is a page before this one.
    pub fn has_previous(&self) -> bool {
        self.page > 1
    }

    /// The same page of something else: `page.map(UserView::from)`.
    pub fn map<E>(self, item: impl FnMut(D) -> E) -> PageOf<E> {
        let items = self.items.into_iter().map(item).collect();
        PageOf { items, total: self.total, page: self.page, per_page: self.per_page }
    }
}

/// A page whose neighbours are found by cursors. Made by
/// [`Find::page_slice`](super::Find::page_slice); `map` makes one of other items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SliceOf<D> {
    /// The documents of the page.
    pub items: Vec<D>,
    /// What `after` takes for the page behind this one; `None` on the last page.
    pub next: Option<Cursor>,
    /// What `before` takes for the page in front of this one; `None` on the first page.
    pub previous: Option<Cursor>,
}

impl<D> SliceOf<D> {
    /// Whether there is a page behind this one.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// Whether there is a page before this one.
    pub fn has_previous(&self) -> bool {
        self.previous.is_some()
    }

    /// The same page of something else: `slice.map(UserView::from)`.
    pub fn map<E>(self, item: impl FnMut(D) -> E) -> SliceOf<E> {
        let items = self.items.into_iter().map(item).collect();
        SliceOf { items, next: self.next, previous: self.previous }
    }
}

impl<D> IntoIterator for PageOf<D> {
    type Item = D;
    type IntoIter = std::vec::IntoIter<D>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<D> IntoIterator for SliceOf<D> {
    type Item = D;
    type IntoIter = std::vec::IntoIter<D>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
