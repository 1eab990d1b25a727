//! Numbers, truth, text, ids: stored as the `bson` crate stores them, and read back.

use std::borrow::Cow;
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::records::text;
use super::{comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Binary, BinarySubtype, Bson, ObjectId};

proptest! {
    #[test]
    fn whole_numbers_up_to_32_bits_are_stored_as_int32(a: i8, b: i16, c: i32, d: u8, e: u16) {
        is_stored_as(&a, i32::from(a));
        is_stored_as(&b, i32::from(b));
        is_stored_as(&c, c);
        is_stored_as(&d, i32::from(d));
        is_stored_as(&e, i32::from(e));
    }

    #[test]
    fn wider_whole_numbers_are_stored_as_int64(a: i64, b: u32, c in 0..=i64::MAX, d: isize) {
        is_stored_as(&a, a);
        is_stored_as(&b, i64::from(b));
        is_stored_as(&c.cast_unsigned(), c);
        is_stored_as(&usize::try_from(c).unwrap(), c);
        is_stored_as(&d, d as i64);
    }

    #[test]
    fn floating_point_numbers_are_stored_as_doubles_bit_by_bit(bits: u64, single: f32) {
        let double = f64::from_bits(bits);
        is_stored_as(&double, double);
        prop_assert_eq!(read::<f64>(&written(&double).unwrap()).unwrap().to_bits(), bits);
        is_stored_as(&single, f64::from(single));
    }

    #[test]
    fn text_in_every_wrapper_is_stored_as_a_string(text in text()) {
        is_stored_as(&text, text.as_str());
        is_stored_as(&Box::<str>::from(text.as_str()), text.as_str());
        is_stored_as(&Arc::<str>::from(text.as_str()), text.as_str());
        is_stored_as(&Cow::<'static, str>::Owned(text.clone()), text.as_str());
    }

    #[test]
    fn a_character_is_stored_as_a_string(character: char) {
        is_stored_as(&character, character.to_string());
    }

    #[test]
    fn ids_are_stored_as_the_driver_stores_them(uuid: [u8; 16], object_id: [u8; 12]) {
        let binary = Binary { subtype: BinarySubtype::Uuid, bytes: uuid.to_vec() };
        is_stored_as(&Uuid::from_bytes(uuid), Bson::Binary(binary));
        is_stored_as(&ObjectId::from_bytes(object_id), ObjectId::from_bytes(object_id));
    }
}

#[test]
fn the_ends_of_every_number_come_back() {
    macro_rules! ends {
        ($($type:ident)*) => {$(
            for value in [$type::MIN, $type::MAX, $type::default()] {
                comes_back(&value);
            }
        )*};
    }
    ends! { i8 i16 i32 i64 isize u8 u16 u32 f32 f64 }
    is_stored_as(&9_007_199_254_740_993_i64, 9_007_199_254_740_993_i64);
    is_stored_as(&i64::MAX.cast_unsigned(), i64::MAX);
}

#[test]
fn doubles_that_are_no_numbers_come_back() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, f64::MIN_POSITIVE, 5e-324] {
        let back: f64 = read(&written(&value).unwrap()).unwrap();
        assert_eq!(back.to_bits(), value.to_bits());
        is_stored_as(&value, value);
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0, f32::MIN_POSITIVE, 1e-45] {
        let back: f32 = read(&written(&value).unwrap()).unwrap();
        assert_eq!(back.to_bits(), value.to_bits());
        is_stored_as(&value, f64::from(value));
    }
}

#[test]
fn truth_is_stored_as_bool() {
    is_stored_as(&true, true);
    is_stored_as(&false, false);
}

#[test]
fn text_may_be_empty_and_hold_nul() {
    is_stored_as(&String::new(), "");
    is_stored_as(&"a\0b".to_owned(), "a\0b");
    is_stored_as(&'\0', "\0");
    is_stored_as(&char::MAX, "\u{10FFFF}");
}

#[test]
fn a_character_is_not_read_out_of_text_of_another_length() {
    let expected = "string of one character";
    for text in ["", "ab", "a\u{301}"] {
        assert_eq!(read_bson::<char>(text), refused("v", expected, "string of another length"));
    }
    assert_eq!(read_bson::<char>("ß"), Ok('ß'));
    assert_eq!(read_bson::<char>(97), refused("v", expected, "int32"));
    assert_eq!(read_bson::<String>(Bson::Symbol("a".to_owned())), refused("v", "string", "symbol"));
    assert_eq!(read_bson::<bool>(1), refused("v", "bool", "int32"));
}
