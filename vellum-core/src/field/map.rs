//! Operators on maps.

use super::{Field, Mapped, Place};
use crate::value::kind::Elements;
use crate::value::{MapKey, Mapping, Value};

/// The accessor of a value of the map `C`, which may be missing.
pub type EntryAccessor<R, C> = <<<C as Value>::Kind as Elements<C>>::Entry as Value>::OptionAccessor<R>;

impl<R, C: Value> Field<R, C> {
    /// The value of a key. A key that no path can lead to (empty, with a dot, or starting with `$`)
    /// makes the filter invalid, and the operation that it is given to returns `Error::InvalidFilter`.
    ///
    /// MongoDB: `{"map.key": ..}`.
    pub fn key(&self, key: impl AsRef<str>) -> EntryAccessor<R, C>
    where
        C: Value<Kind: Elements<C> + Mapped<C>>,
    {
        Place::at(self.path.key(key.as_ref()))
    }

    /// The value of a key of the map's own key type.
    pub fn key_of(&self, key: &C::Key) -> EntryAccessor<R, C>
    where
        C: Mapping<Kind: Elements<C>>,
    {
        Place::at(self.path.key(&key.to_key()))
    }
}
