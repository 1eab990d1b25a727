//! Reading BSON: a bounds-checked view that moves forward over the bytes of one document.

use super::encoder::MAX_DEPTH;
use super::fault::{At, Decoded, Fault};
use super::nul::{first_nul, until_nul};
use crate::bson::element;

pub(super) const TOO_DEEP: &str = "documents nested too deep";

const NOT_UTF8: &str = "text that is not UTF-8";

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
    #[inline]
    pub fn of_document(bytes: &'de [u8]) -> Decoded<Self> {
        match bytes {
            [a, b, c, d, elements @ .., 0]
                if i32::from_le_bytes([*a, *b, *c, *d]) as usize == bytes.len() =>
            {
                Ok(Self::of_elements(elements))
            }
            _ => Self::of_malformed(bytes),
        }
    }

    /// What is wrong with the length prefix or the end of a document.
    #[cold]
    #[inline(never)]
    fn of_malformed(bytes: &'de [u8]) -> Decoded<Self> {
        let mut outer = Self::of_value(bytes);
        let inner = outer.document()?;
        if outer.rest.is_empty() {
            Ok(inner)
        } else {
            Err(outer.malformed("bytes after the end of the document"))
        }
    }

    /// Reads the elements of a whole document that has been checked.
    #[inline]
    pub(crate) fn of_elements(elements: &'de [u8]) -> Self {
        Self { rest: elements, depth: 1, reread: false }
    }

    /// Reads a value on its own, without header.
    #[inline]
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
    pub(crate) fn reread(self) -> Self {
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

    /// Moves to where a copy of the reader stands.
    #[inline]
    pub(super) fn catch_up(&mut self, ahead: Self) {
        self.rest = ahead.rest;
    }

    /// A reader of a document that the reader has already found where it stood.
    pub(super) fn below(self, elements: &'de [u8]) -> Self {
        Self { rest: elements, depth: self.depth + 1, ..self }
    }

    #[inline]
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

    /// Moves past the header of the same key with any element type, and returns that type.
    #[inline]
    pub(crate) fn key_of(&mut self, header: &[u8]) -> Option<u8> {
        match self.rest.split_at_checked(header.len()) {
            Some(([element_type, key @ ..], rest)) if *key == header[1..] => {
                self.rest = rest;
                Some(*element_type)
            }
            _ => None,
        }
    }

    /// Moves past the header of a field whose key is known only at run time, if that comes next.
    #[inline]
    pub(crate) fn field(&mut self, element_type: u8, key: &str) -> bool {
        match self.rest.split_at_checked(key.len() + 2) {
            Some(([first, next @ .., 0], rest)) if *first == element_type && *next == *key.as_bytes() => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Whether the key of `header` comes next, with any element type. A field that has a value of its
    /// own for "missing" asks before it reads, since [`Value::decode_field`](super::Value::decode_field)
    /// of an option reads a missing field as `None`.
    #[inline]
    pub fn comes_next<const N: usize>(&self, header: &[u8; N]) -> bool {
        self.rest.first_chunk::<N>().is_some_and(|next| next[1..] == header[1..])
    }

    /// The next element's type and key, or `None` at the end.
    #[inline]
    pub fn next_key(&mut self) -> Decoded<Option<(u8, &'de [u8])>> {
        let Some((element_type, rest)) = self.rest.split_first() else { return Ok(None) };
        let Some((key, rest)) = until_nul(rest) else { return Err(self.malformed("a key without end")) };
        self.rest = rest;
        Ok(Some((*element_type, key)))
    }

    /// The next element's type, and the place of its key among `names`, which is behind them all for an
    /// unknown one; or `None` at the end. One function for all models, where a `match` on keys would be
    /// code in each.
    pub fn next_place(&mut self, names: &[&str]) -> Decoded<Option<(u8, usize)>> {
        let Some((element_type, key)) = self.next_key()? else { return Ok(None) };
        let place = names.iter().position(|name| name.as_bytes() == key);
        Ok(Some((element_type, place.unwrap_or(names.len()))))
    }

    /// The next array element's type; its key is not looked at.
    #[inline]
    pub fn next_element(&mut self) -> Decoded<Option<u8>> {
        // Of short keys, and arrays have few others, one look at eight bytes finds the end.
        if let Some(next) = self.rest.first_chunk::<8>() {
            let end = first_nul(u64::from_le_bytes(*next) | 0xFF);
            if end < 8 {
                self.rest = &self.rest[end + 1..];
                return Ok(Some(next[0]));
            }
        }
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

    /// The bytes of a BSON string behind its length; they need not be UTF-8.
    #[inline]
    fn text(&mut self, length: usize) -> Decoded<&'de [u8]> {
        let start = *self;
        match self.take(length)?.split_last() {
            Some((0, text)) => Ok(text),
            _ => Err(start.malformed("a string without end")),
        }
    }

    /// A BSON string.
    #[inline]
    pub fn str(&mut self) -> Decoded<&'de str> {
        let start = *self;
        let length = self.length(1)?;
        std::str::from_utf8(self.text(length)?).map_err(|_| start.malformed(NOT_UTF8))
    }

    /// A BSON string of its own.
    pub fn string(&mut self) -> Decoded<String> {
        let length = self.length(1)?;
        let ahead = self.rest;
        let text = self.text(length)?;
        super::text::owned(text, ahead).ok_or_else(|| Fault::malformed(At::of(text), NOT_UTF8))
    }

    /// Text up to a NUL.
    pub fn cstr(&mut self) -> Decoded<&'de str> {
        let start = *self;
        let Some((text, rest)) = until_nul(self.rest) else {
            return Err(start.malformed("text without end"));
        };
        self.rest = rest;
        std::str::from_utf8(text).map_err(|_| start.malformed(NOT_UTF8))
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

    /// The next `length` bytes alone.
    pub(crate) fn until(self, length: usize) -> Self {
        Self { rest: self.rest.get(..length).unwrap_or_default(), ..self }
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
    #[inline]
    pub fn unexpected(&self, expected: &'static str, found: u8) -> Fault {
        Fault::of_type(self.at(), expected, found)
    }

    /// The fault of finding a value here that does not fit.
    #[inline]
    pub fn refused(&self, expected: &'static str, found: impl Into<String>) -> Fault {
        Fault::refused(self.at(), expected, found)
    }

    /// The fault of an enum's text that names no variant.
    #[inline]
    pub fn unknown_variant(&self, variants: &'static [&'static str]) -> Fault {
        Fault::unknown_variant(self.at(), variants)
    }

    #[inline]
    pub(crate) fn malformed(&self, what: &'static str) -> Fault {
        Fault::malformed(self.at(), what)
    }
}
