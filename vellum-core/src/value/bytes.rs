//! `#[vellum(bytes)]`: a list of bytes that is stored as binary data instead of an array of numbers.

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// The binary subtype of plain bytes.
const GENERIC: u8 = 0;

/// The old form of plain bytes, whose data repeats its length.
const OLD: u8 = 2;

/// Stands for a field of type `T` that is stored as binary data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes<T>(pub T);

/// Types that `#[vellum(bytes)]` can store.
#[diagnostic::on_unimplemented(
    message = "`bytes` cannot store `{Self}`",
    label = "not a list of bytes",
    note = "use `Vec<u8>`, `Box<[u8]>`, `[u8; N]` or an `Option` of one"
)]
pub trait ByteString: Sized + Send + Sync + 'static {
    /// The bytes, or `None` if there is no value.
    fn as_bytes(&self) -> Option<&[u8]>;

    /// From bytes; `None` if their number does not fit.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;

    /// What a missing field stands for.
    fn absent() -> Option<Self> {
        None
    }
}

macro_rules! byte_strings {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> ByteString for $type {
            fn as_bytes(&self) -> Option<&[u8]> {
                Some(self)
            }

            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok()
            }
        }
    )*};
}

byte_strings! {
    [] Vec<u8>;
    [] Box<[u8]>;
    [const N: usize] [u8; N];
}

impl<T: ByteString> ByteString for Option<T> {
    fn as_bytes(&self) -> Option<&[u8]> {
        self.as_ref().and_then(T::as_bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        T::from_bytes(bytes).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// Appends binary data.
pub(crate) fn write(subtype: u8, bytes: &[u8], out: &mut Encoder) {
    let length = bytes.len() as u32;
    if subtype == OLD {
        out.raw(&(length + 4).to_le_bytes());
        out.raw(&[subtype]);
    }
    out.raw(&length.to_le_bytes());
    if subtype != OLD {
        out.raw(&[subtype]);
    }
    out.raw(bytes);
}

/// Reads binary data: subtype and bytes.
pub(crate) fn read<'de>(r: &mut Reader<'de>) -> Decoded<(u8, &'de [u8])> {
    let start = *r;
    match r.binary()? {
        (OLD, data) => match data.split_first_chunk::<4>() {
            Some((length, bytes)) if u32::from_le_bytes(*length) as usize == bytes.len() => Ok((OLD, bytes)),
            _ => Err(start.malformed("binary data of another length")),
        },
        other => Ok(other),
    }
}

/// [`Value::encode`] of a newtype whose content is `bytes`.
pub fn encode<T: ByteString>(value: &T, out: &mut Encoder) {
    if let Some(bytes) = value.as_bytes() {
        write(GENERIC, bytes, out);
    }
}

/// [`Value::element_type`] of a newtype whose content is `bytes`.
pub fn element_type<T: ByteString>(value: &T) -> u8 {
    if value.as_bytes().is_some() { element::BINARY } else { element::NULL }
}

/// Appends a `bytes` field; the element type in `header` is that of binary data.
#[inline]
pub fn encode_field<T: ByteString, const N: usize>(value: &T, header: &[u8; N], out: &mut Encoder) {
    if let Some(bytes) = value.as_bytes() {
        out.raw(header);
        write(GENERIC, bytes, out);
    }
}

impl<T: ByteString> Value for Bytes<T> {
    const TYPE: u8 = element::BINARY;
    const EXPECTED: &'static str = "binary";
    type Kind = kind::Binary;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode(&self.0, out);
    }

    fn element_type(&self) -> u8 {
        element_type(&self.0)
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        encode_field(&self.0, header, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let (_, bytes) = read(r)?;
        match T::from_bytes(bytes) {
            Some(value) => Ok(Self(value)),
            None => Err(start.refused(Self::EXPECTED, format!("binary of {} bytes", bytes.len()))),
        }
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        match (element_type, T::absent()) {
            (element::BINARY, _) => Self::decode(r),
            (element::NULL, Some(absent)) => Ok(Self(absent)),
            (other, _) => Err(r.unexpected(Self::EXPECTED, other)),
        }
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self)
    }

    fn shape() -> Shape {
        Shape::Scalar(element::BINARY)
    }
}
