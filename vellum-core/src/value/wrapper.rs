//! `Box`, `Arc` and `Cow` are stored as what they hold.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Body, Decoded, Encoder, Reader, Value};
use crate::schema::{FieldShape, Shape};

macro_rules! stored_as_content {
    ($wrapper:ty, [$($clone:ident)?], $wrap:expr, |$this:ident| $content:expr) => {
        impl<T: Value $(+ $clone)?> Value for $wrapper {
            const TYPE: u8 = T::TYPE;
            const EXPECTED: &'static str = T::EXPECTED;
            const RANGE: Option<(i64, i64)> = T::RANGE;
            type Kind = T::Kind;
            type Accessor<R> = T::Accessor<R>;
            type OptionAccessor<R> = T::OptionAccessor<R>;
            type Wrapped<R, N: Value> = T::Wrapped<R, N>;
            type WrappedOption<R, N: Value> = T::WrappedOption<R, N>;

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                (**self).encode(out);
            }

            #[inline]
            fn element_type(&self) -> u8 {
                (**self).element_type()
            }

            #[inline]
            fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
                (**self).encode_field(header, out);
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                T::decode(r).map($wrap)
            }

            #[inline]
            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
                T::decode_as(element_type, r).map($wrap)
            }

            #[inline]
            fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
                Ok(T::decode_field(r, header)?.map($wrap))
            }

            #[inline]
            fn absent() -> Option<Self> {
                T::absent().map($wrap)
            }

            #[inline]
            fn normalize(&mut self) {
                let $this = self;
                $content.normalize();
            }

            fn shape() -> Shape {
                T::shape()
            }
        }
    };
}

stored_as_content!(Box<T>, [], Box::new, |this| (**this));
// A shared value is copied first: other holders keep what they have.
stored_as_content!(Arc<T>, [Clone], Arc::new, |this| Arc::make_mut(this));
stored_as_content!(Cow<'static, T>, [Clone], Cow::Owned, |this| this.to_mut());

macro_rules! body_of_content {
    ($wrapper:ident, [$($clone:ident)?], |$this:ident| $content:expr) => {
        impl<T: Body $(+ $clone)?> Body for $wrapper<T> {
            fn encode_fields(&self, out: &mut Encoder) {
                (**self).encode_fields(out);
            }

            fn decode_fields(r: &mut Reader<'_>) -> Decoded<Option<Self>> {
                Ok(T::decode_fields(r)?.map(Self::new))
            }

            fn decode_unordered(document: Reader<'_>) -> Decoded<Self> {
                T::decode_unordered(document).map(Self::new)
            }

            fn normalize_fields(&mut self) {
                let $this = self;
                $content.normalize_fields();
            }

            fn fields() -> &'static [FieldShape] {
                T::fields()
            }
        }
    };
}

body_of_content!(Box, [], |this| (**this));
body_of_content!(Arc, [Clone], |this| Arc::make_mut(this));
