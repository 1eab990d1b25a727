//! `skip`, `limit` and `sample`.

use super::{Aggregate, Origin};
use crate::ast::Stage;

impl<M: Origin, S> Aggregate<M, S> {
    /// Without so many rows at the start.
    ///
    /// MongoDB: `$skip`.
    pub fn skip(self, rows: u64) -> Self {
        self.with(Stage::Skip(rows))
    }

    /// At most so many rows; 0 gives none.
    ///
    /// MongoDB: `$limit`.
    pub fn limit(self, rows: u64) -> Self {
        self.with(Stage::Limit(rows))
    }

    /// So many rows by chance; 0 gives none.
    ///
    /// MongoDB: `$sample`.
    pub fn sample(self, rows: u64) -> Self {
        self.with(Stage::Sample(rows))
    }
}
