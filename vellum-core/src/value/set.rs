//! Sets: arrays, encoded in the order of their encoded elements so that equal sets look equal.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use super::encoder::Index;
use super::list::{Sequence, decode_all};
use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape;

fn encode_sorted<'a, T: Value>(items: impl IntoIterator<Item = &'a T>, out: &mut Encoder) {
    let mut encoded = Vec::new();
    for item in items {
        let mut bytes = Encoder::new();
        item.encode(&mut bytes);
        match bytes.finish() {
            Ok(bytes) => encoded.push((item.element_type(), bytes)),
            Err(fault) => out.refuse(fault.reason),
        }
    }
    encoded.sort_unstable();
    out.document(|out| {
        let mut index = Index::zero();
        for (element_type, bytes) in encoded {
            out.element(element_type, &index);
            out.raw(&bytes);
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
