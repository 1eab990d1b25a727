//! Encoded values inside a query.

use super::Expr;
use crate::bson::{Bson, element};
use crate::value::{EncodeFault, Encoder, Reader, Value};

/// A value, encoded just as it would be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    element_type: u8,
    bytes: Vec<u8>,
    fault: Option<Box<EncodeFault>>,
}

impl Literal {
    /// Encodes a value.
    pub fn of<T: Value>(value: &T) -> Self {
        Self::written(value.element_type(), |out| value.encode(out))
    }

    /// A value whose bytes `write` appends.
    pub fn written(element_type: u8, write: impl FnOnce(&mut Encoder)) -> Self {
        let mut out = Encoder::new();
        write(&mut out);
        match out.finish() {
            Ok(bytes) => Self { element_type, bytes, fault: None },
            Err(fault) => Self { element_type, bytes: Vec::new(), fault: Some(Box::new(fault)) },
        }
    }

    /// Text.
    pub fn text(text: &str) -> Self {
        Self::written(element::STRING, |out| out.str(text))
    }

    /// Null.
    pub fn null() -> Self {
        Self { element_type: element::NULL, bytes: Vec::new(), fault: None }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.element_type == element::NULL
    }

    /// The whole number, if it is one.
    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self.element_type {
            element::INT32 | element::INT64 => i64::decode_as(self.element_type, &mut self.reader()).ok(),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        if self.element_type == element::STRING { self.reader().str().ok() } else { None }
    }

    /// The part of another literal.
    pub(crate) fn stored(element_type: u8, bytes: &[u8]) -> Self {
        Self { element_type, bytes: bytes.to_vec(), fault: None }
    }

    /// The value that a reader stands in front of.
    pub(crate) fn read(element_type: u8, value: Reader<'_>) -> Option<Self> {
        let mut after = value;
        after.skip(element_type).ok()?;
        let length = value.rest().len() - after.rest().len();
        Some(Self::stored(element_type, value.rest().get(..length)?))
    }

    /// The BSON element type.
    pub fn element_type(&self) -> u8 {
        self.element_type
    }

    /// The bytes of the value.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn fault(&self) -> Option<&EncodeFault> {
        self.fault.as_deref()
    }

    /// The bytes, as a reader.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::of_value(&self.bytes)
    }

    pub(crate) fn write(&self, out: &mut Encoder) {
        out.raw(&self.bytes);
    }

    /// The value as the `bson` crate has it.
    pub fn to_bson(&self) -> Bson {
        Bson::decode_as(self.element_type, &mut self.reader()).unwrap_or(Bson::Undefined)
    }

    /// Whether a filter would read the value as operators or as a pattern, or a person might.
    pub(crate) fn needs_eq(&self) -> bool {
        matches!(self.element_type, element::DOCUMENT | element::REGEX)
    }

    /// Whether an update would read the value as modifiers of its operator.
    pub(crate) fn starts_with_operator(&self) -> bool {
        let first = || self.reader().document().ok()?.next_key().ok()?;
        self.element_type == element::DOCUMENT && first().is_some_and(|(_, key)| key.starts_with(b"$"))
    }

    /// Whether it is a regular expression, which most operators read as a pattern to match.
    pub(crate) fn is_pattern(&self) -> bool {
        self.element_type == element::REGEX
    }

    /// Whether an expression would read the value as a field, a variable or an operator.
    pub(crate) fn needs_literal(&self) -> bool {
        match self.element_type {
            element::STRING => self.reader().str().is_ok_and(|text| text.starts_with('$')),
            element::DOCUMENT | element::ARRAY => true,
            _ => false,
        }
    }
}

/// What stands on the right of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A value.
    Literal(Literal),
    /// Another field, or something computed.
    Expr(Expr),
}

impl Operand {
    /// The value, where only values can stand.
    pub(crate) fn into_literal(self) -> Literal {
        match self {
            Self::Literal(literal) => literal,
            Self::Expr(_) => Literal::written(element::NULL, |out| {
                out.refuse("an expression cannot stand here; use the model's `expr`");
            }),
        }
    }

    pub(crate) fn into_expr(self) -> Expr {
        match self {
            Self::Literal(literal) => Expr::Literal(literal),
            Self::Expr(expr) => expr,
        }
    }
}
