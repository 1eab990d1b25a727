//! Operators on maps.

use super::{Field, Place};
use crate::value::{Mapping, MapKey, Value};

impl<R, C: Value> Field<R, C> {
    /// The value of a key. A key that no path can lead to (empty, with a dot, or starting with `$`)
    /// makes the filter invalid, and the operation that it is given to returns `Error::InvalidFilter`.
    ///
    /// MongoDB: `{"map.key": ..}`.
    pub fn key(&self, key: impl AsRef<str>) -> <C::Item as Value>::Accessor<R>
    where
        C: Mapping,
    {
        Place::at(self.path.key(key.as_ref()))
    }

    /// The value of a key of the map's own key type.
    pub fn key_of(&self, key: &C::Key) -> <C::Item as Value>::Accessor<R>
    where
        C: Mapping,
    {
        Place::at(self.path.key(&key.to_key()))
    }
}
