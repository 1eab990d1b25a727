//! `distinct`.

use super::Find;
use crate::bson::Bson;
use crate::driver::{decode_error, filter_document};
use crate::error::{Error, Result};
use crate::field::Place;
use crate::model::Model;
use crate::policy;
use crate::repository::options::apply;
use crate::value::kind::{Distinct, Elements};
use crate::value::{Encoder, Reader, Value};

impl<T: Model> Find<T> {
    /// The values of one field, each once: of a list its elements, of an option what is in it.
    ///
    /// MongoDB: `distinct`. It compares exactly, documents with their order of fields; with a collation,
    /// texts that it calls equal are one value. `hint` needs MongoDB 7.1.
    ///
    /// # Errors
    ///
    /// `Error::InvalidFilter` if the query has `skip` or `limit`, which `distinct` cannot regard.
    pub async fn distinct<P>(self, field: P) -> Result<Vec<Distinct<P::Value>>>
    where
        P: Place<T, Value: Value<Kind: Elements<P::Value>>>,
    {
        self.without_cursor()?;
        let path = field.path();
        let name = path.as_str().to_owned();
        if let Some(reason) = path.fault() {
            return Err(Error::InvalidFilter { path: name, reason: reason.to_owned() });
        }
        if self.skip > 0 || self.limit.is_some() {
            let reason = "`distinct` looks at all documents of the filter: leave out `skip` and `limit`";
            return Err(Error::InvalidFilter { path: name, reason: reason.to_owned() });
        }
        let filter = filter_document(&policy::countable(self.scoped()))?;
        let mut distinct = self.repository.inner.collection.distinct(&name, filter);
        distinct = apply!(distinct, self.options, [selection_criteria read_concern]);
        distinct = apply!(distinct, self.options.operation, [hint collation max_time comment]);
        let read = |value| distinct_value(&value, self.repository.name(), &name).transpose();
        distinct.await?.into_iter().filter_map(read).collect()
    }
}

/// One value of `distinct`, which the driver has as `Bson`; null is no value.
fn distinct_value<V: Value>(value: &Bson, collection: &str, path: &str) -> Result<Option<V>> {
    if *value == Bson::Null {
        return Ok(V::absent().and(None));
    }
    let mut document = Encoder::new();
    document.document(|out| {
        out.key(Value::element_type(value), path);
        value.encode(out);
    });
    let bytes = document.bytes();
    let read = || {
        let mut elements = Reader::of_document(bytes)?;
        elements.next_key()?.map(|(element_type, _)| V::decode_as(element_type, &mut elements)).transpose()
    };
    read().map_err(|fault| decode_error(collection, bytes, &fault))
}
