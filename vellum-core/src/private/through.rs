//! What expansions call for `#[vellum(into = S, try_from = S)]`: the functions of [`Value`]. Every use then
//! names one trait, so that a missing conversion is one message.

use std::borrow::Cow;

use crate::value::{Decoded, Encoder, MapKey, Reader, Value, through};

/// A type that is stored as `S`.
#[expect(missing_docs, reason = "each is the item of the same name in `Value` or `MapKey`")]
pub trait Through<S: Value>: Sized {
    fn encode(&self, out: &mut Encoder);
    fn element_type(&self) -> u8;
    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder);
    fn decode(r: &mut Reader<'_>) -> Decoded<Self>;
    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self>;
    fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>>;
    fn absent() -> Option<Self>;
    fn normalize(&mut self);
    fn to_key(&self) -> Cow<'_, str>
    where
        S: MapKey;
    fn from_key(text: &str) -> Option<Self>
    where
        S: MapKey;
}

impl<T: Clone + Into<S> + TryFrom<S>, S: Value> Through<S> for T {
    fn encode(&self, out: &mut Encoder) {
        through::encode::<T, S>(self, out);
    }

    fn element_type(&self) -> u8 {
        through::element_type::<T, S>(self)
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        through::encode_field::<T, S, N>(self, header, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        through::decode::<T, S>(r)
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        through::decode_as::<T, S>(element_type, r)
    }

    fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
        through::decode_field::<T, S, N>(r, header)
    }

    fn absent() -> Option<Self> {
        through::absent::<T, S>()
    }

    fn normalize(&mut self) {
        through::normalize::<T, S>(self);
    }

    fn to_key(&self) -> Cow<'_, str>
    where
        S: MapKey,
    {
        through::key::<T, S>(self)
    }

    fn from_key(text: &str) -> Option<Self>
    where
        S: MapKey,
    {
        through::from_key::<T, S>(text)
    }
}
