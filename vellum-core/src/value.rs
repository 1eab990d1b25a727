//! The one encoding: how a Rust type is stored in BSON.
//!
//! Documents, filter operands and everything else that reaches the database go through [`Value`], so
//! an operand can never be encoded differently from the field that it is compared with.

mod borrowed;
pub mod bytes;
mod decimal;
mod dynamic;
mod encoder;
mod fault;
mod foreign;
pub mod geo;
mod ids;
mod json;
pub mod kind;
mod list;
pub(crate) mod locate;
mod map;
mod nul;
mod number;
mod option;
pub(crate) mod plain;
mod reader;
pub mod serde;
mod set;
mod text;
pub mod through;
mod times;
mod wrapper;

#[cfg(test)]
mod tests;

pub use borrowed::{Borrowed, View};
pub(crate) use encoder::Index;
pub use encoder::{EncodeFault, Encoder, MAX_DEPTH};
pub use fault::{At, Decoded, Fault};
pub use ids::{GenerateId, Identifier};
pub use list::Sequence;
pub(crate) use list::encode_all;
pub use map::{MapKey, Mapping};

pub use option::Nullable;
pub use reader::Reader;

use crate::bson::element;
use crate::field::Place;
use crate::schema::Shape;

/// A type that can be stored.
///
/// The derives implement it: `Embedded` for documents inside
/// documents, enums and newtypes. Foreign types are stored through their serde impls with
/// `#[vellum(serde)]` on the field, or through another stored type with
/// `#[vellum(into = .., try_from = ..)]` on a newtype.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in MongoDB",
    label = "no encoding for `{Self}`",
    note = "add `#[derive(Embedded)]` to `{Self}`, or `#[vellum(serde)]` to the field"
)]
pub trait Value: Sized + Send + Sync + 'static {
    /// The BSON element type that is written; 0 where it differs from value to value.
    const TYPE: u8;

    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// The whole numbers that the type can hold, where they are fewer than the stored type's.
    const RANGE: Option<(i64, i64)> = None;

    /// The family that the type belongs to, which decides the operators of its fields.
    type Kind;

    /// The accessor of a field of this type, under the root `R`.
    type Accessor<R>: Place<R>;

    /// The accessor of a field of type `Option<Self>`.
    type OptionAccessor<R>: Place<R>;

    /// The accessor of a field whose type is a newtype over this one.
    type Wrapped<R, N: Value>: Place<R>;

    /// The accessor of an option of a newtype over this one.
    type WrappedOption<R, N: Value>: Place<R>;

    /// Appends the value, without element type and key.
    fn encode(&self, out: &mut Encoder);

    /// Reads a value that is stored as [`TYPE`](Self::TYPE).
    fn decode(r: &mut Reader<'_>) -> Decoded<Self>;

    /// What is stored, for comparing and describing.
    fn shape() -> Shape;

    /// The element type of this very value.
    #[inline]
    fn element_type(&self) -> u8 {
        Self::TYPE
    }

    /// Appends the value as a field. A value that stands for "no value" appends nothing.
    #[inline]
    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        out.raw(header);
        self.encode(out);
    }

    /// Reads a value that is stored as any element type, where that loses nothing.
    #[inline]
    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        if element_type == Self::TYPE {
            Self::decode(r)
        } else {
            Err(r.unexpected(Self::EXPECTED, element_type))
        }
    }

    /// Reads the value if its field comes next; `None` leaves the reader where it is.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a comparison and a call, which cost less than being called")]
    fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
        if let Some(width) = const { element::width(Self::TYPE) } {
            // Header and value are passed in one step, behind one look at the length.
            let mut ahead = *r;
            if ahead.rest().len() >= N + width && ahead.header(header) {
                let value = Self::decode(&mut ahead)?;
                r.catch_up(ahead);
                return Ok(Some(value));
            }
        } else if r.header(header) {
            return Self::decode(r).map(Some);
        }
        decode_of_any_type(r, header)
    }

    /// What a missing field stands for, if that is anything.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// The value of a field after the whole document has been read.
    #[inline(never)]
    fn required(slot: Option<Self>, name: &'static str, at: At) -> Decoded<Self> {
        match slot.or_else(Self::absent) {
            Some(value) => Ok(value),
            None => Err(Fault::missing(at, name, Self::EXPECTED)),
        }
    }

    /// Drops what BSON cannot store (below a millisecond), so that memory equals what will be read.
    #[inline]
    fn normalize(&mut self) {}
}

