//! `count`.

use super::Find;
use crate::driver::filter_document;
use crate::error::Result;
use crate::model::Model;
use crate::policy;

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
        let within = (self.skip, self.limit);
        self.repository.inner.count(filter_document(&filter)?, within, &self.options).await
    }
}
