//! Stored values, compared as the server compares them. `None` where that cannot be said for certain.

use std::cmp::Ordering;

use crate::ast::{Comparison, Literal};
use crate::bson::element;
use crate::value::Reader;

/// A value inside a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<'de> {
    pub(super) element_type: u8,
    pub(super) value: Reader<'de>,
}

impl<'de> Stored<'de> {
    pub(super) fn of(literal: &'de Literal) -> Self {
        Self { element_type: literal.element_type(), value: literal.reader() }
    }

    fn number(self) -> Option<Number> {
        let mut value = self.value;
        match self.element_type {
            element::INT32 => value.i32().ok().map(|number| Number::Whole(number.into())),
            element::INT64 => value.i64().ok().map(Number::Whole),
            element::DOUBLE => value.f64().ok().map(Number::Floating),
            _ => None,
        }
    }

    fn bytes(self) -> Option<&'de [u8]> {
        let mut after = self.value;
        after.skip(self.element_type).ok()?;
        let start = self.value.rest();
        start.get(..start.len() - after.rest().len())
    }
}

/// Types whose values the server compares with each other share a class.
fn class(element_type: u8) -> u8 {
    match element_type {
        element::INT32 | element::INT64 | element::DECIMAL128 => element::DOUBLE,
        element::SYMBOL => element::STRING,
        element::UNDEFINED => element::NULL,
        other => other,
    }
}

/// Whether two values are equal: numbers of all widths are, and documents field by field, in their order.
pub(super) fn equal(one: Stored<'_>, other: Stored<'_>) -> Option<bool> {
    if class(one.element_type) != class(other.element_type) {
        return Some(false);
    }
    if let (Some(one), Some(other)) = (one.number(), other.number()) {
        return Some(one.order(other) == Some(Ordering::Equal));
    }
    if one.element_type != other.element_type {
        return None;
    }
    match one.element_type {
        element::DOCUMENT | element::ARRAY => same_elements(one, other),
        element::DECIMAL128 => None,
        _ => Some(one.bytes()? == other.bytes()?),
    }
}

fn same_elements(one: Stored<'_>, other: Stored<'_>) -> Option<bool> {
    let is_array = one.element_type == element::ARRAY;
    let (mut one, mut other) = (one.value, other.value);
    let (mut one, mut other) = (one.document().ok()?, other.document().ok()?);
    loop {
        let (first, second) = match (one.next_key().ok()?, other.next_key().ok()?) {
            (None, None) => return Some(true),
            (Some((first, key)), Some((second, same))) if is_array || key == same => (first, second),
            _ => return Some(false),
        };
        let pair =
            [Stored { element_type: first, value: one }, Stored { element_type: second, value: other }];
        if !equal(pair[0], pair[1])? {
            return Some(false);
        }
        one.skip(first).ok()?;
        other.skip(second).ok()?;
    }
}

/// Whether two values are in an order; those of different classes are in none.
pub(super) fn in_order(comparison: Comparison, one: Stored<'_>, other: Stored<'_>) -> Option<bool> {
    if class(one.element_type) != class(other.element_type) {
        return Some(false);
    }
    let is_met = |order: Ordering| match comparison {
        Comparison::Gt => order.is_gt(),
        Comparison::Gte => order.is_ge(),
        Comparison::Lt => order.is_lt(),
        Comparison::Lte => order.is_le(),
    };
    if let (Some(one), Some(other)) = (one.number(), other.number()) {
        return Some(one.order(other).is_some_and(is_met));
    }
    if one.element_type == other.element_type { order(one, other).map(is_met) } else { None }
}

/// The order of two values of one type.
fn order(one: Stored<'_>, other: Stored<'_>) -> Option<Ordering> {
    let (mut first, mut second) = (one.value, other.value);
    Some(match one.element_type {
        element::STRING => first.str().ok()?.cmp(second.str().ok()?),
        element::DATE => first.i64().ok()?.cmp(&second.i64().ok()?),
        // The seconds are the upper half.
        element::TIMESTAMP => first.i64().ok()?.cast_unsigned().cmp(&second.i64().ok()?.cast_unsigned()),
        element::BOOLEAN | element::OBJECT_ID => one.bytes()?.cmp(other.bytes()?),
        element::BINARY => {
            let ((one, bytes), (other, others)) = (first.binary().ok()?, second.binary().ok()?);
            bytes.len().cmp(&others.len()).then(one.cmp(&other)).then(bytes.cmp(others))
        }
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy)]
enum Number {
    Whole(i64),
    Floating(f64),
}

/// 2⁶³: the least floating point number above all whole ones.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

impl Number {
    /// The order by value. NaN is equal to itself, and in no order to other numbers.
    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (Self::Floating(one), Self::Floating(other)) if one.is_nan() && other.is_nan() => {
                Some(Ordering::Equal)
            }
            (Self::Floating(one), Self::Floating(other)) => one.partial_cmp(&other),
            (Self::Whole(one), Self::Floating(other)) => mixed(one, other),
            (Self::Floating(one), Self::Whole(other)) => mixed(other, one).map(Ordering::reverse),
        }
    }
}

fn mixed(whole: i64, floating: f64) -> Option<Ordering> {
    if floating.is_nan() {
        return None;
    }
    if floating >= BEYOND {
        return Some(Ordering::Less);
    }
    if floating < -BEYOND {
        return Some(Ordering::Greater);
    }
    // What is cut off decides between equal whole numbers.
    Some(whole.cmp(&(floating.trunc() as i64)).then(0.0_f64.partial_cmp(&floating.fract())?))
}
