//! The elements of a document, to be looked up by key.

use std::collections::HashMap;

use crate::value::{Decoded, Reader};

/// From how many elements on a table is quicker than looking at each.
const FEW: usize = 16;

/// One element of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) key: &'a str,
    pub(super) kind: u8,
    pub(super) value: &'a [u8],
}

impl<'a> Element<'a> {
    /// The elements of the value, which is a document or an array.
    pub(super) fn document(&self) -> Decoded<Reader<'a>> {
        Reader::of_value(self.value).document()
    }
}

/// The elements of a document, in their order.
pub(super) struct Elements<'a> {
    all: Vec<Element<'a>>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Elements<'a> {
    pub(super) fn of(mut document: Reader<'a>) -> Decoded<Self> {
        let mut all = Vec::new();
        while let Some((kind, key)) = document.next_key()? {
            let key = std::str::from_utf8(key).map_err(|_| document.malformed("a key that is not UTF-8"))?;
            let start = document.rest();
            document.skip(kind)?;
            let value = &start[..start.len() - document.rest().len()];
            all.push(Element { key, kind, value });
        }
        let places = if all.len() > FEW {
            all.iter().enumerate().map(|(place, element)| (element.key, place)).collect()
        } else {
            HashMap::new()
        };
        Ok(Self { all, places })
    }

    pub(super) fn find(&self, key: &str) -> Option<&Element<'a>> {
        if self.places.is_empty() {
            self.all.iter().find(|element| element.key == key)
        } else {
            self.places.get(key).map(|place| &self.all[*place])
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Element<'a>> {
        self.all.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}
