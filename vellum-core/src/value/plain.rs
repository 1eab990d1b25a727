//! Ids as people write them: in JSON and in addresses. The form follows from what is stored, so that
//! ids of the user's own types have it without serde impls.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use uuid::Uuid;

use super::{Decoded, Encoder, Fault, Identifier, Reader, Value};
use crate::bson::{Binary, BinarySubtype, Bson, Document, ObjectId, element};
use crate::schema::{FieldShape, Shape};

/// An id that serde writes in its plain form.
pub(crate) struct AsPlain<'a, I>(pub(crate) &'a I);

impl<I: Identifier> Serialize for AsPlain<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_plain(serializer)
    }
}

/// A time as JSON has it: RFC 3339 in UTC, to the millisecond.
pub(crate) fn time_text(time: &DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// [`Identifier::serialize_plain`].
pub(super) fn serialize<T: Value, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = Encoder::new();
    value.encode(&mut out);
    let bytes = out.finish().map_err(|fault| S::Error::custom(fault.reason))?;
    Plain { element_type: value.element_type(), value: Reader::of_value(&bytes) }.serialize(serializer)
}

/// An encoded value.
struct Plain<'a> {
    element_type: u8,
    value: Reader<'a>,
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let r = &mut self.value.clone();
        let malformed = |fault: Fault| S::Error::custom(fault.found());
        match self.element_type {
            element::STRING => serializer.serialize_str(r.str().map_err(malformed)?),
            element::INT32 => serializer.serialize_i32(r.i32().map_err(malformed)?),
            element::INT64 => serializer.serialize_i64(r.i64().map_err(malformed)?),
            element::DOUBLE => serializer.serialize_f64(r.f64().map_err(malformed)?),
            element::BOOLEAN => serializer.serialize_bool(bool::decode(r).map_err(malformed)?),
            element::NULL => serializer.serialize_unit(),
            element::OBJECT_ID => serializer.collect_str(&ObjectId::decode(r).map_err(malformed)?),
            element::DOCUMENT => document(*r, serializer),
            element::ARRAY => array(*r, serializer),
            element_type => match text(element_type, *r).map_err(malformed)? {
                Some(text) => serializer.serialize_str(&text),
                None => Bson::decode_as(element_type, r).map_err(malformed)?.serialize(serializer),
            },
        }
    }
}

/// The text of a value that JSON has no type for; `None` leaves it to BSON's own notation.
fn text(element_type: u8, mut r: Reader<'_>) -> Decoded<Option<String>> {
    Ok(match element_type {
        element::BINARY => Uuid::decode(&mut r).ok().map(|uuid| uuid.to_string()),
        element::DATE => DateTime::<Utc>::decode(&mut r).ok().map(|time| time_text(&time)),
        element::DECIMAL128 => Some(Bson::decode_as(element_type, &mut r)?.to_string()),
        _ => None,
    })
}

fn document<S: Serializer>(mut value: Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let malformed = |fault: Fault| S::Error::custom(fault.found());
    let mut fields = value.document().map_err(malformed)?;
    let mut map = serializer.serialize_map(None)?;
    while let Some((element_type, key)) = fields.next_key().map_err(malformed)? {
        map.serialize_entry(&String::from_utf8_lossy(key), &Plain { element_type, value: fields })?;
        fields.skip(element_type).map_err(malformed)?;
    }
    map.end()
}

fn array<S: Serializer>(mut value: Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let malformed = |fault: Fault| S::Error::custom(fault.found());
    let mut elements = value.document().map_err(malformed)?;
    let mut sequence = serializer.serialize_seq(None)?;
    while let Some(element_type) = elements.next_element().map_err(malformed)? {
        sequence.serialize_element(&Plain { element_type, value: elements })?;
        elements.skip(element_type).map_err(malformed)?;
    }
    sequence.end()
}

