//! The elements of a document, to be looked up by key.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::value::{Decoded, Reader};

/// How many elements are looked at one by one; those behind them have a table, made when it is first asked.
const FEW: usize = 32;

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

/// The next element; the reader moves past it.
pub(super) fn next<'a>(document: &mut Reader<'a>) -> Decoded<Option<Element<'a>>> {
    let Some((kind, key)) = document.next_key()? else { return Ok(None) };
    let key = std::str::from_utf8(key).map_err(|_| document.malformed("a key that is not UTF-8"))?;
    let start = *document;
    document.skip(kind)?;
    Ok(Some(Element { key, kind, value: between(start, *document) }))
}

/// The bytes that a reader has passed on its way.
pub(super) fn between<'a>(start: Reader<'a>, end: Reader<'a>) -> &'a [u8] {
    &start.rest()[..start.rest().len() - end.rest().len()]
}

/// The elements of a document, in their order.
pub(super) struct Elements<'a> {
    all: Vec<Element<'a>>,
    places: OnceCell<HashMap<&'a str, usize>>,
}

impl<'a> Elements<'a> {
    pub(super) fn of(mut document: Reader<'a>) -> Decoded<Self> {
        let mut all = Vec::with_capacity(FEW);
        while let Some(element) = next(&mut document)? {
            all.push(element);
        }
        Ok(Self { all, places: OnceCell::new() })
    }

    pub(super) fn find(&self, key: &str) -> Option<&Element<'a>> {
        let (first, others) = self.all.split_at(self.all.len().min(FEW));
        first.iter().find(|element| element.key == key).or_else(|| {
            let place = |(place, element): (usize, &Element<'a>)| (element.key, place);
            if others.is_empty() {
                return None;
            }
            let places = self.places.get_or_init(|| others.iter().enumerate().map(place).collect());
            places.get(key).map(|place| &others[*place])
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Element<'a>> {
        self.all.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}
