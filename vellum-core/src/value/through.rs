//! `#[vellum(into = S, try_from = S)]`: a type that is stored as another one.

use std::borrow::Cow;

use super::{Decoded, Encoder, MapKey, Reader, Value};

fn stored<T: Clone + Into<S>, S>(value: &T) -> S {
    value.clone().into()
}

fn restored<T, S: Value>(start: Reader<'_>, stored: S) -> Decoded<T>
where
    T: TryFrom<S>,
{
    // The error itself may well hold the value.
    T::try_from(stored).map_err(|_| start.refused(S::EXPECTED, "a value that `TryFrom` refuses"))
}

/// [`Value::encode`].
pub fn encode<T: Clone + Into<S>, S: Value>(value: &T, out: &mut Encoder) {
    stored::<T, S>(value).encode(out);
}

/// [`Value::encode_field`].
pub fn encode_field<T: Clone + Into<S>, S: Value, const N: usize>(
    value: &T,
    header: &[u8; N],
    out: &mut Encoder,
) {
    stored::<T, S>(value).encode_field(header, out);
}

/// [`Value::element_type`].
pub fn element_type<T: Clone + Into<S>, S: Value>(value: &T) -> u8 {
    stored::<T, S>(value).element_type()
}

/// [`Value::decode`].
pub fn decode<T, S: Value>(r: &mut Reader<'_>) -> Decoded<T>
where
    T: TryFrom<S>,
{
    let start = *r;
    restored(start, S::decode(r)?)
}

/// [`Value::decode_as`].
pub fn decode_as<T, S: Value>(element_type: u8, r: &mut Reader<'_>) -> Decoded<T>
where
    T: TryFrom<S>,
{
    let start = *r;
    restored(start, S::decode_as(element_type, r)?)
}

/// [`Value::decode_field`].
pub fn decode_field<T, S: Value, const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<T>>
where
    T: TryFrom<S>,
{
    let start = *r;
    match S::decode_field(r, header)? {
        // The value starts behind its header, where the reader stood if there was one.
        Some(value) => restored(start.after(N.min(start.rest().len() - r.rest().len())), value).map(Some),
        None => Ok(None),
    }
}

/// [`Value::absent`].
pub fn absent<T: TryFrom<S>, S: Value>() -> Option<T> {
    S::absent().and_then(|stored| T::try_from(stored).ok())
}

/// [`Value::normalize`]: through the stored form and back.
pub fn normalize<T: Clone + Into<S> + TryFrom<S>, S: Value>(value: &mut T) {
    let mut stored: S = stored(value);
    stored.normalize();
    if let Ok(restored) = T::try_from(stored) {
        *value = restored;
    }
}

/// [`MapKey::to_key`].
pub fn key<T: Clone + Into<S>, S: MapKey>(value: &T) -> Cow<'static, str> {
    Cow::Owned(stored::<T, S>(value).to_key().into_owned())
}

/// [`MapKey::from_key`].
pub fn from_key<T: TryFrom<S>, S: MapKey>(key: &str) -> Option<T> {
    T::try_from(S::from_key(key)?).ok()
}
