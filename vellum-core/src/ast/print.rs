//! BSON as the MongoDB shell writes it, for people to read.

use std::fmt;

use crate::bson::{Bson, Document};

/// A document in the shell's notation: `{age: {$gt: 18}, city: "London"}`.
pub(crate) fn print(document: &Document, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("{")?;
    for (at, (key, value)) in document.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        print_key(key.as_str(), f)?;
        f.write_str(": ")?;
        print_value(value, f)?;
    }
    f.write_str("}")
}

fn print_key(key: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$';
    let starts_bare = key.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    if starts_bare && key.bytes().all(bare) { f.write_str(key) } else { write!(f, "{key:?}") }
}

/// A value in the shell's notation.
pub(crate) fn print_value(value: &Bson, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Bson::Double(value) if value.is_finite() => write!(f, "{value:?}"),
        Bson::Double(value) if value.is_nan() => f.write_str("NaN"),
        Bson::Double(value) => f.write_str(if *value > 0.0 { "Infinity" } else { "-Infinity" }),
        Bson::String(text) | Bson::Symbol(text) => write!(f, "{text:?}"),
        Bson::Array(values) => {
            f.write_str("[")?;
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    f.write_str(", ")?;
                }
                print_value(value, f)?;
            }
            f.write_str("]")
        }
        Bson::Document(document) => print(document, f),
        Bson::Boolean(value) => write!(f, "{value}"),
        Bson::Null => f.write_str("null"),
        Bson::Int32(value) => write!(f, "{value}"),
        Bson::Int64(value) => write!(f, "{value}"),
        Bson::ObjectId(id) => write!(f, "ObjectId(\"{id}\")"),
        Bson::DateTime(date) => match date.try_to_rfc3339_string() {
            Ok(text) => write!(f, "ISODate(\"{text}\")"),
            Err(_) => write!(f, "new Date({})", date.timestamp_millis()),
        },
        Bson::Binary(binary) => match uuid::Uuid::from_slice(&binary.bytes) {
            Ok(id) if u8::from(binary.subtype) == 4 => write!(f, "UUID(\"{id}\")"),
            _ => write!(f, "{value}"),
        },
        Bson::Decimal128(decimal) => write!(f, "NumberDecimal(\"{decimal}\")"),
        Bson::Timestamp(stamp) => write!(f, "Timestamp({}, {})", stamp.time, stamp.increment),
        Bson::RegularExpression(regex) => write!(f, "/{}/{}", regex.pattern.as_str(), regex.options.as_str()),
        Bson::MinKey => f.write_str("MinKey()"),
        Bson::MaxKey => f.write_str("MaxKey()"),
        other => write!(f, "{other}"),
    }
}
