//! What became of the operations of a bulk.

use crate::error::{Error, Result};

/// What became of a bulk: in all, and of each operation.
#[derive(Debug, Clone)]
#[must_use = "some of the operations may have failed: look at `failures`, or call `into_result`"]
pub struct BulkSummary<Id> {
    /// How many documents were inserted by `create`.
    pub inserted: u64,
    /// How many documents were inserted by upserts.
    pub upserted: u64,
    /// How many documents updates and replacements meant.
    pub matched: u64,
    /// How many of them are different now.
    pub modified: u64,
    /// How many documents were deleted, softly or for good.
    pub deleted: u64,
    /// What became of each operation, in the order in which they were given.
    pub outcomes: Vec<BulkOutcome<Id>>,
}

/// What became of one operation of a bulk.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum BulkOutcome<Id> {
    /// The document was created under this id.
    Inserted {
        /// The id.
        id: Id,
    },
    /// An upsert found nothing and inserted a document.
    Upserted {
        /// The id of the new document.
        id: Id,
    },
    /// An update, or a replacement. Servers before 8.0 tell counts of several operations only together:
    /// those that do not follow from the rest are `None`.
    Updated {
        /// How many documents were meant.
        matched: Option<u64>,
        /// How many of them are different now.
        modified: Option<u64>,
    },
    /// A deletion.
    Deleted {
        /// How many documents were deleted; `None` where the server tells it only together with others.
        deleted: Option<u64>,
    },
    /// There is no live document with the id that the operation names.
    Missing,
    /// Someone else has changed the document since it was read.
    Stale,
    /// The operation was refused.
    Failed(Error),
    /// An operation before it was refused, and the order counts.
    NotTried,
}

impl<Id> BulkSummary<Id> {
    pub(super) fn new() -> Self {
        Self { inserted: 0, upserted: 0, matched: 0, modified: 0, deleted: 0, outcomes: Vec::new() }
    }

    /// The operations that were refused: their places, from 0, and why.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &Error)> {
        self.outcomes.iter().enumerate().filter_map(|(index, outcome)| match outcome {
            BulkOutcome::Failed(error) => Some((index, error)),
            _ => None,
        })
    }

    /// The summary, or the error of the first operation that was refused.
    ///
    /// # Errors
    ///
    /// That error. An operation that is stale or that found nothing is none.
    pub fn into_result(self) -> Result<Self> {
        let first = self.failures().next().map(|(_, error)| error.clone());
        first.map_or(Ok(self), Err)
    }
}