/// [`Identifier::deserialize_plain`].
pub(super) fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let shape = T::shape();
    // A format may have to be asked for the very type, and an address knows nothing but text.
    let value = match shape {
        Shape::Scalar(element::INT32) => Bson::Int32(i32::deserialize(deserializer)?),
        Shape::Scalar(element::INT64) => Bson::Int64(i64::deserialize(deserializer)?),
        Shape::Scalar(element::DOUBLE) => Bson::Double(f64::deserialize(deserializer)?),
        Shape::Scalar(element::BOOLEAN) => Bson::Boolean(bool::deserialize(deserializer)?),
        Shape::Variants(_) | Shape::Scalar(element::STRING | element::OBJECT_ID) => {
            Bson::String(String::deserialize(deserializer)?)
        }
        Shape::Scalar(element::BINARY | element::DATE | element::DECIMAL128)
            if !deserializer.is_human_readable() =>
        {
            Bson::String(String::deserialize(deserializer)?)
        }
        _ => Bson::deserialize(deserializer)?,
    };
    let value = stored_form(value, shape);
    let mut out = Encoder::new();
    value.encode(&mut out);
    let bytes = out.finish().map_err(|fault| D::Error::custom(fault.reason))?;
    T::decode_as(Value::element_type(&value), &mut Reader::of_value(&bytes)).map_err(|fault| {
        D::Error::custom(format_args!("expected {}, found {}", fault.expected(), fault.found()))
    })
}

/// What a value of this shape is stored as. Text that is no such value stays what it is: reading it as
/// the type then says what was expected.
fn stored_form(value: Bson, shape: Shape) -> Bson {
    match (value, shape) {
        (value, Shape::Optional(inner)) => stored_form(value, inner()),
        (Bson::String(text), Shape::Scalar(element_type)) => {
            scalar(&text, element_type).unwrap_or(Bson::String(text))
        }
        (Bson::Array(items), Shape::List(item) | Shape::Set(item)) => {
            Bson::Array(items.into_iter().map(|value| stored_form(value, item())).collect())
        }
        (Bson::Document(entries), Shape::Map(item)) => entries
            .into_iter()
            .map(|(key, value)| (key, stored_form(value, item())))
            .collect::<Document>()
            .into(),
        (Bson::Document(entries), Shape::Document(fields)) => fields_of(entries, fields()).into(),
        (Bson::Document(entries), Shape::Enum { tag, variants }) => {
            let named = entries.get_str(tag).unwrap_or_default();
            let variant = variants.iter().find(|variant| variant.names.contains(&named));
            variant
                .map_or_else(|| entries.clone(), |variant| fields_of(entries.clone(), (variant.fields)()))
                .into()
        }
        (value, _) => value,
    }
}

fn scalar(text: &str, element_type: u8) -> Option<Bson> {
    match element_type {
        element::OBJECT_ID => ObjectId::parse_str(text).ok().map(Bson::ObjectId),
        element::BINARY => Uuid::parse_str(text).ok().map(|uuid| {
            Bson::Binary(Binary { subtype: BinarySubtype::Uuid, bytes: uuid.as_bytes().to_vec() })
        }),
        element::DATE => {
            let time = DateTime::parse_from_rfc3339(text).ok()?;
            Some(Bson::DateTime(crate::bson::DateTime::from_millis(time.timestamp_millis())))
        }
        element::DECIMAL128 => text.parse().ok().map(Bson::Decimal128),
        _ => None,
    }
}

fn fields_of(entries: Document, fields: &'static [FieldShape]) -> Document {
    let shape = |key: &str| shape_of(fields, key);
    entries
        .into_iter()
        .map(|(key, value)| match shape(&key) {
            Some(shape) => (key, stored_form(value, shape)),
            None => (key, value),
        })
        .collect()
}

fn shape_of(fields: &'static [FieldShape], key: &str) -> Option<Shape> {
    fields.iter().find_map(|field| match (field.shape)() {
        Shape::Document(inner) if field.flattened => shape_of(inner(), key),
        shape => (field.name == key || field.aliases.contains(&key)).then_some(shape),
    })
}
