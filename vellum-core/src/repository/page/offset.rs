//! Pages by number.

use super::Page;
use crate::bson::Document;
use crate::driver::filter_document;
use crate::error::{Error, Result};
use crate::model::{Doc, Model};
use crate::repository::Find;
use crate::repository::find::Query;

/// The largest offset that is sent: no collection holds as many documents, and the server adds to it.
const FARTHEST: u64 = 1 << 53;

impl<T: Model> Find<T> {
    /// One page of so many documents, by its number from 1, and how many documents there are in all.
    ///
    /// Documents that the sort leaves equal are sorted by their ids, so that no page repeats what another
    /// one holds; without a sort, all are. `near` keeps its own order. With `skip` and `limit`, the pages
    /// divide what these leave.
    ///
    /// The server reads over everything in front of the page, and what is created or deleted meanwhile
    /// moves the pages; [`page_slice`](Self::page_slice) has neither flaw, but no numbers.
    ///
    /// MongoDB: `find` with `skip` and `limit`, and a count unless the page itself shows the end.
    ///
    /// # Errors
    ///
    /// `Error::InvalidPage` for page 0, for pages of 0 documents, and with a cursor.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, model::Model};
    /// # async fn example<User: Model>(users: Repository<User>) -> vellum_core::Result<()> {
    /// let second = users.find(Filter::all()).page(2, 50).await?;
    /// println!("page {} of {}, {} documents in all", second.page, second.pages(), second.total);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn page(self, page: u64, per_page: u64) -> Result<Page<T>> {
        self.without_cursor()?;
        let invalid = |reason: &str| Err(Error::InvalidPage { reason: reason.to_owned() });
        if page == 0 {
            return invalid("pages are counted from 1");
        }
        if per_page == 0 {
            return invalid("a page holds at least one document");
        }
        let offset = (page - 1).saturating_mul(per_page);
        let asked = self.limit.map_or(per_page, |limit| limit.saturating_sub(offset).min(per_page));
        let items = self.items(offset, asked).await?;
        let found = items.len() as u64;
        // A page that is not full is the last one, unless it lies behind the end.
        let total =
            if found < asked && (found > 0 || offset == 0) { offset + found } else { self.counted().await? };
        Ok(Page { items, total, page, per_page })
    }

    async fn items(&self, offset: u64, asked: u64) -> Result<Vec<Doc<T>>> {
        let filter = filter_document(&self.scoped())?;
        let sort = self.total_order()?;
        let skip = self.skip.saturating_add(offset);
        if asked == 0 || skip > FARTHEST {
            return Ok(Vec::new());
        }
        let query = Query { filter, sort, skip, limit: Some(asked), projection: None };
        self.send(query).await?.collect(&self.repository.inner.sizes).await
    }

    /// The order with the id behind it. `near` has an order of its own, which any other one would replace.
    fn total_order(&self) -> Result<Document> {
        let sort = self.order()?;
        if sort.is_empty() && self.scoped().near().is_some() {
            return Ok(sort);
        }
        Ok(super::order::with_id(sort))
    }
}
