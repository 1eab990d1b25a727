//! `count`.

use super::Find;
use crate::driver::filter_document;
use crate::error::Result;
use crate::model::Model;
use crate::policy;
use crate::repository::options::apply;

impl<T: Model> Find<T> {
    /// How many documents there are, within `skip` and `limit`. `near` counts by distance, without order.
    ///
    /// MongoDB: `$match`, `$skip`, `$limit` and `$group` in an aggregation.
    pub async fn count(self) -> Result<u64> {
        self.without_cursor()?;
        self.counted().await
    }

    pub(in crate::repository) async fn counted(&self) -> Result<u64> {
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
        count = apply!(count, self.options, [selection_criteria read_concern]);
        count = apply!(count, self.options.operation, [hint collation max_time comment]);
        Ok(count.await?)
    }
}
