//! `distinct`.

use super::Find;
use crate::ast::Path;
use crate::bson::Bson;
use crate::driver::{filter_document, read_value};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::policy;
use crate::value::Value;

impl<T: Model> Find<T> {
    pub(super) async fn distinct_at<V: Value>(self, path: &Path) -> Result<Vec<V>> {
        self.without_cursor()?;
        let name = path.as_str().to_owned();
        if let Some(reason) = path.fault() {
            return Err(Error::InvalidFilter { path: name, reason: reason.to_owned() });
        }
        if self.skip > 0 || self.limit.is_some() {
            let reason = "`distinct` looks at all documents of the filter: leave out `skip` and `limit`";
            return Err(Error::InvalidFilter { path: name, reason: reason.to_owned() });
        }
        let filter = filter_document(&policy::countable(self.scoped()))?;
        let values = self.repository.inner.distinct(&name, filter, &self.options).await?;
        let read = |value| distinct_value(&value, self.repository.name(), &name).transpose();
        values.into_iter().filter_map(read).collect()
    }
}

/// One value of `distinct`, which the driver has as `Bson`; null is no value.
fn distinct_value<V: Value>(value: &Bson, collection: &str, path: &str) -> Result<Option<V>> {
    if *value == Bson::Null {
        return Ok(V::absent().and(None));
    }
    read_value(value, collection, path).map(Some)
}
