//! `#[vellum(into = .., try_from = ..)]`: types that are stored as another one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{comes_back, is_stored_as, read, read_bson, refused, written};
use crate::bson::{Bson, bson, doc, serialize_to_vec};
use crate::schema::Shape;
use crate::value::{Decoded, Encoder, MapKey, Reader, Value, kind, plain_accessors, through};

/// Minutes, stored as "07:30".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Clock(u16);

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        format!("{:02}:{:02}", clock.0 / 60, clock.0 % 60)
    }
}

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (hours, minutes) = text.split_once(':').ok_or_else(|| format!("no colon in {text}"))?;
        let number = |part: &str| part.parse::<u16>().map_err(|_| format!("no number: {part}"));
        Ok(Self(number(hours)? * 60 + number(minutes)?))
    }
}

/// At least one character, stored as an optional string.
#[derive(Debug, Clone, PartialEq)]
struct Named(String);

impl From<Named> for Option<String> {
    fn from(named: Named) -> Self {
        Some(named.0).filter(|name| !name.is_empty())
    }
}

impl TryFrom<Option<String>> for Named {
    type Error = &'static str;

    fn try_from(name: Option<String>) -> Result<Self, Self::Error> {
        match name {
            Some(name) if name == "?" => Err("no name"),
            name => Ok(Self(name.unwrap_or_default())),
        }
    }
}

macro_rules! stored_through {
    ($type:ident, $stored:ty, $kind:ident) => {
        impl Value for $type {
            const TYPE: u8 = <$stored>::TYPE;
            const EXPECTED: &'static str = <$stored>::EXPECTED;
            type Kind = kind::$kind;
            plain_accessors!();

            fn encode(&self, out: &mut Encoder) {
                through::encode::<Self, $stored>(self, out);
            }

            fn element_type(&self) -> u8 {
                through::element_type::<Self, $stored>(self)
            }

            fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
                through::encode_field::<Self, $stored, N>(self, header, out);
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                through::decode::<Self, $stored>(r)
            }

            fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
                through::decode_as::<Self, $stored>(element_type, r)
            }

            fn decode_field<const N: usize>(r: &mut Reader<'_>, header: &[u8; N]) -> Decoded<Option<Self>> {
                through::decode_field::<Self, $stored, N>(r, header)
            }

            fn absent() -> Option<Self> {
                through::absent::<Self, $stored>()
            }

            fn normalize(&mut self) {
                through::normalize::<Self, $stored>(self);
            }

            fn shape() -> Shape {
                <$stored>::shape()
            }
        }
    };
}

stored_through!(Clock, String, Text);
stored_through!(Named, Option<String>, Optional);

impl MapKey for Clock {
    fn to_key(&self) -> Cow<'_, str> {
        through::key::<Self, String>(self)
    }

    fn from_key(text: &str) -> Option<Self> {
        through::from_key::<Self, String>(text)
    }
}

#[test]
fn a_type_is_stored_through_another_one() {
    is_stored_as(&Clock(450), "07:30");
    is_stored_as(&vec![Clock(0), Clock(61)], bson!(["00:00", "01:01"]));
    is_stored_as(&Some(Clock(450)), "07:30");
    comes_back(&None::<Clock>);
    is_stored_as(&BTreeMap::from([(Clock(450), 1)]), bson!({ "07:30": 1 }));
}

#[test]
fn what_the_type_refuses_is_told_without_the_value() {
    let found = "a value that `TryFrom` refuses";
    assert_eq!(read_bson::<Clock>("secret"), refused("v", "string", found));
    assert_eq!(read_bson::<Vec<Clock>>(bson!(["00:00", "x:1"])), refused("v[1]", "string", found));
    assert_eq!(read_bson::<Clock>(7), refused("v", "string", "int32"));
    let map = read_bson::<BTreeMap<Clock, i32>>(bson!({ "x": 1 }));
    assert_eq!(map, refused("v.x", "another key", "a key that the map's key type refuses"));
}

#[test]
fn a_type_over_an_option_may_be_absent() {
    let empty = serialize_to_vec(&doc! {}).unwrap();
    assert_eq!(written(&Named(String::new())), Ok(empty.clone()));
    assert_eq!(read(&empty), Ok(Named(String::new())));
    is_stored_as(&Named("a".to_owned()), "a");
    is_stored_as(&vec![Named(String::new()), Named("a".to_owned())], bson!([null, "a"]));
    assert_eq!(read_bson(Bson::Null), Ok(Named(String::new())));
    assert_eq!(read_bson::<Named>("?"), refused("v", "string", "a value that `TryFrom` refuses"));
}
