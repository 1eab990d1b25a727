//! Options: `None` is a missing field, and null inside a list.

use super::{Decoded, Encoder, Reader, Value, decode_of_any_type, kind};
use crate::bson::element;
use crate::schema::Shape;

/// Kinds that an option can be made of: all but options.
#[diagnostic::on_unimplemented(
    message = "an option of an option cannot be stored",
    label = "`None` and `Some(None)` would look the same in the database",
    note = "use one `Option`, or an enum"
)]
pub trait Definite {}

macro_rules! definite {
    ($($kind:ident)*) => {$(impl Definite for kind::$kind {})*};
}

definite! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document List Array
    Set Map Geo Reference Any Foreign
}

impl<T: Value> Value for Option<T>
where
    T::Kind: Definite,
{
    const TYPE: u8 = T::TYPE;
    const EXPECTED: &'static str = T::EXPECTED;
    type Kind = kind::Optional;
    type Accessor<R> = T::OptionAccessor<R>;
    type OptionAccessor<R> = T::OptionAccessor<R>;
    type Wrapped<R, N: Value> = T::WrappedOption<R, T>;
    type WrappedOption<R, N: Value> = T::WrappedOption<R, T>;

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        if let Some(value) = self {
            value.encode(out);
        }
    }

    #[inline]
    fn element_type(&self) -> u8 {
        self.as_ref().map_or(element::NULL, T::element_type)
    }

    #[inline]
    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        if let Some(value) = self {
            value.encode_field(header, out);
        }
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        T::decode(r).map(Some)
    }

    #[inline]
    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        if element_type == element::NULL { Ok(None) } else { T::decode_as(element_type, r).map(Some) }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a comparison and a call, which cost less than being called")]
    fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
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

    #[inline]
    fn normalize(&mut self) {
        if let Some(value) = self {
            value.normalize();
            // A `Bson` that is null itself, or the like, reads back as `None`.
            if value.element_type() == element::NULL {
                *self = None;
            }
        }
    }

    fn shape() -> Shape {
        Shape::Optional(T::shape)
    }
}

/// Options, the only types whose fields can be stored as null.
#[diagnostic::on_unimplemented(
    message = "`null` is for fields of type `Option`",
    label = "`{Self}` is never `None`"
)]
pub trait Nullable: Value {
    /// Appends the value as a field, null when there is none.
    fn encode_field_or_null<const N: usize>(&self, header: &[u8; N], out: &mut Encoder);
}

impl<T: Value> Nullable for Option<T>
where
    T::Kind: Definite,
{
    #[inline]
    fn encode_field_or_null<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        match self {
            Some(value) => value.encode_field(header, out),
            None => out.header_of_type(element::NULL, header),
        }
    }
}
