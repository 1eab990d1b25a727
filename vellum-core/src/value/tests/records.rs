//! Documents as the derive would write their impls.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use proptest::collection::{hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::schema::{FieldShape, Shape};
use crate::value::{
    Body, Decoded, Encoder, Reader, Value, decode_body, encode_body, header, kind, plain_accessors,
};

/// `Body` and `Value` of a struct: `field: Type = "stored name" | "older name"`.
macro_rules! record {
    ($(#[$attribute:meta])* struct $name:ident { $($field:ident: $type:ty = $key:literal $(| $alias:literal)*),* $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq)]
        pub(super) struct $name {
            $(pub(super) $field: $type,)*
        }

        impl Body for $name {
            fn encode_fields(&self, out: &mut Encoder) {
                $(self.$field.encode_field(const { &header::<{ $key.len() + 2 }>(<$type>::TYPE, $key) }, out);)*
            }

            fn decode_fields(r: &mut Reader<'_>) -> Decoded<Option<Self>> {
                $(
                    let name = const { &header::<{ $key.len() + 2 }>(<$type>::TYPE, $key) };
                    let Some($field) = <$type>::decode_field(r, name)? else { return Ok(None) };
                )*
                Ok(Some(Self { $($field),* }))
            }

            fn decode_unordered(document: Reader<'_>) -> Decoded<Self> {
                let mut r = document;
                $(let mut $field: Option<$type> = None;)*
                while let Some((element_type, key)) = r.next_key()? {
                    match key {
                        $(
                            key if key == $key.as_bytes() => $field = Some(Value::decode_as(element_type, &mut r)?),
                            $(key if key == $alias.as_bytes() && $field.is_none() => {
                                $field = Some(Value::decode_as(element_type, &mut r)?);
                            })*
                        )*
                        _ => r.skip(element_type)?,
                    }
                }
                Ok(Self { $($field: Value::required($field, $key, document.at())?),* })
            }

            fn normalize_fields(&mut self) {
                $(self.$field.normalize();)*
            }

            fn fields() -> &'static [FieldShape] {
                const { &[$(FieldShape::new($key, stringify!($field), <$type as Value>::shape)),*] }
            }
        }

        impl Value for $name {
            const TYPE: u8 = crate::bson::element::DOCUMENT;
            const EXPECTED: &'static str = "document";
            type Kind = kind::Document;
            plain_accessors!();

            fn encode(&self, out: &mut Encoder) {
                encode_body(self, out);
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                decode_body(r)
            }

            fn normalize(&mut self) {
                self.normalize_fields();
            }

            fn shape() -> Shape {
                Shape::Document(<Self as Body>::fields)
            }
        }
    };
}
pub(super) use record;

record! {
    /// Two required fields and one that may be missing.
    struct Item {
        name: String = "name" | "title" | "label",
        count: u64 = "count",
        price: Option<Decimal> = "price",
    }
}

record! {
    /// A document with everything nested in everything.
    struct Order {
        id: uuid::Uuid = "_id",
        at: DateTime<Utc> = "at",
        note: Option<String> = "note",
        items: Vec<Item> = "items",
        gifts: Option<Vec<Item>> = "gifts",
        slots: Vec<Option<Item>> = "slots",
        main: Item = "main",
        extra: Option<Item> = "extra",
        by_name: HashMap<String, Vec<Item>> = "byName",
        weight: f64 = "weight",
    }
}

record! {
    /// A document of its own kind inside itself, before a field of its own.
    struct Node {
        child: Option<Box<Node>> = "child",
        replies: Vec<Node> = "replies",
        name: String = "name",
    }
}

/// Text with every character but NUL.
pub(super) fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(|characters| characters.into_iter().filter(|c| *c != '\0').collect())
}

pub(super) fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<[u32; 3]>(), any::<bool>(), 0..=28_u32, 0..=3_usize).prop_map(
        |(mut parts, negative, scale, used)| {
            parts[used..].fill(0);
            Decimal::from_parts(parts[0], parts[1], parts[2], negative, scale)
        },
    )
}

pub(super) fn item() -> impl Strategy<Value = Item> {
    (text(), 0..=i64::MAX as u64, option::of(decimal())).prop_map(|(name, count, price)| Item {
        name,
        count,
        price,
    })
}

pub(super) fn time() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds = DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp();
    let near = -2_i64..2;
    (prop_oneof![seconds, near], 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

pub(super) fn order() -> impl Strategy<Value = Order> {
    let scalars = (any::<[u8; 16]>(), time(), option::of(text()), any::<f64>());
    let lists = (vec(item(), 0..4), option::of(vec(item(), 0..3)), vec(option::of(item()), 0..4));
    let single = (item(), option::of(item()), hash_map(text(), vec(item(), 0..3), 0..3));
    (scalars, lists, single).prop_map(
        |((id, at, note, weight), (items, gifts, slots), (main, extra, by_name))| {
            let id = uuid::Uuid::from_bytes(id);
            Order { id, at, note, items, gifts, slots, main, extra, by_name, weight }
        },
    )
}
