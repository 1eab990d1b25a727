//! Maps with text keys: documents whose keys are data.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::{ObjectId, element};
use crate::schema::Shape;

/// Types that can be the key of a stored map: those that are written as text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a stored map",
    label = "a key is stored as text",
    note = "use `String`, `Uuid`, `ObjectId`, an enum without data, or a newtype over one of them"
)]
pub trait MapKey: Sized + Send + Sync + 'static {
    /// The key as it is stored.
    fn to_key(&self) -> Cow<'_, str>;

    /// The key that is stored as `text`, or `None` if it is no such key.
    fn from_key(text: &str) -> Option<Self>;
}

macro_rules! text_keys {
    ($($type:ty)*) => {$(
        impl MapKey for $type {
            fn to_key(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }

            fn from_key(text: &str) -> Option<Self> {
                Some(text.to_owned().into())
            }
        }
    )*};
}

text_keys! { String Box<str> Arc<str> Cow<'static, str> }

impl MapKey for char {
    fn to_key(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn from_key(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Keys that have one written form, the only one that is read: under another one an entry could not
/// be found again by its key, and two entries might become one.
macro_rules! hexadecimal_keys {
    ($($type:ty, $length:literal;)*) => {$(
        impl MapKey for $type {
            fn to_key(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn from_key(text: &str) -> Option<Self> {
                let written = text.len() == $length && !text.bytes().any(|byte| byte.is_ascii_uppercase());
                if written { text.parse().ok() } else { None }
            }
        }
    )*};
}

hexadecimal_keys! {
    uuid::Uuid, 36;
    ObjectId, 24;
}

/// Maps: types that are stored as a document of one kind of value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map",
    label = "this operator is for maps with text keys"
)]
pub trait Mapping: Value {
    /// The type of a key.
    type Key: MapKey;
    /// The type of a value.
    type Item: Value;
}

fn encode_entries<'a, V: Value>(entries: impl Iterator<Item = (Cow<'a, str>, &'a V)>, out: &mut Encoder) {
    out.document(|out| {
        for (key, value) in entries {
            out.key(value.element_type(), &key);
            value.encode(out);
        }
    });
}

fn decode_entries<K: MapKey, V: Value, M: FromIterator<(K, V)>>(r: &mut Reader<'_>) -> Decoded<M> {
    let mut entries = r.document()?;
    std::iter::from_fn(|| next_entry(&mut entries).transpose()).collect()
}

fn next_entry<K: MapKey, V: Value>(entries: &mut Reader<'_>) -> Decoded<Option<(K, V)>> {
    let Some((element_type, key)) = entries.next_key()? else { return Ok(None) };
    let Some(key) = std::str::from_utf8(key).ok().and_then(K::from_key) else {
        return Err(entries.refused("another key", "a key that the map's key type refuses"));
    };
    Ok(Some((key, V::decode_as(element_type, entries)?)))
}

impl<K, V, S> Value for HashMap<K, V, S>
where
    K: MapKey + Eq + Hash,
    V: Value,
    S: BuildHasher + Default + Send + Sync + 'static,
{
    const TYPE: u8 = element::DOCUMENT;
    const EXPECTED: &'static str = "document";
    type Kind = kind::Map;
    plain_accessors!();

    /// In the order of the keys, so that equal maps look equal.
    fn encode(&self, out: &mut Encoder) {
        let mut entries: Vec<_> = self.iter().map(|(key, value)| (key.to_key(), value)).collect();
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        encode_entries(entries.into_iter(), out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_entries(r)
    }

    fn normalize(&mut self) {
        for value in self.values_mut() {
            value.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::Map(V::shape)
    }
}

impl<K, V, S> Mapping for HashMap<K, V, S>
where
    K: MapKey + Eq + Hash,
    V: Value,
    S: BuildHasher + Default + Send + Sync + 'static,
{
    type Key = K;
    type Item = V;
}

impl<K: MapKey + Ord, V: Value> Value for BTreeMap<K, V> {
    const TYPE: u8 = element::DOCUMENT;
    const EXPECTED: &'static str = "document";
    type Kind = kind::Map;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode_entries(self.iter().map(|(key, value)| (key.to_key(), value)), out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_entries(r)
    }

    fn normalize(&mut self) {
        for value in self.values_mut() {
            value.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::Map(V::shape)
    }
}

impl<K: MapKey + Ord, V: Value> Mapping for BTreeMap<K, V> {
    type Key = K;
    type Item = V;
}
