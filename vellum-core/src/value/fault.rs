//! Why a document cannot be read. A fault remembers an address only; its path is worked out from the
//! document's bytes when the fault is reported, so that reading well-formed documents costs nothing.

use std::borrow::Cow;

use crate::bson::element;

/// What reading gives: a value or a [`Fault`].
pub type Decoded<T> = Result<T, Fault>;

/// A place in the bytes of a document: the address of a byte, compared but never followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(usize);

impl At {
    #[inline]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(bytes.as_ptr() as usize)
    }

    /// The distance from the first byte of `document`, if the place lies in it.
    pub(crate) fn offset_in(self, document: &[u8]) -> Option<usize> {
        let offset = self.0.checked_sub(document.as_ptr() as usize)?;
        (offset <= document.len()).then_some(offset)
    }
}

/// A value that cannot be read as the type that the model declares.
#[derive(Debug)]
pub struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    at: At,
    missing: Option<&'static str>,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
}

impl Fault {
    // Each takes the place alone, so that remembering a reader's costs one register until something is wrong.

    /// Another element type than expected.
    #[cold]
    #[inline(never)]
    pub(super) fn of_type(at: At, expected: &'static str, found: u8) -> Self {
        Self::unexpected(at, expected, element::name(found))
    }

    /// A value that does not fit.
    #[cold]
    #[inline(never)]
    pub(super) fn refused(at: At, expected: &'static str, found: impl Into<String>) -> Self {
        Self::unexpected(at, expected, found.into())
    }

    /// An enum's text that names no variant.
    #[cold]
    #[inline(never)]
    pub(super) fn unknown_variant(at: At, variants: &'static [&'static str]) -> Self {
        Self::unexpected(at, format!("one of {}", variants.join(", ")), "another text")
    }

    #[cold]
    #[inline(never)]
    pub(super) fn malformed(at: At, what: &'static str) -> Self {
        Self::unexpected(at, "well-formed BSON", what)
    }

    #[cold]
    pub(crate) fn unexpected(
        at: At,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner { at, missing: None, expected: expected.into(), found: found.into() }))
    }

    /// A field that must be there and is not.
    #[cold]
    pub(crate) fn missing(at: At, name: &'static str, expected: &'static str) -> Self {
        Self(Box::new(Inner {
            at,
            missing: Some(name),
            expected: expected.into(),
            found: "no such field".into(),
        }))
    }

    /// What was expected.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was found: an element type, or what is wrong with a value, never the value itself.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The path of the fault in the document that was read: `items[3].price`.
    pub fn path_in(&self, document: &[u8]) -> String {
        let mut path = match self.0.at.offset_in(document) {
            Some(offset) => super::locate::path_of(document, offset),
            None => String::new(),
        };
        if let Some(name) = self.0.missing {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }
}
