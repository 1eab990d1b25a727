//! Reading without copying: values that borrow from the bytes they are read out of.
//!
//! [`Value`](super::Value) owns what it reads. What borrows cannot be one, because it cannot outlive its
//! batch; it is also never written. So this is the reading half of `Value` and `Body` alone.

use std::borrow::Cow;

use super::list::decode_list;
use super::{At, Decoded, Fault, Reader, bytes, decode_unordered_below};
use crate::bson::element;

/// A type that borrows from the document that it is read out of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be borrowed from a document",
    label = "not a type that borrows from the server's bytes",
    note = "`&'a str`, `&'a [u8]`, `Cow<'a, str>`, other projections that borrow, and `Option` and `Vec` of these can"
)]
pub trait Borrowed<'de>: Sized {
    /// The BSON element type that is read.
    const TYPE: u8;

    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// Reads a value that is stored as [`TYPE`](Self::TYPE).
    fn decode(r: &mut Reader<'de>) -> Decoded<Self>;

    /// Reads a value that is stored as any element type.
    #[inline]
    fn decode_as(element_type: u8, r: &mut Reader<'de>) -> Decoded<Self> {
        if element_type == Self::TYPE {
            Self::decode(r)
        } else {
            Err(r.unexpected(Self::EXPECTED, element_type))
        }
    }

    /// Reads the value if its field comes next; `None` leaves the reader where it is.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a comparison and a call, which cost less than being called")]
    fn decode_field<const N: usize>(r: &mut Reader<'de>, header: &[u8; N]) -> Decoded<Option<Self>> {
        if r.header(header) { Self::decode(r).map(Some) } else { decode_of_any_type(r, header) }
    }

    /// What a missing field stands for, if that is anything.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// The value of a field after the whole document has been read.
    #[inline]
    fn required(slot: Option<Self>, name: &'static str, at: At) -> Decoded<Self> {
        slot.or_else(Self::absent).ok_or_else(|| Fault::missing(at, name, Self::EXPECTED))
    }
}

/// A document's fields, some of which borrow. Written by `#[derive(Projection)]`.
pub trait View<'de>: Sized {
    /// Reads the fields in their declared order; `None` when the stored order is another.
    fn decode_fields(r: &mut Reader<'de>) -> Decoded<Option<Self>>;

    /// Reads the fields in any order and passes over unknown ones.
    fn decode_unordered(document: Reader<'de>) -> Decoded<Self>;
}

/// Reads a value whose key comes next, whatever its element type; `None` leaves the reader where it is.
#[cold]
#[inline(never)]
fn decode_of_any_type<'de, T: Borrowed<'de>>(r: &mut Reader<'de>, header: &[u8]) -> Decoded<Option<T>> {
    r.key_of(header).map(|element_type| T::decode_as(element_type, r)).transpose()
}

impl<'de> Borrowed<'de> for &'de str {
    const TYPE: u8 = element::STRING;
    const EXPECTED: &'static str = "string";

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        r.str()
    }
}

impl<'de> Borrowed<'de> for Cow<'de, str> {
    const TYPE: u8 = element::STRING;
    const EXPECTED: &'static str = "string";

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        r.str().map(Cow::Borrowed)
    }
}

impl<'de> Borrowed<'de> for &'de [u8] {
    const TYPE: u8 = element::BINARY;
    const EXPECTED: &'static str = "binary";

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        bytes::read(r).map(|(_, bytes)| bytes)
    }
}

impl<'de, T: Borrowed<'de>> Borrowed<'de> for Option<T> {
    const TYPE: u8 = T::TYPE;
    const EXPECTED: &'static str = T::EXPECTED;

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        T::decode(r).map(Some)
    }

    #[inline]
    fn decode_as(element_type: u8, r: &mut Reader<'de>) -> Decoded<Self> {
        if element_type == element::NULL { Ok(None) } else { T::decode_as(element_type, r).map(Some) }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a comparison and a call, which cost less than being called")]
    fn decode_field<const N: usize>(r: &mut Reader<'de>, header: &[u8; N]) -> Decoded<Option<Self>> {
        if r.header(header) {
            T::decode(r).map(|value| Some(Some(value)))
        } else if r.comes_next(header) {
            decode_of_any_type(r, header)
        } else {
            Ok(Some(None))
        }
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<'de, T: Borrowed<'de>> Borrowed<'de> for Vec<T> {
    const TYPE: u8 = element::ARRAY;
    const EXPECTED: &'static str = "array";

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        decode_list(
            r,
            |element_type, r| {
                if element_type == T::TYPE { T::decode(r) } else { T::decode_as(element_type, r) }
            },
        )
    }
}

#[diagnostic::do_not_recommend]
impl<'de, T: View<'de>> Borrowed<'de> for T {
    const TYPE: u8 = element::DOCUMENT;
    const EXPECTED: &'static str = "document";

    #[inline]
    fn decode(r: &mut Reader<'de>) -> Decoded<Self> {
        let document = r.document()?;
        if !document.is_reread() {
            let mut ordered = document;
            if let Some(view) = T::decode_fields(&mut ordered)?
                && ordered.is_empty()
            {
                return Ok(view);
            }
        }
        decode_unordered_below(r, document.rest(), T::decode_unordered)
    }
}
