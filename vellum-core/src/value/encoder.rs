//! Writing BSON: one growing buffer, lengths patched when a document ends.

use crate::bson::element;

/// How deep documents and arrays may nest, on the way in and out. MongoDB itself stores 180 levels.
pub const MAX_DEPTH: u8 = 200;

/// The largest document that MongoDB stores, in bytes, with room for what commands add to it.
const MAX_LENGTH: usize = i32::MAX as usize;

/// Receives encoded values.
///
/// Encoding never stops half way: the first value that cannot be stored is remembered together with
/// its path, and [`Encoder::finish`] returns it instead of the bytes.
#[derive(Debug, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
    depth: u8,
    fault: Option<Box<EncodeFault>>,
}

/// A value that cannot be stored, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeFault {
    /// The path of the value: `items[3].price`.
    pub path: String,
    /// Why it cannot be stored.
    pub reason: String,
}

impl EncodeFault {
    #[cold]
    fn too_large() -> Self {
        Self { path: String::new(), reason: "larger than BSON allows".to_owned() }
    }
}

impl Encoder {
    /// An empty encoder.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty encoder whose buffer holds `capacity` bytes before it grows.
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity), depth: 0, fault: None }
    }

    /// Bytes written so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, or the first value that could not be written.
    #[inline]
    pub fn finish(mut self) -> Result<Vec<u8>, EncodeFault> {
        self.check()?;
        Ok(self.bytes)
    }

    /// The first value that could not be written.
    #[inline]
    pub(crate) fn check(&mut self) -> Result<(), EncodeFault> {
        match self.fault.take() {
            None if self.bytes.len() > MAX_LENGTH => Err(EncodeFault::too_large()),
            None => Ok(()),
            Some(fault) => Err(*fault),
        }
    }

    /// Forgets what was written and keeps the buffer, for the next document.
    pub(crate) fn restart(&mut self) {
        self.bytes.clear();
        self.depth = 0;
        self.fault = None;
    }

    /// Appends bytes as they are.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a header whose element type is known only now.
    #[inline]
    pub fn header_of_type<const N: usize>(&mut self, element_type: u8, header: &[u8; N]) {
        self.bytes.push(element_type);
        self.bytes.extend_from_slice(&header[1..]);
    }

    /// Appends element type and key of a field whose key is known only at run time.
    pub fn key(&mut self, element_type: u8, key: &str) {
        if key.as_bytes().contains(&0) {
            self.refuse(format_args!("the key {key:?} holds a NUL character"));
        }
        self.bytes.push(element_type);
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.push(0);
    }

    /// Appends a BSON string: length, text, NUL.
    #[inline]
    pub fn str(&mut self, text: &str) {
        let length = (text.len() + 1) as u32;
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
    }

    /// Appends a whole field whose value is text.
    pub fn field_str(&mut self, key: &str, text: &str) {
        self.key(element::STRING, key);
        self.str(text);
    }

    /// Appends text that ends with a NUL and therefore may not hold one.
    pub fn cstr(&mut self, text: &str) {
        if text.as_bytes().contains(&0) {
            self.refuse(format_args!("a regular expression cannot hold a NUL character"));
            self.bytes.push(0);
            return;
        }
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(0);
    }

    /// Appends a document (or array): `write` appends its elements.
    #[inline]
    pub fn document(&mut self, write: impl FnOnce(&mut Self)) {
        self.measured(|out| {
            if out.depth == MAX_DEPTH {
                out.refuse(format_args!("nested deeper than {MAX_DEPTH} levels"));
            } else {
                out.depth += 1;
                write(out);
                out.depth -= 1;
            }
            out.bytes.push(0);
        });
    }

    /// Appends what `write` appends, behind its length in bytes, which counts itself.
    #[inline]
    pub(super) fn measured(&mut self, write: impl FnOnce(&mut Self)) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        write(self);
        let length = (self.bytes.len() - start) as u32;
        self.bytes[start..start + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// Remembers that the value being written cannot be stored; only the first one counts.
    #[cold]
    #[inline(never)]
    pub fn refuse(&mut self, reason: impl std::fmt::Display) {
        if self.fault.is_none() {
            let path = super::locate::open_path(&self.bytes);
            self.fault = Some(Box::new(EncodeFault { path, reason: reason.to_string() }));
        }
    }

    /// Refuses the value of a field before its element type is known.
    #[cold]
    pub(crate) fn refuse_field<const N: usize>(&mut self, header: &[u8; N], reason: impl std::fmt::Display) {
        self.header_of_type(element::DOCUMENT, header);
        self.refuse(reason);
    }

    /// How many documents are open.
    pub(super) fn depth(&self) -> u8 {
        self.depth
    }

    /// Takes back what was written from `start` on.
    pub(super) fn split_off(&mut self, start: usize) -> Vec<u8> {
        self.bytes.split_off(start)
    }

    /// Whether a value has been refused.
    pub fn is_refused(&self) -> bool {
        self.fault.is_some()
    }
}

/// Writes array keys "0", "1", "2", ... as ASCII decimals that are counted up in place.
pub(crate) struct Index {
    digits: [u8; 12],
    start: usize,
}

impl Index {
    pub(crate) fn zero() -> Self {
        let mut digits = [b'0'; 12];
        digits[11] = 0;
        Self { digits, start: 10 }
    }

    /// The digits and the NUL that ends the key.
    #[inline]
    pub(crate) fn key(&self) -> &[u8] {
        &self.digits[self.start..]
    }

    #[inline]
    pub(crate) fn advance(&mut self) {
        let mut at = 10;
        while self.digits[at] == b'9' && at > 0 {
            self.digits[at] = b'0';
            at -= 1;
        }
        self.digits[at] += 1;
        self.start = self.start.min(at);
    }
}

impl Encoder {
    /// Appends element type and key of an array element.
    #[inline]
    pub(crate) fn element(&mut self, element_type: u8, index: &Index) {
        // Arrays of a known size are copied without a call.
        let [.., hundreds, tens, units, end] = index.digits;
        match index.start {
            10 => self.raw(&[element_type, units, end]),
            9 => self.raw(&[element_type, tens, units, end]),
            8 => self.raw(&[element_type, hundreds, tens, units, end]),
            _ => {
                self.bytes.push(element_type);
                self.bytes.extend_from_slice(index.key());
            }
        }
    }
}
