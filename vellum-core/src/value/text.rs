//! Text.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

macro_rules! text {
    ($($type:ty => |$text:ident| $owned:expr;)*) => {$(
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
                let $text = r.str()?;
                Ok($owned)
            }

            fn shape() -> Shape {
                Shape::Scalar(element::STRING)
            }
        }
    )*};
}

text! {
    String => |text| text.to_owned();
    Box<str> => |text| text.into();
    Arc<str> => |text| text.into();
    Cow<'static, str> => |text| Self::Owned(text.to_owned());
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
