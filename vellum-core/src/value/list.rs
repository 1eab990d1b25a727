//! Lists.

use std::collections::VecDeque;

use super::encoder::Index;
use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// Lists and sets: types that are stored as an array of one kind of element.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    label = "this operator is for lists and sets"
)]
pub trait Sequence: Value {
    /// The type of an element.
    type Item: Value;
}

/// Appends an array.
pub(crate) fn encode_all<'a, T: Value>(items: impl IntoIterator<Item = &'a T>, out: &mut Encoder) {
    out.document(|out| {
        let mut index = Index::zero();
        for item in items {
            out.element(item.element_type(), &index);
            item.encode(out);
            index.advance();
        }
    });
}

/// Reads one element of an array.
#[inline]
fn decode_item<T: Value>(element_type: u8, r: &mut Reader<'_>) -> Decoded<T> {
    if element_type == T::TYPE { T::decode(r) } else { T::decode_as(element_type, r) }
}

/// The most memory, in bytes, that is reserved for elements before they have been read.
const RESERVED: usize = 1 << 18;

/// Reads an array.
#[inline]
pub(crate) fn decode_all<T: Value>(r: &mut Reader<'_>) -> Decoded<Vec<T>> {
    decode_list(r, decode_item)
}

/// Reads an array, each element by `item`. Room is reserved by the size of the first element: never for more
/// elements than the bytes that are left could hold, and never so much that arrays in arrays, each with a
/// small first element before a large rest, could add up.
#[inline]
pub(super) fn decode_list<'de, T>(
    r: &mut Reader<'de>,
    item: impl Fn(u8, &mut Reader<'de>) -> Decoded<T>,
) -> Decoded<Vec<T>> {
    let mut elements = r.document()?;
    let length = elements.rest().len();
    let Some(element_type) = elements.next_element()? else { return Ok(Vec::new()) };
    let first = item(element_type, &mut elements)?;
    let left = elements.rest().len();
    let expected = left / (length - left).max(size_of::<T>() / 4).max(3);
    let mut items = Vec::with_capacity(1 + expected.min(RESERVED / size_of::<T>().max(1)));
    items.push(first);
    while let Some(element_type) = elements.next_element()? {
        items.push(item(element_type, &mut elements)?);
    }
    Ok(items)
}

impl<T: Value> Value for Vec<T> {
    const TYPE: u8 = element::ARRAY;
    const EXPECTED: &'static str = "array";
    type Kind = kind::List;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        encode_all(self, out);
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_all(r)
    }

    #[inline]
    fn normalize(&mut self) {
        for item in self {
            item.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Value> Sequence for Vec<T> {
    type Item = T;
}

impl<T: Value> Value for VecDeque<T> {
    const TYPE: u8 = element::ARRAY;
    const EXPECTED: &'static str = "array";
    type Kind = kind::List;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode_all(self, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_all(r).map(Self::from)
    }

    fn normalize(&mut self) {
        for item in self {
            item.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Value> Sequence for VecDeque<T> {
    type Item = T;
}

impl<T: Value> Value for Box<[T]> {
    const TYPE: u8 = element::ARRAY;
    const EXPECTED: &'static str = "array";
    type Kind = kind::List;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode_all(self, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        decode_all(r).map(Vec::into_boxed_slice)
    }

    fn normalize(&mut self) {
        for item in self {
            item.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Value> Sequence for Box<[T]> {
    type Item = T;
}

/// The most elements of an array that are gathered on the stack, as those of a position are.
const IN_PLACE: usize = 16;

impl<T: Value, const LENGTH: usize> Value for [T; LENGTH] {
    const TYPE: u8 = element::ARRAY;
    const EXPECTED: &'static str = "array";
    type Kind = kind::Array;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode_all(self, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let of_another_length =
            |length| start.refused(Self::EXPECTED, format!("array of {length} elements instead of {LENGTH}"));
        if LENGTH > IN_PLACE {
            return Self::try_from(decode_all::<T>(r)?).map_err(|items| of_another_length(items.len()));
        }
        let mut elements = r.document()?;
        let mut slots = [const { None }; LENGTH];
        let mut length = 0;
        while let Some(element_type) = elements.next_element()? {
            let item = decode_item(element_type, &mut elements)?;
            if let Some(slot) = slots.get_mut(length) {
                *slot = Some(item);
            }
            length += 1;
        }
        if length != LENGTH {
            return Err(of_another_length(length));
        }
        Ok(slots.map(|slot| slot.unwrap_or_else(|| unreachable!("as many elements as slots"))))
    }

    fn normalize(&mut self) {
        for item in self {
            item.normalize();
        }
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl<T: Value, const N: usize> Sequence for [T; N] {
    type Item = T;
}
