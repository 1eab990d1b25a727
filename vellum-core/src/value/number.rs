//! Numbers. Reading widens where nothing is lost and refuses everything else.

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// Reads any whole number, however it is stored.
fn whole(element_type: u8, r: &mut Reader<'_>, expected: &'static str) -> Decoded<i64> {
    let start = *r;
    match element_type {
        element::INT32 => r.i32().map(i64::from),
        element::INT64 => r.i64(),
        element::DOUBLE => {
            let value = r.f64()?;
            // 2^63 is the first double above every i64.
            if value.fract() == 0.0
                && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value)
            {
                Ok(value as i64)
            } else if value.fract() == 0.0 || !value.is_finite() {
                Err(start.refused(expected, "double out of range"))
            } else {
                Err(start.refused(expected, "double with a fraction"))
            }
        }
        other => Err(start.unexpected(expected, other)),
    }
}

/// Reads any whole number into a type that not all of them fit.
fn narrowed<T: TryFrom<i64>>(element_type: u8, r: &mut Reader<'_>, expected: &'static str) -> Decoded<T> {
    let start = *r;
    T::try_from(whole(element_type, r, expected)?)
        .map_err(|_| start.refused(expected, format!("{} out of range", element::name(element_type))))
}

macro_rules! stored_as_int32 {
    ($($type:ident)*) => {$(
        impl Value for $type {
            const TYPE: u8 = element::INT32;
            const EXPECTED: &'static str = stringify!($type);
            const RANGE: Option<(i64, i64)> = Some(($type::MIN as i64, $type::MAX as i64));
            type Kind = kind::Integer;
            plain_accessors!();

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                out.raw(&i32::from(*self).to_le_bytes());
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let start = *r;
                let value = r.i32()?;
                Self::try_from(value).map_err(|_| start.refused(Self::EXPECTED, "int32 out of range"))
            }

            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
                narrowed(element_type, r, Self::EXPECTED)
            }

            fn shape() -> Shape {
                Shape::Scalar(element::INT32)
            }
        }
    )*};
}

stored_as_int32! { i8 i16 i32 u8 u16 }

macro_rules! stored_as_int64 {
    ($($type:ident)*) => {$(
        impl Value for $type {
            const TYPE: u8 = element::INT64;
            const EXPECTED: &'static str = stringify!($type);
            const RANGE: Option<(i64, i64)> = Some(stored_range($type::MIN as i128, $type::MAX as i128));
            type Kind = kind::Integer;
            plain_accessors!();

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                let value = i64::try_from(*self).unwrap_or_else(|_| {
                    out.refuse(concat!(stringify!($type), " above the largest int64"));
                    i64::MAX
                });
                out.raw(&value.to_le_bytes());
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let start = *r;
                let value = r.i64()?;
                Self::try_from(value).map_err(|_| start.refused(Self::EXPECTED, "int64 out of range"))
            }

            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
                narrowed(element_type, r, Self::EXPECTED)
            }

            fn shape() -> Shape {
                Shape::Scalar(element::INT64)
            }
        }
    )*};
}

/// The part of a type's range that an int64 can hold.
const fn stored_range(least: i128, greatest: i128) -> (i64, i64) {
    let greatest = if greatest > i64::MAX as i128 { i64::MAX } else { greatest as i64 };
    (least as i64, greatest)
}

stored_as_int64! { u32 u64 isize usize }

impl Value for i64 {
    const TYPE: u8 = element::INT64;
    const EXPECTED: &'static str = "i64";
    type Kind = kind::Integer;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.to_le_bytes());
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        r.i64()
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        whole(element_type, r, Self::EXPECTED)
    }

    fn shape() -> Shape {
        Shape::Scalar(element::INT64)
    }
}

impl Value for f64 {
    const TYPE: u8 = element::DOUBLE;
    const EXPECTED: &'static str = "f64";
    type Kind = kind::Double;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.to_le_bytes());
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        r.f64()
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        match element_type {
            element::DOUBLE => r.f64(),
            element::INT32 => r.i32().map(f64::from),
            element::INT64 => {
                let value = r.i64()?;
                let double = value as f64;
                if double as i128 == i128::from(value) {
                    Ok(double)
                } else {
                    Err(start.refused(Self::EXPECTED, "int64 that no double equals"))
                }
            }
            other => Err(start.unexpected(Self::EXPECTED, other)),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DOUBLE)
    }
}

impl Value for f32 {
    const TYPE: u8 = element::DOUBLE;
    const EXPECTED: &'static str = "f32";
    type Kind = kind::Double;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&f64::from(*self).to_le_bytes());
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Self::decode_as(element::DOUBLE, r)
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let double = match element_type {
            element::DOUBLE | element::INT32 | element::INT64 => f64::decode_as(element_type, r)?,
            other => return Err(start.unexpected(Self::EXPECTED, other)),
        };
        let single = double as Self;
        if f64::from(single) == double || double.is_nan() {
            Ok(single)
        } else {
            Err(start.refused(Self::EXPECTED, format!("{} that no f32 equals", element::name(element_type))))
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DOUBLE)
    }
}

impl Value for bool {
    const TYPE: u8 = element::BOOLEAN;
    const EXPECTED: &'static str = "bool";
    type Kind = kind::Bool;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&[u8::from(*self)]);
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "one byte, which costs less than being called for it")]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        match r.array()? {
            [value @ (0 | 1)] => Ok(*value == 1),
            _ => Err(start.malformed("a bool that is neither 0 nor 1")),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::BOOLEAN)
    }
}
