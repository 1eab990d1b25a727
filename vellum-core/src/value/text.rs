//! Text.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// What `from_utf8` checks at a time where there is nothing but ASCII, if it is aligned.
const STEP: usize = 16;

#[repr(align(16))]
struct Aligned([u8; STEP]);

/// The first bytes of a step, by their number.
const FIRST: [u128; STEP + 1] = {
    let mut masks = [0; STEP + 1];
    let mut length = 1;
    while length <= STEP {
        masks[length] = u128::from_le(u128::MAX >> (128 - 8 * length));
        length += 1;
    }
    masks
};

/// A string, if the bytes are UTF-8; `ahead` are the same bytes and what stands behind them.
///
/// `from_utf8` goes byte by byte up to the first aligned word and behind the last whole step. Text starts
/// anywhere in a document, so it is checked in an aligned copy: the string's own, or for short
/// text one that NULs fill up to a whole step, which change nothing about what is in front.
#[inline]
pub(super) fn owned(text: &[u8], ahead: &[u8]) -> Option<String> {
    if let Some(mask) = FIRST.get(text.len())
        && let Some(next) = ahead.first_chunk::<STEP>()
    {
        let step = Aligned((u128::from_ne_bytes(*next) & mask).to_ne_bytes());
        return std::str::from_utf8(&step.0).ok()?.get(..text.len()).map(str::to_owned);
    }
    String::from_utf8(text.to_vec()).ok()
}

macro_rules! text {
    ($($type:ty => $read:ident, $owned:expr;)*) => {$(
        impl Value for $type {
            const TYPE: u8 = element::STRING;
            const EXPECTED: &'static str = "string";
            type Kind = kind::Text;
            plain_accessors!();

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                out.str(self);
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                r.$read().map($owned)
            }

            fn shape() -> Shape {
                Shape::Scalar(element::STRING)
            }
        }
    )*};
}

text! {
    String => string, Self::from;
    Box<str> => string, Self::from;
    Arc<str> => str, Self::from;
    Cow<'static, str> => string, Self::Owned;
}

impl Value for char {
    const TYPE: u8 = element::STRING;
    const EXPECTED: &'static str = "string of one character";
    type Kind = kind::Text;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.str(self.encode_utf8(&mut [0; 4]));
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let mut characters = r.str()?.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(start.refused(Self::EXPECTED, "string of another length")),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::STRING)
    }
}
