//! The types of the `bson` crate as field types.

use std::borrow::Cow;

use super::{Body, Decoded, Encoder, Mapping, Reader, Value, kind, plain_accessors};
use crate::bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, RawDocument, Regex, Timestamp,
    element,
};
use crate::schema::{FieldShape, Shape};

macro_rules! fixed {
    ($type:ident, $element:ident, $kind:ident, |$value:ident| $bytes:expr, |$stored:ident| $read:expr) => {
        impl Value for $type {
            const TYPE: u8 = element::$element;
            const EXPECTED: &'static str = element::name(element::$element);
            type Kind = kind::$kind;
            plain_accessors!();

            #[inline]
            fn encode(&self, out: &mut Encoder) {
                let $value = self;
                out.raw(&$bytes);
            }

            #[inline]
            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let $stored = *r.array()?;
                Ok($read)
            }

            fn shape() -> Shape {
                Shape::Scalar(element::$element)
            }
        }
    };
}

fixed!(DateTime, DATE, Date, |value| value.timestamp_millis().to_le_bytes(), |stored| Self::from_millis(
    i64::from_le_bytes(stored)
));
fixed!(Decimal128, DECIMAL128, Decimal, |value| value.bytes(), |stored| Self::from_bytes(stored));
fixed!(
    Timestamp,
    TIMESTAMP,
    Timestamp,
    |value| (u64::from(value.time) << 32 | u64::from(value.increment)).to_le_bytes(),
    |stored| {
        let both = u64::from_le_bytes(stored);
        Self { time: (both >> 32) as u32, increment: both as u32 }
    }
);

impl Value for Binary {
    const TYPE: u8 = element::BINARY;
    const EXPECTED: &'static str = "binary";
    type Kind = kind::Binary;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        super::bytes::write(u8::from(self.subtype), &self.bytes, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let (subtype, bytes) = super::bytes::read(r)?;
        Ok(Self { subtype: subtype.into(), bytes: bytes.to_vec() })
    }

    fn shape() -> Shape {
        Shape::Scalar(element::BINARY)
    }
}

/// Options in the order that the specification asks for, in which the driver, too, stores them.
fn sorted(options: &str) -> Cow<'_, str> {
    if options.as_bytes().is_sorted() {
        return Cow::Borrowed(options);
    }
    let mut options: Vec<char> = options.chars().collect();
    options.sort_unstable();
    Cow::Owned(options.into_iter().collect())
}

impl Value for Regex {
    const TYPE: u8 = element::REGEX;
    const EXPECTED: &'static str = "regex";
    type Kind = kind::Regex;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        out.cstr(self.pattern.as_str());
        out.cstr(&sorted(self.options.as_str()));
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let part =
            |text: &str| text.to_owned().try_into().map_err(|_| start.malformed("a regular expression"));
        Ok(Self { pattern: part(r.cstr()?)?, options: part(r.cstr()?)? })
    }

    fn normalize(&mut self) {
        if let Cow::Owned(options) = sorted(self.options.as_str())
            && let Ok(options) = options.try_into()
        {
            self.options = options;
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::REGEX)
    }
}

impl Value for Document {
    const TYPE: u8 = element::DOCUMENT;
    const EXPECTED: &'static str = "document";
    type Kind = kind::Map;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        out.document(|out| self.encode_fields(out));
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Self::decode_unordered(r.document()?)
    }

    fn normalize(&mut self) {
        self.normalize_fields();
    }

    fn shape() -> Shape {
        Shape::Map(Bson::shape)
    }
}

impl Mapping for Document {
    type Key = String;
    type Item = Bson;
}

impl Value for Bson {
    const TYPE: u8 = 0;
    const EXPECTED: &'static str = "BSON value";
    type Kind = kind::Any;
    plain_accessors!();

    #[inline]
    fn element_type(&self) -> u8 {
        Self::element_type(self) as u8
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        out.header_of_type(Value::element_type(self), header);
        self.encode(out);
    }

    fn encode(&self, out: &mut Encoder) {
        match self {
            Self::Double(value) => value.encode(out),
            Self::String(value) | Self::Symbol(value) | Self::JavaScriptCode(value) => out.str(value),
            Self::Array(values) => values.encode(out),
            Self::Document(value) => value.encode(out),
            Self::Boolean(value) => value.encode(out),
            Self::Null | Self::Undefined | Self::MaxKey | Self::MinKey => {}
            Self::RegularExpression(value) => value.encode(out),
            Self::JavaScriptCodeWithScope(value) => encode_code(value, out),
            Self::Int32(value) => value.encode(out),
            Self::Int64(value) => value.encode(out),
            Self::Timestamp(value) => value.encode(out),
            Self::Binary(value) => value.encode(out),
            Self::ObjectId(value) => value.encode(out),
            Self::DateTime(value) => value.encode(out),
            Self::Decimal128(value) => value.encode(out),
            Self::DbPointer(_) => encode_db_pointer(self, out),
        }
    }

