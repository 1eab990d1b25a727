//! Cursors: a position in an order as text, signed.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ast::Literal;
use crate::driver::CursorKey;
use crate::error::{Error, Result};
use crate::value::{Encoder, Reader};

/// The form that this version writes and reads.
const VERSION: u8 = 1;

/// Says which query a cursor is of.
pub(super) type Fingerprint = [u8; 16];

/// Version, flags, fingerprint; then the position, then the signature.
const HEAD: usize = 2 + 16;
const SIGNATURE: usize = 32;

const BACKWARDS: u8 = 1;
const INCLUSIVE: u8 = 2;

/// The place between two pages, as text that fits into a URL.
///
/// It belongs to one query: the same collection, filter, sort and collation. It is signed, so that it cannot
/// be changed, with [`Database::with_cursor_key`](crate::Database::with_cursor_key)'s key; but it is not
/// encrypted, and holds the values that its page is sorted by.
///
/// ```
/// use vellum_core::repository::Cursor;
///
/// assert!("no cursor".parse::<Cursor>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(Box<str>);

impl Cursor {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn seal(key: &CursorKey, fingerprint: &Fingerprint, mark: &Mark) -> Self {
        let flags = [(mark.backwards, BACKWARDS), (mark.inclusive, INCLUSIVE)];
        let flags = flags.iter().filter(|(set, _)| *set).fold(0, |all, (_, flag)| all | flag);
        let mut bytes = vec![VERSION, flags];
        bytes.extend_from_slice(fingerprint);
        let mut position = Encoder::new();
        position.document(|out| {
            for (at, value) in mark.position.iter().enumerate() {
                out.key(value.element_type(), &at.to_string());
                value.write(out);
            }
        });
        bytes.extend_from_slice(position.bytes());
        let signature = key.sign(&bytes);
        bytes.extend_from_slice(&signature);
        Self(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    /// The mark of a cursor of this very query.
    pub(super) fn open(&self, key: &CursorKey, fingerprint: &Fingerprint) -> Result<Mark> {
        let bytes = decode(&self.0)?;
        let (signed, signature) = bytes.split_at(bytes.len() - SIGNATURE);
        if !key.verifies(signed, signature) {
            return Err(invalid("it was changed, or signed with another key"));
        }
        if signed[2..HEAD] != fingerprint[..] {
            return Err(invalid(
                "it belongs to another query: another collection, filter, sort or collation",
            ));
        }
        let position = position(&signed[HEAD..]).ok_or_else(|| invalid("its position cannot be read"))?;
        let has = |flag| signed[1] & flag != 0;
        Ok(Mark { position, backwards: has(BACKWARDS), inclusive: has(INCLUSIVE) })
    }
}

/// What a cursor says.
#[derive(Debug, PartialEq)]
pub(super) struct Mark {
    /// The values of the document at the page's edge, one for each key of the order.
    pub(super) position: Vec<Literal>,
    /// Whether it leads to the page in front.
    pub(super) backwards: bool,
    /// Whether the document itself belongs to the page that it leads to.
    pub(super) inclusive: bool,
}

/// The bytes of a text that has the form of a cursor.
fn decode(text: &str) -> Result<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let whole = |bytes: &Vec<u8>| bytes.len() > HEAD + SIGNATURE && bytes[0] == VERSION;
    bytes.filter(whole).ok_or_else(|| invalid("it is incomplete, or no cursor at all"))
}

fn position(bytes: &[u8]) -> Option<Vec<Literal>> {
    let mut elements = Reader::of_document(bytes).ok()?;
    let mut values = Vec::new();
    while let Some(element_type) = elements.next_element().ok()? {
        let start = elements.rest();
        elements.skip(element_type).ok()?;
        values.push(Literal::stored(element_type, start.get(..start.len() - elements.rest().len())?));
    }
    Some(values)
}

pub(super) fn invalid(reason: &str) -> Error {
    Error::InvalidCursor { reason: reason.to_owned() }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Without the text, which holds stored values.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(..)")
    }
}

impl AsRef<str> for Cursor {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Takes text that has the form of a cursor. Whether it fits a query is seen when the query is sent.
impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        decode(text).map(|_| Self(text.into()))
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// What `after` and `before` take: a cursor, or perhaps one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no cursor",
    label = "expected a `Cursor` or an `Option` of one",
    note = "text from outside becomes a cursor by `text.parse::<Cursor>()?`"
)]
pub trait IntoCursor {
    /// The cursor, if there is one.
    fn into_cursor(self) -> Option<Cursor>;
}

macro_rules! into_cursor {
    ($($type:ty, $self:ident => $cursor:expr;)*) => {$(
        impl IntoCursor for $type {
            fn into_cursor($self) -> Option<Cursor> {
                $cursor
            }
        }
    )*};
}

into_cursor! {
    Cursor, self => Some(self);
    &Cursor, self => Some(self.clone());
    Option<Cursor>, self => self;
    Option<&Cursor>, self => self.cloned();
    &Option<Cursor>, self => self.clone();
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Cursor, Mark};
    use crate::ast::Literal;
    use crate::driver::CursorKey;

    #[test]
    fn a_cursor_opens_to_what_was_sealed() {
        let key = CursorKey::default();
        let position = vec![Literal::null(), Literal::text("é"), Literal::of(&1.5), Literal::of(&[1_i32, 2])];
        for (backwards, inclusive) in [(false, false), (false, true), (true, false), (true, true)] {
            let mark = Mark { position: position.clone(), backwards, inclusive };
            let text = Cursor::seal(&key, &[7; 16], &mark).to_string();
            let cursor: Cursor = text.parse().unwrap();
            assert_eq!(cursor.open(&key, &[7; 16]).unwrap(), mark);
            assert!(cursor.open(&key, &[8; 16]).unwrap_err().to_string().contains("another query"));
            let other = cursor.open(&CursorKey::default(), &[7; 16]).unwrap_err();
            assert!(other.to_string().contains("another key"));
        }
    }
}
