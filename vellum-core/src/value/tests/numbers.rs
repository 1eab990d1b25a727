//! Reading widens where nothing is lost, and refuses everything else.

use proptest::prelude::*;

use super::{Refused, read_bson, refused};
use crate::bson::{Bson, Decimal128};

#[test]
fn int32_and_int64_are_read_as_any_whole_number_they_fit_in() {
    macro_rules! fits {
        ($($type:ident)*) => {$(
            assert_eq!(read_bson::<$type>(7_i32), Ok(7));
            assert_eq!(read_bson::<$type>(7_i64), Ok(7));
            assert_eq!(read_bson::<$type>(7.0), Ok(7));
            assert_eq!(read_bson::<$type>(-0.0), Ok(0));
        )*};
    }
    fits! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }
    assert_eq!(read_bson::<i64>(9_007_199_254_740_993_i64), Ok(9_007_199_254_740_993));
    assert_eq!(read_bson::<i64>(-9_223_372_036_854_775_808.0), Ok(i64::MIN));
    assert_eq!(read_bson::<u32>(4_294_967_295_i64), Ok(u32::MAX));
}

#[test]
fn whole_numbers_that_do_not_fit_are_refused() {
    assert_eq!(read_bson::<i8>(128), refused("v", "i8", "int32 out of range"));
    assert_eq!(read_bson::<u8>(-1), refused("v", "u8", "int32 out of range"));
    assert_eq!(read_bson::<i16>(1_i64 << 40), refused("v", "i16", "int64 out of range"));
    assert_eq!(read_bson::<i32>(2_147_483_648_i64), refused("v", "i32", "int64 out of range"));
    assert_eq!(read_bson::<u32>(-1_i64), refused("v", "u32", "int64 out of range"));
    assert_eq!(read_bson::<u64>(-1_i64), refused("v", "u64", "int64 out of range"));
    assert_eq!(read_bson::<usize>(-1), refused("v", "usize", "int32 out of range"));
    assert_eq!(read_bson::<u16>(65_536.0), refused("v", "u16", "double out of range"));
}

#[test]
fn doubles_are_read_as_whole_numbers_only_when_they_are_whole() {
    assert_eq!(read_bson::<i64>(1.5), refused("v", "i64", "double with a fraction"));
    assert_eq!(read_bson::<i32>(-0.5), refused("v", "i32", "double with a fraction"));
    for too_large in [1e300, -1e300, 9_223_372_036_854_775_808.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]
    {
        assert_eq!(read_bson::<i64>(too_large), refused("v", "i64", "double out of range"), "{too_large}");
        assert_eq!(read_bson::<u64>(too_large), refused("v", "u64", "double out of range"), "{too_large}");
    }
}

#[test]
fn whole_numbers_are_read_as_floating_point_numbers_only_when_one_equals_them() {
    assert_eq!(read_bson::<f64>(7), Ok(7.0));
    assert_eq!(read_bson::<f64>(9_007_199_254_740_992_i64), Ok(9_007_199_254_740_992.0));
    assert_eq!(read_bson::<f64>(i64::MIN), Ok(-9_223_372_036_854_775_808.0));
    assert_eq!(
        read_bson::<f64>(9_007_199_254_740_993_i64),
        refused("v", "f64", "int64 that no double equals")
    );
    assert_eq!(read_bson::<f64>(i64::MAX), refused("v", "f64", "int64 that no double equals"));
    assert_eq!(read_bson::<f32>(16_777_216), Ok(16_777_216.0));
    assert_eq!(read_bson::<f32>(16_777_217), refused("v", "f32", "int32 that no f32 equals"));
    assert_eq!(read_bson::<f32>(1_i64 << 40), Ok(1_099_511_627_776.0));
    assert_eq!(read_bson::<f32>((1_i64 << 40) + 1), refused("v", "f32", "int64 that no f32 equals"));
    assert_eq!(read_bson::<f32>(0.5), Ok(0.5));
    assert_eq!(read_bson::<f32>(0.1), refused("v", "f32", "double that no f32 equals"));
    assert_eq!(read_bson::<f32>(1e300), refused("v", "f32", "double that no f32 equals"));
}

#[test]
fn numbers_are_not_read_out_of_other_types() {
    assert_eq!(read_bson::<i64>("7"), refused("v", "i64", "string"));
    assert_eq!(read_bson::<i32>(true), refused("v", "i32", "bool"));
    assert_eq!(read_bson::<u8>(Bson::Null), refused("v", "u8", "null"));
    assert_eq!(read_bson::<f64>("7"), refused("v", "f64", "string"));
    assert_eq!(read_bson::<f32>(Bson::Null), refused("v", "f32", "null"));
    let decimal: Decimal128 = "7".parse().unwrap();
    assert_eq!(read_bson::<i64>(decimal), refused("v", "i64", "decimal128"));
    assert_eq!(read_bson::<f64>(decimal), refused("v", "f64", "decimal128"));
}

/// The whole number that a double is, out of its bits, unless it has more than 100 of them.
fn exactly(double: f64) -> Option<i128> {
    let bits = double.to_bits();
    let exponent = ((bits >> 52) & 0x7FF) as i32;
    let fraction = i128::from(bits & ((1 << 52) - 1));
    let (digits, exponent) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let sign = if double.is_sign_negative() { -1 } else { 1 };
    match exponent {
        0..48 => Some(sign * (digits << exponent)),
        48.. => None,
        _ if digits == 0 => Some(0),
        _ if digits.trailing_zeros() >= exponent.unsigned_abs() => {
            Some(sign * (digits >> exponent.unsigned_abs()))
        }
        _ => None,
    }
}

fn loses<T>(read: &Result<T, Refused>) -> bool {
    read.is_err()
}

proptest! {
    #[test]
    fn a_double_is_read_as_a_whole_number_if_and_only_if_it_equals_it(
        double in prop_oneof![any::<f64>(), (-300_i64..300).prop_map(|n| n as f64 / 2.0), any::<i64>().prop_map(|n| n as f64)]
    ) {
        let exact = exactly(double);
        prop_assert_eq!(read_bson::<i64>(double).ok(), exact.and_then(|n| i64::try_from(n).ok()));
        prop_assert_eq!(read_bson::<u8>(double).ok(), exact.and_then(|n| u8::try_from(n).ok()));
        prop_assert_eq!(read_bson::<i32>(double).ok(), exact.and_then(|n| i32::try_from(n).ok()));
        // Ids above the largest int64 could not be written again.
        prop_assert_eq!(read_bson::<u64>(double).ok(), exact.and_then(|n| i64::try_from(n).ok()?.try_into().ok()));
    }

    #[test]
    fn an_int64_is_read_as_a_double_if_and_only_if_it_equals_it(
        whole in prop_oneof![any::<i64>(), -9_007_199_254_741_000..9_007_199_254_741_000_i64, (0..63_u32).prop_map(|n| 1 << n)]
    ) {
        let read = read_bson::<f64>(whole);
        let exact = exactly(whole as f64) == Some(i128::from(whole));
        prop_assert_eq!(loses(&read), !exact);
        if let Ok(double) = read {
            prop_assert_eq!(double as i128, i128::from(whole));
        }
    }

    #[test]
    fn a_double_is_read_as_f32_if_and_only_if_it_equals_it(double in prop_oneof![any::<f64>(), any::<f32>().prop_map(f64::from)]) {
        match read_bson::<f32>(double) {
            Ok(single) => prop_assert!(single.is_nan() && double.is_nan() || f64::from(single) == double),
            Err(_) => prop_assert!(f64::from(double as f32) != double),
        }
    }
}
