//! `rust_decimal::Decimal` in `Decimal128`: exact, or refused.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::records::decimal;
use super::{Refused, comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Bson, Decimal128};

const TOO_PRECISE: &str = "decimal128 with more digits than fit";

fn stored(text: &str) -> Decimal128 {
    text.parse().unwrap()
}

fn read_text(text: &str) -> Result<Decimal, Refused> {
    read_bson(stored(text))
}

/// `rust_decimal` drops the sign of zero.
fn exact(text: &str) -> Decimal {
    let mut decimal = Decimal::from_str_exact(text).unwrap();
    decimal.set_sign_negative(text.starts_with('-'));
    decimal
}

proptest! {
    #[test]
    fn decimals_are_stored_as_the_text_of_them_would_be(decimal in decimal()) {
        is_stored_as(&decimal, stored(&decimal.to_string()));
        let back: Decimal = read(&written(&decimal).unwrap()).unwrap();
        prop_assert_eq!(back.serialize(), decimal.serialize());
    }

    #[test]
    fn a_decimal128_is_read_exactly_or_refused(
        digits in prop_oneof![0..10_u128.pow(34), 0..1_u128 << 97, 0..1000_u128],
        zeros in 0..20_u32,
        exponent in prop_oneof![-60..60_i32, -6176..6112_i32],
        negative: bool,
    ) {
        let digits = digits / 10_u128.pow(zeros) * 10_u128.pow(zeros);
        let sign = if negative { "-" } else { "" };
        let text = format!("{sign}{digits}E{exponent}");
        match read_text(&text) {
            Ok(decimal) => {
                // Digits and exponent without zeros at the end are one and the same number.
                let shortest = |digits: u128, mut exponent: i32| {
                    let mut digits = digits;
                    while digits != 0 && digits.is_multiple_of(10) {
                        digits /= 10;
                        exponent += 1;
                    }
                    (digits, if digits == 0 { 0 } else { exponent })
                };
                prop_assert_eq!(
                    shortest(decimal.mantissa().unsigned_abs(), -(decimal.scale() as i32)),
                    shortest(digits, exponent)
                );
                prop_assert_eq!(decimal.is_sign_negative(), negative);
                comes_back(&decimal);
            }
            Err(refusal) => {
                prop_assert_eq!(Err::<Decimal, _>(refusal), refused("v", "decimal128", TOO_PRECISE));
                // Without the zeros at its end it has more digits, or more of them behind the point.
                let end = (0..34).take_while(|zeros| digits.is_multiple_of(10_u128.pow(zeros + 1))).count();
                let digits = digits / 10_u128.pow(end as u32);
                let exponent = exponent + end as i32;
                let written_out = 10_u128.checked_pow(exponent.max(0).unsigned_abs()).and_then(|by| digits.checked_mul(by));
                prop_assert!(exponent < -28 || written_out.is_none_or(|digits| digits >= 1 << 96));
            }
        }
    }

    #[test]
    fn every_decimal128_comes_back_as_itself(bytes: [u8; 16]) {
        let value = Decimal128::from_bytes(bytes);
        is_stored_as(&value, value);
        // Whatever the bits mean, reading them as a decimal does not panic.
        if let Ok(decimal) = read_bson::<Decimal>(value) {
            comes_back(&decimal);
        }
    }

    #[test]
    fn whole_numbers_are_read_as_decimals(int: i32, long: i64) {
        prop_assert_eq!(read_bson::<Decimal>(int), Ok(Decimal::from(int)));
        prop_assert_eq!(read_bson::<Decimal>(long), Ok(Decimal::from(long)));
    }
}

#[test]
fn the_scale_is_kept() {
    for text in ["1.10", "1.1", "0.00", "0", "-0.0", "100", "1.0000000000000000000000000000"] {
        let decimal = exact(text);
        is_stored_as(&decimal, stored(text));
        let back: Decimal = read(&written(&decimal).unwrap()).unwrap();
        assert_eq!(back.to_string(), decimal.to_string());
        assert_eq!(back.scale(), decimal.scale());
    }
}

#[test]
fn the_ends_come_back() {
    for decimal in
        [Decimal::MAX, Decimal::MIN, Decimal::ZERO, -Decimal::ZERO, Decimal::new(1, 28), Decimal::new(-1, 28)]
    {
        let back: Decimal = read(&written(&decimal).unwrap()).unwrap();
        assert_eq!(back.serialize(), decimal.serialize());
        comes_back(&decimal);
    }
}

#[test]
fn exponents_that_can_be_written_out_are_read() {
    assert_eq!(read_text("1E3"), Ok(exact("1000")));
    assert_eq!(read_text("1E28"), Ok(exact("10000000000000000000000000000")));
    assert_eq!(read_text("10E-29"), Ok(exact("0.0000000000000000000000000001")));
    assert_eq!(read_text("79228162514264337593543950335"), Ok(Decimal::MAX));
    assert_eq!(read_text("7922816251426433759354395033500E-2"), Ok(Decimal::MAX));
    assert_eq!(read_text("0E6000"), Ok(Decimal::ZERO));
    assert_eq!(read_text("0E-6000"), Ok(Decimal::ZERO));
}

#[test]
fn decimals_that_do_not_fit_are_refused() {
    for text in [
        "79228162514264337593543950336",
        "-79228162514264337593543950336",
        "1E29",
        "1E6111",
        "1E-29",
        "1E-6176",
        "9999999999999999999999999999999999",
        "0.1234567890123456789012345678901234",
        // Written out, this is 2¹²⁸ less 11456.
        "3402823669209384634633746074317682E5",
        "-3402823669209384634633746074317682E5",
    ] {
        assert_eq!(read_text(text), refused("v", "decimal128", TOO_PRECISE), "{text}");
    }
}

#[test]
fn what_is_no_finite_number_is_refused() {
    for text in ["NaN", "Infinity", "-Infinity"] {
        assert_eq!(
            read_text(text),
            refused("v", "decimal128", "decimal128 that is not a finite number"),
            "{text}"
        );
        is_stored_as(&stored(text), stored(text));
    }
}

#[test]
fn coefficients_of_more_digits_than_there_are_count_as_zero() {
    let of = |bits: u128| Decimal128::from_bytes(bits.to_le_bytes());
    let exponent = 6176_u128;
    for bits in [
        exponent << 113 | 10_u128.pow(34),
        exponent << 113 | ((1 << 113) - 1),
        0b11 << 125 | exponent << 111 | 7,
    ] {
        assert_eq!(read_bson::<Decimal>(of(bits)), Ok(Decimal::ZERO));
        assert!(read_bson::<Decimal>(of(bits | 1 << 127)).unwrap().is_sign_negative());
    }
    let zero = read_bson::<Decimal>(of(0b11 << 125 | (exponent - 2) << 111)).unwrap();
    assert_eq!(zero.to_string(), "0.00");
}

#[test]
fn a_decimal_is_not_read_out_of_other_types() {
    assert_eq!(read_bson::<Decimal>(1.5), refused("v", "decimal128", "double"));
    assert_eq!(read_bson::<Decimal>("1.5"), refused("v", "decimal128", "string"));
    assert_eq!(read_bson::<Decimal>(Bson::Null), refused("v", "decimal128", "null"));
    assert_eq!(read_bson::<Decimal128>(1), refused("v", "decimal128", "int32"));
}
