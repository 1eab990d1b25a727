//! Reading BSON: a bounds-checked view that moves forward over the bytes of one document.

use super::encoder::MAX_DEPTH;
use super::fault::{At, Decoded, Fault};
use crate::bson::element;

pub(super) const TOO_DEEP: &str = "documents nested too deep";

/// A position in the elements of a document. Copying it is free and keeps the position.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'de> {
    rest: &'de [u8],
    depth: u8,
    /// Whether reading in declared order has failed further out.
    reread: bool,
}

impl<'de> Reader<'de> {
    /// Reads the elements of a whole document, whose length prefix and end are checked.
    pub fn of_document(bytes: &'de [u8]) -> Decoded<Self> {
        let mut outer = Self::of_value(bytes);
        let inner = outer.document()?;
        if outer.rest.is_empty() {
            Ok(inner)
        } else {
            Err(outer.malformed("bytes after the end of the document"))
        }
    }

    /// Reads a value on its own, without header.
    pub(crate) fn of_value(bytes: &'de [u8]) -> Self {
        Self { rest: bytes, depth: 0, reread: false }
    }

    /// The same, below `depth` documents.
    pub(super) fn of_value_in(depth: u8, bytes: &'de [u8]) -> Self {
        Self { depth, ..Self::of_value(bytes) }
    }

    /// Whether this is the second reading of the same bytes.
    #[inline]
    pub(super) fn is_reread(&self) -> bool {
        self.reread
    }

    /// The same position, in the second reading: every document below is then read in any order at
    /// once. If each tried its declared order first, a type that holds itself would be read twice per
    /// level, 2ⁿ times at the bottom.
    #[inline]
    pub(super) fn reread(self) -> Self {
        Self { reread: true, ..self }
    }

    /// Whether nothing is left.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Where the reader stands.
    #[inline]
    pub fn at(&self) -> At {
        At::of(self.rest)
    }

