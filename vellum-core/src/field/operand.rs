//! What may stand on the right of a comparison or a change: a value of the field's own type, as it would be
//! stored; under an expression root also a field or an expression.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::ast::{self, Literal};
use crate::bson::{self, Bson, Decimal128, Document, ObjectId, Regex, Timestamp, element};
use crate::model::Embedded;
use crate::value::bytes::{ByteString, Bytes};
use crate::value::geo::{Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use crate::value::serde::Serde;
use crate::value::{MapKey, Value};

/// Stands for "under any root": where an operand is a plain value, as for ids.
#[derive(Debug, Clone, Copy)]
pub enum AnyRoot {}

/// A value that a field of type `T` can be compared with, or be given, under the root `R`.
#[diagnostic::on_unimplemented(
    message = "expected a value of type `{T}`, found `{Self}`",
    label = "expected `{T}`"
)]
pub trait Operand<T, R = AnyRoot> {
    /// The operand as the query holds it.
    #[doc(hidden)]
    fn into_operand(self) -> ast::Operand;
}

impl ast::Operand {
    fn of<T: Value>(value: &T) -> Self {
        Self::Literal(Literal::of(value))
    }

    pub(crate) fn null() -> Self {
        Self::Literal(Literal::null())
    }
}

/// `Operand` of a type for itself and for an option of it, by value and by reference.
macro_rules! operands {
    ($($type:ty)*) => {$(
        crate::field::operands!(@one [] $type);
    )*};
    (@one [$($generics:tt)*] $type:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)* R> crate::field::Operand<$type, R> for $type {
            fn into_operand(self) -> crate::ast::Operand {
                crate::ast::Operand::Literal(crate::ast::Literal::of(&self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)* R> crate::field::Operand<$type, R> for &$type {
            fn into_operand(self) -> crate::ast::Operand {
                crate::ast::Operand::Literal(crate::ast::Literal::of(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)* R> crate::field::Operand<Option<$type>, R> for $type {
            fn into_operand(self) -> crate::ast::Operand {
                crate::ast::Operand::Literal(crate::ast::Literal::of(&self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)* R> crate::field::Operand<Option<$type>, R> for &$type {
            fn into_operand(self) -> crate::ast::Operand {
                crate::ast::Operand::Literal(crate::ast::Literal::of(self))
            }
        }
    };
}
pub(crate) use operands;

operands! {
    i8 i16 i32 i64 u8 u16 u32 u64 isize usize f32 f64 bool char
    String Box<str> Arc<str> Cow<'static, str>
    Uuid ObjectId DateTime<Utc> DateTime<FixedOffset> NaiveDate Decimal
    bson::DateTime Decimal128 bson::Binary Timestamp Regex Document Bson
    Point LineString Polygon MultiPoint MultiLineString MultiPolygon Geometry
}

operands!(@one [T: Value,] Vec<T>);
operands!(@one [T: Value,] VecDeque<T>);
operands!(@one [T: Value,] Box<[T]>);
operands!(@one [T: Value, const N: usize,] [T; N]);
operands!(@one [T: Value + Ord,] BTreeSet<T>);
operands!(@one [T: Value + Eq + Hash, S: BuildHasher + Default + Send + Sync + 'static,] HashSet<T, S>);
operands!(@one [K: MapKey + Ord, V: Value,] BTreeMap<K, V>);
operands!(@one [K: MapKey + Eq + Hash, V: Value, S: BuildHasher + Default + Send + Sync + 'static,] HashMap<K, V, S>);

/// Text in any form, for any field of text.
macro_rules! text_operands {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<R> Operand<$type, R> for &str {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(Literal::text(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R> Operand<Option<$type>, R> for &str {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(Literal::text(self))
            }
        }
    )*};
}

text_operands! { String Box<str> Arc<str> Cow<'static, str> }

/// Arrays and slices, for any field of a list in a `Vec`.
macro_rules! list_operands {
    ($([$($generics:tt)*] $type:ty => $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operand<$list, R> for $type {
            fn into_operand(self) -> ast::Operand {
                list(&self[..])
            }
        }
    )*};
}

list_operands! {
    [T: Value, R, const N: usize] [T; N] => Vec<T>;
    [T: Value, R, const N: usize] [T; N] => Option<Vec<T>>;
    [T: Value, R] &[T] => Vec<T>;
    [T: Value, R] &[T] => Option<Vec<T>>;
}

fn list<T: Value>(elements: &[T]) -> ast::Operand {
    let list = Literal::written(element::ARRAY, |out| crate::value::encode_all(elements, out));
    ast::Operand::Literal(list)
}

#[diagnostic::do_not_recommend]
impl<T: Value, R> Operand<Option<T>, R> for Option<T>
where
    Option<T>: Value,
{
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value, R> Operand<Option<T>, R> for &Option<T>
where
    Option<T>: Value,
{
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded, R> Operand<T, R> for T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded, R> Operand<T, R> for &T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded, R> Operand<Option<T>, R> for T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Embedded, R> Operand<Option<T>, R> for &T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static, R> Operand<Serde<T>, R> for T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&Serde(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static, R> Operand<Serde<T>, R> for &T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&Serde(self.clone()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: ByteString, R> Operand<Bytes<T>, R> for T {
    fn into_operand(self) -> ast::Operand {
        ast::Operand::of(&Bytes(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: ByteString, R> Operand<Bytes<T>, R> for &T {
    fn into_operand(self) -> ast::Operand {
        let bytes = self.as_bytes();
        let element_type = if bytes.is_some() { element::BINARY } else { element::NULL };
        ast::Operand::Literal(Literal::written(element_type, |out| {
            if let Some(bytes) = bytes {
                crate::value::bytes::write(0, bytes, out);
            }
        }))
    }
}
