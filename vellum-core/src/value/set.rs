//! Sets: arrays, encoded in the order of their encoded elements so that equal sets look equal.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::encoder::Index;
use super::list::{Sequence, decode_all};
use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

/// Elements that are stored alike, such as times within one millisecond, are written once.
fn encode_sorted<'a, T: Value>(items: impl IntoIterator<Item = &'a T>, out: &mut Encoder) {
    out.document(|out| {
        let start = out.bytes().len();
        let mut elements = Vec::new();
        let mut index = Index::zero();
        for item in items {
            let element_type = item.element_type();
            out.element(element_type, &index);
            let value = out.bytes().len() - start;
            item.encode(out);
            elements.push((element_type, value..out.bytes().len() - start));
            index.advance();
        }
        let unsorted = out.split_off(start);
        let mut elements: Vec<_> =
            elements.into_iter().map(|(element_type, value)| (element_type, &unsorted[value])).collect();
        elements.sort_unstable();
        elements.dedup();
        let mut index = Index::zero();
        for (element_type, value) in elements {
            out.element(element_type, &index);
            out.raw(value);
            index.advance();
        }
    });
}

macro_rules! set {
    (impl<$item:ident $(, $hasher:ident)?> $set:ty, where [$($bounds:tt)*]) => {
        impl<$item: Value + $($bounds)* $(, $hasher: BuildHasher + Default + Send + Sync + 'static)?> Value for $set {
            const TYPE: u8 = element::ARRAY;
            const EXPECTED: &'static str = "array";
            type Kind = kind::Set;
            plain_accessors!();

            fn encode(&self, out: &mut Encoder) {
                encode_sorted(self, out);
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                Ok(decode_all(r)?.into_iter().collect())
            }

            fn normalize(&mut self) {
                *self = std::mem::take(self)
                    .into_iter()
                    .map(|mut item| {
                        item.normalize();
                        item
                    })
                    .collect();
            }

            fn shape() -> Shape {
                Shape::Set($item::shape)
            }
        }

        impl<$item: Value + $($bounds)* $(, $hasher: BuildHasher + Default + Send + Sync + 'static)?> Sequence for $set {
            type Item = $item;
        }
    };
}

set!(impl<T, S> HashSet<T, S>, where [Eq + Hash]);
set!(impl<T> BTreeSet<T>, where [Ord]);