    pub(crate) fn rest(&self) -> &'de [u8] {
        self.rest
    }

    /// Moves past `header` if it comes next.
    #[inline]
    pub fn header<const N: usize>(&mut self, header: &[u8; N]) -> bool {
        match self.rest.split_first_chunk::<N>() {
            Some((next, rest)) if next == header => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Moves past the header of the same key with another element type, and returns that type.
    #[inline]
    pub fn header_of_any_type<const N: usize>(&mut self, header: &[u8; N]) -> Option<u8> {
        match self.rest.split_first_chunk::<N>() {
            Some((next, rest)) if next[1..] == header[1..] => {
                self.rest = rest;
                Some(next[0])
            }
            _ => None,
        }
    }

    /// Whether the key of `header` comes next, with any element type. A field that has a value of its
    /// own for "missing" asks before it reads, since [`Value::decode_field`](super::Value::decode_field)
    /// of an option reads a missing field as `None`.
    #[inline]
    pub fn comes_next<const N: usize>(&self, header: &[u8; N]) -> bool {
        let mut ahead = *self;
        ahead.header_of_any_type(header).is_some()
    }

    /// The next element's type and key, or `None` at the end.
    #[inline]
    pub fn next_key(&mut self) -> Decoded<Option<(u8, &'de [u8])>> {
        let Some((element_type, rest)) = self.rest.split_first() else { return Ok(None) };
        let Some(end) = rest.iter().position(|byte| *byte == 0) else {
            return Err(self.malformed("a key without end"));
        };
        self.rest = &rest[end + 1..];
        Ok(Some((*element_type, &rest[..end])))
    }

    /// The next array element's type; its key is not looked at.
    #[inline]
    pub fn next_element(&mut self) -> Decoded<Option<u8>> {
        Ok(self.next_key()?.map(|(element_type, _)| element_type))
    }

    /// The next `N` bytes.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Decoded<&'de [u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((next, rest)) => {
                self.rest = rest;
                Ok(next)
            }
            None => Err(self.malformed("a value that is cut off")),
        }
    }

    /// The next `length` bytes.
    #[inline]
    pub fn take(&mut self, length: usize) -> Decoded<&'de [u8]> {
        match self.rest.split_at_checked(length) {
            Some((next, rest)) => {
                self.rest = rest;
                Ok(next)
            }
            None => Err(self.malformed("a value that is cut off")),
        }
    }

    /// A little-endian `i32`.
    #[inline]
    pub fn i32(&mut self) -> Decoded<i32> {
        Ok(i32::from_le_bytes(*self.array()?))
    }

    /// A little-endian `i64`.
    #[inline]
    pub fn i64(&mut self) -> Decoded<i64> {
        Ok(i64::from_le_bytes(*self.array()?))
    }

    /// A little-endian `f64`.
    #[inline]
    pub fn f64(&mut self) -> Decoded<f64> {
        Ok(f64::from_le_bytes(*self.array()?))
    }

    /// A length that is at least `least`, as the wire stores it in an `i32`.
    #[inline]
    fn length(&mut self, least: i32) -> Decoded<usize> {
        let length = self.i32()?;
        if length < least { Err(self.malformed("a length that is too small")) } else { Ok(length as usize) }
    }

    /// A BSON string.
    #[inline]
    pub fn str(&mut self) -> Decoded<&'de str> {
        let start = *self;
        let length = self.length(1)?;
        let Some((0, text)) = self.take(length)?.split_last() else {
            return Err(start.malformed("a string without end"));
        };
        std::str::from_utf8(text).map_err(|_| start.malformed("text that is not UTF-8"))
    }

    /// Text up to a NUL.
    pub fn cstr(&mut self) -> Decoded<&'de str> {
        let start = *self;
        let Some(end) = self.rest.iter().position(|byte| *byte == 0) else {
            return Err(start.malformed("text without end"));
        };
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        std::str::from_utf8(text).map_err(|_| start.malformed("text that is not UTF-8"))
    }

    /// Binary data: subtype and bytes.
    #[inline]
    pub fn binary(&mut self) -> Decoded<(u8, &'de [u8])> {
        let length = self.length(0)?;
        let [subtype] = *self.array()?;
        Ok((subtype, self.take(length)?))
    }

    /// The elements of a document or array; the reader moves past it.
    #[inline]
    pub fn document(&mut self) -> Decoded<Reader<'de>> {
        let start = *self;
        let Some(length) = self.rest.first_chunk::<4>() else {
            return Err(start.malformed("a document that is cut off"));
        };
        let length = i32::from_le_bytes(*length);
        if length < 5 {
            return Err(start.malformed("a length that is too small"));
        }
        let Some((0, inner)) = self.take(length as usize)?.split_last() else {
            return Err(start.malformed("a document without end"));
        };
        if self.depth == MAX_DEPTH {
            return Err(start.malformed(TOO_DEEP));
        }
        Ok(Reader { rest: &inner[4..], depth: self.depth + 1, ..*self })
    }

    /// The bytes of a whole document, its length included; the reader moves past it.
    pub(crate) fn raw_document(&mut self) -> Decoded<&'de [u8]> {
        let start = *self;
        let length = self.length(5)?;
        *self = start;
        self.take(length)
    }

    /// The reader, `length` bytes further on.
    pub(crate) fn after(self, length: usize) -> Self {
        Self { rest: self.rest.get(length..).unwrap_or_default(), ..self }
    }

    /// Moves past a value.
    pub fn skip(&mut self, element_type: u8) -> Decoded<()> {
        let start = *self;
        let length = match element_type {
            element::NULL | element::UNDEFINED | element::MIN_KEY | element::MAX_KEY => 0,
            element::BOOLEAN => 1,
            element::INT32 => 4,
            element::DOUBLE | element::DATE | element::TIMESTAMP | element::INT64 => 8,
            element::OBJECT_ID => 12,
            element::DECIMAL128 => 16,
            element::STRING | element::JAVASCRIPT | element::SYMBOL => self.length(1)?,
            element::BINARY => self.length(0)? + 1,
            element::DB_POINTER => self.length(1)? + 12,
            element::DOCUMENT | element::ARRAY => self.length(5)? - 4,
            element::JAVASCRIPT_WITH_SCOPE => self.length(14)? - 4,
            element::REGEX => {
                self.cstr()?;
                self.cstr()?;
                0
            }
            _ => return Err(start.malformed("an unknown element type")),
        };
        self.take(length)?;
        Ok(())
    }

    /// Moves past a value, and says how many documents or arrays it nests.
    pub(super) fn depth_of(&mut self, element_type: u8) -> Decoded<u8> {
        let mut elements = match element_type {
            element::DOCUMENT | element::ARRAY => self.document()?,
            element::JAVASCRIPT_WITH_SCOPE => {
                self.take(4)?;
                self.skip(element::STRING)?;
                self.document()?
            }
            _ => return self.skip(element_type).map(|()| 0),
        };
        let mut deepest = 0;
        while let Some(element_type) = elements.next_element()? {
            deepest = deepest.max(elements.depth_of(element_type)?);
        }
        Ok(deepest + 1)
    }

    /// Finds a field; the reader itself stays where it is.
    pub fn find(&self, name: &str) -> Decoded<Option<(u8, Reader<'de>)>> {
        let mut reader = *self;
        while let Some((element_type, key)) = reader.next_key()? {
            if key == name.as_bytes() {
                return Ok(Some((element_type, reader)));
            }
            reader.skip(element_type)?;
        }
        Ok(None)
    }

    /// The text of the field `name`, which says the variant of an enum.
    pub fn find_str(&self, name: &'static str) -> Decoded<&'de str> {
        match self.find(name)? {
            None => Err(Fault::missing(self.at(), name, "string")),
            Some((element::STRING, mut value)) => value.str(),
            Some((element_type, value)) => Err(value.unexpected("string", element_type)),
        }
    }

    /// The text of the field `name` if that field comes next.
    pub fn field_str(&mut self, name: &str) -> Decoded<Option<&'de str>> {
        let mut ahead = *self;
        match ahead.next_key()? {
            Some((element::STRING, key)) if key == name.as_bytes() => {
                let text = ahead.str()?;
                *self = ahead;
                Ok(Some(text))
            }
            _ => Ok(None),
        }
    }

    /// The fault of finding another element type than expected here.
    #[cold]
    #[inline(never)]
    pub fn unexpected(&self, expected: &'static str, found: u8) -> Fault {
        Fault::unexpected(self.at(), expected, element::name(found))
    }

    /// The fault of finding a value here that does not fit.
    #[cold]
    #[inline(never)]
    pub fn refused(&self, expected: &'static str, found: impl Into<String>) -> Fault {
        Fault::unexpected(self.at(), expected, found.into())
    }

    /// The fault of an enum's text that names no variant.
    #[cold]
    #[inline(never)]
    pub fn unknown_variant(&self, variants: &'static [&'static str]) -> Fault {
        Fault::unexpected(self.at(), format!("one of {}", variants.join(", ")), "another text")
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn malformed(&self, what: &'static str) -> Fault {
        Fault::unexpected(self.at(), "well-formed BSON", what)
    }
}