/// A document's own fields, without what a collection adds around them. Written by the derives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no fields of its own to be stored beside others",
    label = "`{Self}` is not a document with declared fields",
    note = "`flatten`, and variants like `Card(Details)`, are for types with `#[derive(Embedded)]` that have fields"
)]
pub trait Body: Sized {
    /// Appends the fields.
    fn encode_fields(&self, out: &mut Encoder);

    /// Reads the fields in their declared order; `None` when the stored order is another.
    fn decode_fields(r: &mut Reader<'_>) -> Decoded<Option<Self>>;

    /// Reads the fields in any order and passes over unknown ones.
    fn decode_unordered(document: Reader<'_>) -> Decoded<Self>;

    /// [`Value::normalize`] of each field.
    fn normalize_fields(&mut self);

    /// The fields, as the derive found them.
    fn fields() -> &'static [crate::schema::FieldShape];
}

/// The bytes in front of a value: element type, key, NUL.
///
/// # Panics
///
/// While compiling, if `N` is not the key's length plus 2.
pub const fn header<const N: usize>(element_type: u8, key: &str) -> [u8; N] {
    let key = key.as_bytes();
    assert!(key.len() + 2 == N);
    let mut header = [0; N];
    header[0] = element_type;
    let mut i = 0;
    while i < key.len() {
        header[i + 1] = key[i];
        i += 1;
    }
    header
}

/// Reads a value whose key comes next, whatever its element type; `None` leaves the reader where it is.
/// One function for all fields of a type, since few documents come here.
#[cold]
#[inline(never)]
fn decode_of_any_type<T: Value>(r: &mut Reader<'_>, header: &[u8]) -> Decoded<Option<T>> {
    r.key_of(header).map(|element_type| T::decode_as(element_type, r)).transpose()
}

/// Writes a body as a document.
#[inline]
pub fn encode_body<T: Body>(body: &T, out: &mut Encoder) {
    out.document(|out| body.encode_fields(out));
}

/// Reads a document whose only fields are a body's: first as written, then in any order.
#[inline]
pub fn decode_body<T: Body>(r: &mut Reader<'_>) -> Decoded<T> {
    let document = r.document()?;
    if !document.is_reread() {
        let mut ordered = document;
        if let Some(body) = T::decode_fields(&mut ordered)?
            && ordered.is_empty()
        {
            return Ok(body);
        }
    }
    decode_unordered_below(r, document.rest(), T::decode_unordered)
}

/// Reads a document below `r` whose fields do not stand in their declared order. Its neighbours in a list are
/// likely to be stored alike, so that they are read in any order at once.
#[cold]
#[inline(never)]
fn decode_unordered_below<'de, T>(
    r: &mut Reader<'de>,
    elements: &'de [u8],
    decode: impl FnOnce(Reader<'de>) -> Decoded<T>,
) -> Decoded<T> {
    *r = r.reread();
    decode(r.below(elements))
}

/// Accessors of types that have no fields of their own.
macro_rules! plain_accessors {
    () => {
        type Accessor<R> = $crate::field::Field<R, Self>;
        type OptionAccessor<R> = $crate::field::Opt<R, Self>;
        type Wrapped<R, N: Value> = $crate::field::Field<R, N>;
        type WrappedOption<R, N: Value> = $crate::field::Opt<R, N>;
    };
}
pub(crate) use plain_accessors;