    /// Never called: no header carries the type 0.
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Err(r.malformed("an element without type"))
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        Ok(match element_type {
            element::DOUBLE => Self::Double(r.f64()?),
            element::STRING => Self::String(String::decode(r)?),
            element::DOCUMENT => Self::Document(Document::decode(r)?),
            element::ARRAY => Self::Array(Vec::decode(r)?),
            element::BINARY => Self::Binary(Binary::decode(r)?),
            element::UNDEFINED => Self::Undefined,
            element::OBJECT_ID => Self::ObjectId(Value::decode(r)?),
            element::BOOLEAN => Self::Boolean(bool::decode(r)?),
            element::DATE => Self::DateTime(DateTime::decode(r)?),
            element::NULL => Self::Null,
            element::REGEX => Self::RegularExpression(Regex::decode(r)?),
            element::DB_POINTER => decode_db_pointer(r)?,
            element::JAVASCRIPT => Self::JavaScriptCode(String::decode(r)?),
            element::SYMBOL => Self::Symbol(String::decode(r)?),
            element::JAVASCRIPT_WITH_SCOPE => Self::JavaScriptCodeWithScope(decode_code(r)?),
            element::INT32 => Self::Int32(r.i32()?),
            element::TIMESTAMP => Self::Timestamp(Timestamp::decode(r)?),
            element::INT64 => Self::Int64(r.i64()?),
            element::DECIMAL128 => Self::Decimal128(Decimal128::decode(r)?),
            element::MAX_KEY => Self::MaxKey,
            element::MIN_KEY => Self::MinKey,
            _ => return Err(r.malformed("an unknown element type")),
        })
    }

    fn normalize(&mut self) {
        match self {
            Self::RegularExpression(value) => value.normalize(),
            Self::Array(values) => values.normalize(),
            Self::Document(value) => value.normalize(),
            Self::JavaScriptCodeWithScope(value) => value.scope.normalize(),
            _ => {}
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(0)
    }
}

/// Code with scope: total length, code, scope.
fn encode_code(code: &JavaScriptCodeWithScope, out: &mut Encoder) {
    out.measured(|out| {
        out.str(&code.code);
        code.scope.encode(out);
    });
}

fn decode_code(r: &mut Reader<'_>) -> Decoded<JavaScriptCodeWithScope> {
    let start = *r;
    let length = r.i32()?;
    let code = JavaScriptCodeWithScope { code: String::decode(r)?, scope: Document::decode(r)? };
    let read = start.rest().len() - r.rest().len();
    if usize::try_from(length) == Ok(read) {
        Ok(code)
    } else {
        Err(start.malformed("code of another length"))
    }
}

/// The parts of the deprecated DBPointer are private to `bson`, which therefore writes and reads it.
fn encode_db_pointer(pointer: &Bson, out: &mut Encoder) {
    let document = crate::bson::doc! { "": pointer.clone() };
    match crate::bson::serialize_to_vec(&document) {
        // Length, element type and empty key stand before the value, the end behind it.
        Ok(bytes) => out.raw(&bytes[6..bytes.len() - 1]),
        Err(_) => out.refuse("a DBPointer that `bson` refuses"),
    }
}

fn decode_db_pointer(r: &mut Reader<'_>) -> Decoded<Bson> {
    let start = *r;
    r.skip(element::DB_POINTER)?;
    let value = &start.rest()[..start.rest().len() - r.rest().len()];
    let mut document = Encoder::new();
    document.document(|out| {
        out.key(element::DB_POINTER, "");
        out.raw(value);
    });
    let pointer =
        RawDocument::from_bytes(document.bytes()).ok().and_then(|document| document.get("").ok().flatten());
    pointer.and_then(|value| Bson::try_from(value).ok()).ok_or_else(|| start.malformed("a DBPointer"))
}

/// For variants that keep whatever they are given: every field of the document.
impl Body for Document {
    fn encode_fields(&self, out: &mut Encoder) {
        for (key, value) in self {
            out.key(Value::element_type(value), key.as_str());
            value.encode(out);
        }
    }

    fn decode_fields(_: &mut Reader<'_>) -> Decoded<Option<Self>> {
        // What comes behind its own fields cannot be told from them.
        Ok(None)
    }

    fn decode_unordered(mut document: Reader<'_>) -> Decoded<Self> {
        let mut all = Self::new();
        while let Some((element_type, key)) = document.next_key()? {
            let key = std::str::from_utf8(key).map_err(|_| document.malformed("a key that is not UTF-8"))?;
            all.insert(key, Bson::decode_as(element_type, &mut document)?);
        }
        Ok(all)
    }

    fn normalize_fields(&mut self) {
        for (_, value) in self.iter_mut() {
            value.normalize();
        }
    }

    fn fields() -> &'static [FieldShape] {
        &[]
    }
}
