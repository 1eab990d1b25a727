//! Pages by position.

use sha2::{Digest, Sha256};

use super::cursor::{Fingerprint, Mark, invalid};
use super::order::Order;
use super::{Cursor, Slice, keyset};
use crate::ast::{self, Filter, Literal};
use crate::bson::serialize_to_vec;
use crate::driver::{Window, filter_document};
use crate::error::{Error, Result};
use crate::model::{Doc, Model};
use crate::policy;
use crate::repository::Find;
use crate::repository::find::Query;

/// A page that is asked for.
pub(in crate::repository) struct Keyset {
    pub(in crate::repository) query: Query,
    order: Order,
    fingerprint: Fingerprint,
    limit: u64,
    backwards: bool,
    /// Where the page starts, and whether the document there belongs to it.
    start: Option<Mark>,
}

impl<T: Model> Find<T> {
    /// One page of at most `limit` documents, and cursors to its neighbours.
    ///
    /// Any number of pages costs the same: the server starts where the last page ended. No document is
    /// repeated or left out because others come and go between two pages. Documents that the sort leaves equal
    /// are sorted by their ids; without a sort, all are. An index over the sort's keys and the id behind them
    /// serves both directions.
    ///
    /// A cursor is for the very same query: bounds that are computed anew for each page, such as "the last
    /// hour", make it another one. `limit` may differ.
    ///
    /// MongoDB: `find` with a filter on what lies behind the last page's last document, a sort, and a limit of one
    /// more than asked for.
    ///
    /// # Errors
    ///
    /// `Error::InvalidCursor` if the cursor was changed, was signed with another key, or belongs to another
    /// query. `Error::InvalidPage` without a `limit`, with a limit of 0, and with `skip`. `Error::InvalidFilter`
    /// for a sort that pages cannot continue: through a list, by a field of any type, or by a text search's score;
    /// with `near` and no sort; and with a collation if ids hold text.
    ///
    /// ```no_run
    /// # use vellum_core::{Filter, Repository, model::Model};
    /// # async fn example<User: Model>(users: Repository<User>) -> vellum_core::Result<()> {
    /// let first = users.find(Filter::all()).limit(50).page_slice().await?;
    /// if let Some(next) = first.next {
    ///     let second = users.find(Filter::all()).limit(50).after(next).page_slice().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn page_slice(self) -> Result<Slice<T>> {
        let mut keyset = self.keyset()?;
        let query = std::mem::take(&mut keyset.query);
        let edge = |document: &[u8]| keyset.order.position(document);
        let window = self.send(query).await?.window(keyset.limit, edge).await?;
        Ok(self.slice(keyset, window))
    }

    /// What is sent for the page.
    pub(in crate::repository) fn keyset(&self) -> Result<Keyset> {
        self.repository.check(&self.options.operation)?;
        let limit = self.page_size()?;
        let scoped = self.scoped();
        let sort = self.order()?;
        if let Some(path) = scoped.near().filter(|_| sort.is_empty()) {
            let reason =
                "pages cannot continue the order of `near`: sort by a field, or use `page`".to_owned();
            return Err(Error::InvalidFilter { path: path.to_owned(), reason });
        }
        let order = Order::of::<T>(sort, self.options.operation.collation.is_some())?;
        let fingerprint = self.fingerprint(&scoped, &order)?;
        let start = self.start(&fingerprint, order.keys().len())?;
        let backwards = start.as_ref().is_some_and(|start| start.backwards);
        let mut filter = policy::countable(scoped);
        if let Some(Mark { position, inclusive, .. }) = &start {
            let beyond = keyset::beyond(order.keys(), position, backwards, *inclusive);
            filter = Filter::and(vec![filter, beyond]);
        }
        let query = Query {
            filter: filter_document(&filter)?,
            sort: order.document(backwards),
            limit: Some(limit.saturating_add(1)),
            ..Query::default()
        };
        Ok(Keyset { query, order, fingerprint, limit, backwards, start })
    }

    fn page_size(&self) -> Result<u64> {
        let reason = match self.limit {
            _ if self.skip > 0 => "`page_slice` starts at its cursor: leave out `skip`",
            _ if self.after.is_some() && self.before.is_some() => "a page has `after` or `before`, not both",
            Some(0) => "a page holds at least one document",
            Some(limit) => return Ok(limit),
            None => "`page_slice` needs a `limit`, the size of its pages",
        };
        Err(Error::InvalidPage { reason: reason.to_owned() })
    }

    /// Where the page starts.
    fn start(&self, fingerprint: &Fingerprint, keys: usize) -> Result<Option<Mark>> {
        let (cursor, backwards) = match (&self.after, &self.before) {
            (Some(cursor), _) => (cursor, false),
            (None, Some(cursor)) => (cursor, true),
            (None, None) => return Ok(None),
        };
        let mark = cursor.open(self.repository.db().cursor_key(), fingerprint)?;
        match mark.backwards {
            _ if mark.position.len() != keys => Err(invalid("its position cannot be read")),
            true if !backwards => Err(invalid("it leads to the page before; give it to `before`")),
            false if backwards => Err(invalid("it leads to the next page; give it to `after`")),
            _ => Ok(Some(mark)),
        }
    }

    /// Which query this is, whatever page of it.
    fn fingerprint(&self, filter: &Filter, order: &Order) -> Result<Fingerprint> {
        let invalid = |(path, reason)| Error::InvalidFilter { path, reason };
        let filter = ast::render_filter(filter).map_err(invalid)?;
        let sort = serialize_to_vec(&order.document(false)).unwrap_or_default();
        let collation = self.options.operation.collation.as_ref();
        let collation = collation.and_then(|collation| serialize_to_vec(collation).ok()).unwrap_or_default();
        let mut hash = Sha256::new();
        let namespace = [self.repository.db().name(), T::COLLECTION].map(str::as_bytes);
        for part in [namespace[0], namespace[1], &sort, &filter, &collation] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let (first, _) = hash.split_at(16);
        Ok(Fingerprint::try_from(first).unwrap_or_default())
    }

    /// The page in its own order, with cursors at its edges.
    fn slice(&self, keyset: Keyset, window: Window<Doc<T>, Vec<Literal>>) -> Slice<T> {
        let Keyset { fingerprint, backwards, start, .. } = keyset;
        let key = self.repository.db().cursor_key();
        let seal = |mark: Mark| Cursor::seal(key, &fingerprint, &mark);
        let Window { rows: mut items, first, last, more } = window;
        // On from the last document that was read, if there are more.
        let onwards = last.filter(|_| more).map(|position| Mark { position, backwards, inclusive: false });
        // Back from the first one. A page without documents leads back to where it started, so that the
        // document there is not lost.
        let back = start.map(|start| match first {
            Some(position) => Mark { position, backwards: !backwards, inclusive: false },
            None => Mark { position: start.position, backwards: !backwards, inclusive: !start.inclusive },
        });
        let (onwards, back) = (onwards.map(seal), back.map(seal));
        if backwards {
            items.reverse();
            return Slice { items, next: back, previous: onwards };
        }
        Slice { items, next: onwards, previous: back }
    }
}
