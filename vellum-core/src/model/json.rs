//! Documents for serde: one flat object of id, fields and columns.

use std::marker::PhantomData;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Doc, Model, Stored};
use crate::value::plain::{AsPlain, time_text};

#[derive(serde::Serialize)]
struct Flat<I, T, C> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<I>,
    #[serde(flatten)]
    value: T,
    #[serde(flatten)]
    columns: C,
}

/// The columns of the model `T` that a document has.
struct Columns<'a, T> {
    stored: &'a Stored,
    model: PhantomData<fn() -> T>,
}

impl<T: Model> Serialize for Columns<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(name) = T::COLUMNS.version {
            map.serialize_entry(name, &self.stored.version)?;
        }
        for (name, time) in self.stored.times(T::COLUMNS) {
            map.serialize_entry(name, &time_text(time))?;
        }
        map.end()
    }
}

/// Models that serde can write. A trait of its own only for its message, which is shorter than serde's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Serialize`, so its documents are not",
    label = "add `#[derive(Serialize)]` to `{Self}`"
)]
pub trait Written: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Written for T {}

/// For an answer as it goes to a browser; see [`Doc`].
impl<T: Model + Written> Serialize for Doc<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = (!T::OWN_ID).then(|| AsPlain(self.id()));
        let value: &T = self;
        Flat { id, value, columns: Columns::<T> { stored: self.stored(), model: PhantomData } }
            .serialize(serializer)
    }
}
