//! A document after changes, as the server will have it.

use std::collections::BTreeMap;

use super::elements::{self, Element, Elements, between};
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
    below: BTreeMap<&'a [u8], Tree<'a>>,
}

impl<'a> Tree<'a> {
    fn of(changes: &'a [Change]) -> Self {
        let mut root = Self::default();
        for change in changes {
            let keys = change.path.as_str().split('.');
            let place = keys.fold(&mut root, |place, key| place.below.entry(key.as_bytes()).or_default());
            place.operator = Some(&change.operator);
        }
        root
    }
}

/// What stays is copied as it stands, from one change to the next.
fn apply(stored: Reader<'_>, changes: &Tree<'_>, out: &mut Encoder) -> Decoded<()> {
    let (mut kept, mut ahead) = (stored, stored);
    let mut found = Vec::new();
    loop {
        let start = ahead;
        let Some((kind, key)) = ahead.next_key()? else { break };
        let Some(below) = changes.below.get(key) else {
            ahead.skip(kind)?;
            continue;
        };
        ahead = start;
        let Some(element) = elements::next(&mut ahead)? else { break };
        out.raw(between(kept, start));
        kept = ahead;
        found.push(element.key);
        if let Some(operator) = below.operator {
            change(&element, operator, out)?;
        } else {
            let inner = element.document()?;
            out.key(element.kind, element.key);
            nested(out, |out| apply(inner, below, out))?;
        }
    }
    out.raw(between(kept, ahead));
    for (key, change) in &changes.below {
        if let Some(Operator::Set(value)) = change.operator
            && let Ok(key) = std::str::from_utf8(key)
            && !found.contains(&key)
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
