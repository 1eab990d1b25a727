//! `rust_decimal::Decimal`, stored as `Decimal128` with its scale: 1.10 stays 1.10.

use rust_decimal::Decimal;

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// What is added to the exponent in the binary form.
const BIAS: i32 = 6176;

/// The bits of the coefficient when it is stored in its usual place.
const COEFFICIENT: u128 = (1 << 113) - 1;

/// The largest coefficient of 34 digits; the specification reads larger ones as zero.
const LARGEST: u128 = 10_u128.pow(34) - 1;

/// The largest coefficient of a `Decimal`.
const FITTING: u128 = (1 << 96) - 1;

impl Value for Decimal {
    const TYPE: u8 = element::DECIMAL128;
    const EXPECTED: &'static str = "decimal128";
    type Kind = kind::Decimal;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        let exponent = (BIAS - self.scale() as i32) as u128;
        let sign = u128::from(self.is_sign_negative()) << 127;
        out.raw(&(sign | exponent << 113 | self.mantissa().unsigned_abs()).to_le_bytes());
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        from_bits(u128::from_le_bytes(*r.array()?)).map_err(|found| start.refused(Self::EXPECTED, found))
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        match element_type {
            element::DECIMAL128 => Self::decode(r),
            element::INT32 => r.i32().map(Self::from),
            element::INT64 => r.i64().map(Self::from),
            other => Err(r.unexpected(Self::EXPECTED, other)),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::DECIMAL128)
    }
}

fn from_bits(bits: u128) -> Result<Decimal, &'static str> {
    let negative = bits >> 127 == 1;
    let (exponent, coefficient) = match (bits >> 125) & 0b11 {
        0b11 if (bits >> 123) & 0b1111 == 0b1111 => return Err("decimal128 that is not a finite number"),
        // Here the exponent stands two bits lower, before a coefficient of more than 34 digits.
        0b11 => (bits >> 111, 0),
        _ => (bits >> 113, Some(bits & COEFFICIENT).filter(|digits| *digits <= LARGEST).unwrap_or(0)),
    };
    let (coefficient, scale) = rescale(coefficient, (exponent & 0x3FFF) as i32 - BIAS).ok_or(TOO_PRECISE)?;
    let mut decimal = Decimal::try_from_i128_with_scale(coefficient, scale).map_err(|_| TOO_PRECISE)?;
    decimal.set_sign_negative(negative);
    Ok(decimal)
}

const TOO_PRECISE: &str = "decimal128 with more digits than fit";

/// The same number as a coefficient that fits and a scale between 0 and 28.
fn rescale(mut coefficient: u128, mut exponent: i32) -> Option<(i128, u32)> {
    if coefficient == 0 {
        return Some((0, exponent.clamp(-28, 0).unsigned_abs()));
    }
    while exponent > 0 {
        coefficient = coefficient.checked_mul(10)?;
        exponent -= 1;
    }
    while exponent < -28 || (coefficient > FITTING && exponent < 0) {
        if !coefficient.is_multiple_of(10) {
            return None;
        }
        coefficient /= 10;
        exponent += 1;
    }
    (coefficient <= FITTING).then_some((coefficient.cast_signed(), exponent.unsigned_abs()))
}
