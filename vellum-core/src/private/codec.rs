//! What expansions call for fields with `serde` and `bytes`: the functions of [`Value`], for the type
//! itself. Every use of a type that cannot be stored so then names one trait and gives one message.

use crate::schema::Shape;
use crate::value::bytes::{self, ByteString, Bytes};
use crate::value::serde::{self, Foreign, Serde};
use crate::value::{At, Decoded, Encoder, Reader, Value};

macro_rules! encoding {
    ($(#[$attribute:meta])* $trait:ident, $bound:ident, $wrapper:ident, $module:ident) => {
        $(#[$attribute])*
        #[expect(missing_docs, reason = "each is the item of the same name in `Value`")]
        pub trait $trait: Sized {
            const TYPE: u8;
            const EXPECTED: &'static str;
            fn encode(&self, out: &mut Encoder);
            fn element_type(&self) -> u8;
            fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder);
            fn decode(r: &mut Reader<'_>) -> Decoded<Self>;
            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self>;
            fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>>;
            fn absent() -> Option<Self>;
            fn required(slot: Option<Self>, name: &'static str, at: At) -> Decoded<Self>;
            fn shape() -> Shape;
        }

        #[diagnostic::do_not_recommend]
        impl<T: $bound> $trait for T {
            const TYPE: u8 = <$wrapper<T> as Value>::TYPE;
            const EXPECTED: &'static str = <$wrapper<T> as Value>::EXPECTED;

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                $module::encode(self, out);
            }

            #[inline]
            fn element_type(&self) -> u8 {
                $module::element_type(self)
            }

            #[inline]
            fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
                $module::encode_field(self, header, out);
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                Ok(<$wrapper<T> as Value>::decode(r)?.0)
            }

            #[inline]
            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
                Ok(<$wrapper<T> as Value>::decode_as(element_type, r)?.0)
            }

            #[inline]
            fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
                Ok(<$wrapper<T> as Value>::decode_field(r, header)?.map(|value| value.0))
            }

            #[inline]
            fn absent() -> Option<Self> {
                <$wrapper<T> as Value>::absent().map(|value| value.0)
            }

            #[inline]
            fn required(slot: Option<Self>, name: &'static str, at: At) -> Decoded<Self> {
                Ok(<$wrapper<T> as Value>::required(slot.map($wrapper), name, at)?.0)
            }

            fn shape() -> Shape {
                <$wrapper<T> as Value>::shape()
            }
        }
    };
}

encoding! {
    /// Types that `#[vellum(serde)]` can store.
    #[diagnostic::on_unimplemented(
        message = "`serde` needs `{Self}` to be `Serialize` and `Deserialize`",
        label = "no serde impls for `{Self}`",
        note = "add `#[derive(Serialize, Deserialize)]` to `{Self}`"
    )]
    BySerde, Foreign, Serde, serde
}

encoding! {
    /// Types that `#[vellum(bytes)]` can store.
    #[diagnostic::on_unimplemented(
        message = "`bytes` cannot store `{Self}`",
        label = "not a list of bytes",
        note = "use `Vec<u8>`, `Box<[u8]>`, `[u8; N]` or an `Option` of one"
    )]
    AsBytes, ByteString, Bytes, bytes
}
