//! A document after changes, as the server will have it.

use std::collections::BTreeMap;

use super::elements::{Element, Elements};
use crate::ast::{Change, Literal, Operator};
use crate::bson::element;
use crate::value::{Decoded, Encoder, Index, Reader};

/// The document after the changes that [`difference`](super::difference) has found.
pub(crate) fn applied(stored: Reader<'_>, changes: &[Change]) -> Decoded<Box<[u8]>> {
    let mut out = Encoder::with_capacity(stored.rest().len() + 64);
    nested(&mut out, |out| apply(stored, &Tree::of(changes), out))?;
    Ok(out.bytes().into())
}

/// The changes below a place, by the next key of their paths.
#[derive(Default)]
struct Tree<'a> {
    operator: Option<&'a Operator>,
    below: BTreeMap<&'a str, Tree<'a>>,
}

impl<'a> Tree<'a> {
    fn of(changes: &'a [Change]) -> Self {
        let mut root = Self::default();
        for change in changes {
            let keys = change.path.as_str().split('.');
            let place = keys.fold(&mut root, |place, key| place.below.entry(key).or_default());
            place.operator = Some(&change.operator);
        }
        root
    }
}

fn apply(stored: Reader<'_>, changes: &Tree<'_>, out: &mut Encoder) -> Decoded<()> {
    let elements = Elements::of(stored)?;
    for element in elements.iter() {
        match changes.below.get(element.key) {
            None => copy(element, out),
            Some(Tree { operator: Some(operator), .. }) => change(element, operator, out)?,
            Some(below) => {
                let inner = element.document()?;
                out.key(element.kind, element.key);
                nested(out, |out| apply(inner, below, out))?;
            }
        }
    }
    for (key, change) in &changes.below {
        if let Some(Operator::Set(value)) = change.operator
            && elements.find(key).is_none()
        {
            set(key, value, out);
        }
    }
    Ok(())
}

fn change(element: &Element<'_>, operator: &Operator, out: &mut Encoder) -> Decoded<()> {
    match operator {
        Operator::Set(value) => set(element.key, value, out),
        Operator::Push(push) => {
            let before = Elements::of(element.document()?)?;
            let mut index = Index::zero();
            out.key(element::ARRAY, element.key);
            out.document(|out| {
                let before = before.iter().map(|element| (element.kind, element.value));
                let new = push.values.iter().map(|value| (value.element_type(), value.bytes()));
                for (element_type, value) in before.chain(new) {
                    out.element(element_type, &index);
                    out.raw(value);
                    index.advance();
                }
            });
        }
        Operator::Unset => {}
        _ => copy(element, out),
    }
    Ok(())
}

fn set(key: &str, value: &Literal, out: &mut Encoder) {
    out.key(value.element_type(), key);
    value.write(out);
}

fn copy(element: &Element<'_>, out: &mut Encoder) {
    out.key(element.kind, element.key);
    out.raw(element.value);
}

fn nested(out: &mut Encoder, write: impl FnOnce(&mut Encoder) -> Decoded<()>) -> Decoded<()> {
    let mut written = Ok(());
    out.document(|out| written = write(out));
    written
}
