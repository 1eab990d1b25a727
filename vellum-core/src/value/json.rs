//! `serde_json::Value` as a field type, behind the feature `serde_json`.
#![cfg(feature = "serde_json")]

use serde_json::{Map, Number, Value as Json};

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

impl Value for Json {
    const TYPE: u8 = 0;
    const EXPECTED: &'static str = "JSON value";
    type Kind = kind::Any;
    plain_accessors!();

    fn element_type(&self) -> u8 {
        match self {
            Self::Null => element::NULL,
            Self::Bool(_) => element::BOOLEAN,
            Self::Number(number) if number.is_f64() => element::DOUBLE,
            Self::Number(_) => element::INT64,
            Self::String(_) => element::STRING,
            Self::Array(_) => element::ARRAY,
            Self::Object(_) => element::DOCUMENT,
        }
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        out.header_of_type(self.element_type(), header);
        self.encode(out);
    }

    fn encode(&self, out: &mut Encoder) {
        match self {
            Self::Null => {}
            Self::Bool(value) => value.encode(out),
            Self::Number(number) => encode_number(number, out),
            Self::String(text) => out.str(text),
            Self::Array(values) => values.encode(out),
            Self::Object(entries) => out.document(|out| {
                for (key, value) in entries {
                    out.key(value.element_type(), key);
                    value.encode(out);
                }
            }),
        }
    }

    /// Never called: no header carries the type 0.
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Err(r.malformed("an element without type"))
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        Ok(match element_type {
            element::NULL => Self::Null,
            element::BOOLEAN => Self::Bool(bool::decode(r)?),
            element::INT32 | element::INT64 => Self::from(i64::decode_as(element_type, r)?),
            element::DOUBLE => match Number::from_f64(r.f64()?) {
                Some(number) => Self::Number(number),
                None => return Err(start.refused(Self::EXPECTED, "double that JSON cannot write")),
            },
            element::STRING => Self::String(String::decode(r)?),
            element::ARRAY => Self::Array(Vec::decode(r)?),
            element::DOCUMENT => Self::Object(decode_object(r)?),
            other => return Err(r.unexpected(Self::EXPECTED, other)),
        })
    }

    fn shape() -> Shape {
        Shape::Scalar(0)
    }
}

fn encode_number(number: &Number, out: &mut Encoder) {
    if let Some(whole) = number.as_i64() {
        whole.encode(out);
    } else if let (Some(double), true) = (number.as_f64(), number.is_f64()) {
        double.encode(out);
    } else {
        out.refuse("a number above the largest int64");
    }
}

fn decode_object(r: &mut Reader<'_>) -> Decoded<Map<String, Json>> {
    let mut entries = r.document()?;
    let mut object = Map::new();
    while let Some((element_type, key)) = entries.next_key()? {
        let key = std::str::from_utf8(key).map_err(|_| entries.malformed("a key that is not UTF-8"))?;
        object.insert(key.to_owned(), Json::decode_as(element_type, &mut entries)?);
    }
    Ok(object)
}

crate::field::operands!(Json);
