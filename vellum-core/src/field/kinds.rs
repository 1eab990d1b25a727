//! Capabilities: which kinds of types have which operators.

use crate::field::Operand;
use crate::value::{Sequence, kind};

macro_rules! capability {
    ($trait:ident: $($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> $trait<T> for kind::$kind {}
    )*};
}

/// Kinds whose values have an order that MongoDB compares by.
#[diagnostic::on_unimplemented(
    message = "values of `{T}` have no order to compare by",
    label = "`{T}` is not ordered",
    note = "`gt gte lt lte between min max` are for numbers, text, dates and ids"
)]
pub trait Ordered<T> {}

capability! { Ordered: Text Integer Double Decimal Date Day Timestamp ObjectId Uuid Binary Any }

/// Kinds that are text.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not text",
    label = "this operator is for text fields",
    note = "compare a `{T}` field with `eq`, `is_in` and the like"
)]
pub trait Text<T> {}

capability! { Text: Text }

/// Kinds that are numbers.
#[diagnostic::on_unimplemented(message = "`{T}` is not a number", label = "this operator is for numbers")]
pub trait Numeric<T> {}

capability! { Numeric: Integer Double Decimal }

/// Kinds that are whole numbers.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not a whole number",
    label = "this operator is for whole numbers"
)]
pub trait Integral<T> {}

capability! { Integral: Integer }

/// Kinds that are points in time.
#[diagnostic::on_unimplemented(
    message = "`{T}` is no point in time",
    label = "this operator is for dates with a time of day"
)]
pub trait Instant<T> {}

capability! { Instant: Date Timestamp }

/// Kinds whose bits can be tested.
#[diagnostic::on_unimplemented(
    message = "`{T}` has no bits to test",
    label = "this operator is for whole numbers and bytes"
)]
pub trait Binary<T> {}

capability! { Binary: Integer Binary }

/// Kinds that are lists or sets.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not a list",
    label = "this operator is for lists and sets"
)]
pub trait Listed<T> {}

capability! { Listed: List Array Set }

/// Kinds that are lists or sets of any length.
#[diagnostic::on_unimplemented(
    message = "elements cannot be added to or pulled from a `{T}` field",
    label = "this operator is for lists and sets",
    note = "an array `[T; N]` always has the same length"
)]
pub trait Resizable<T> {}

capability! { Resizable: List Set }

/// Kinds that are lists, whose elements have an order and may repeat.
#[diagnostic::on_unimplemented(
    message = "elements cannot be pushed to or popped from a `{T}` field",
    label = "this operator is for lists",
    note = "a set takes `add_to_set` and `pull`; an array `[T; N]` always has the same length"
)]
pub trait List<T> {}

capability! { List: List }

/// Kinds that are maps.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not a map",
    label = "this operator is for maps with text keys"
)]
pub trait Mapped<T> {}

capability! { Mapped: Map }

/// Kinds that are GeoJSON shapes.
#[diagnostic::on_unimplemented(
    message = "`{T}` is no GeoJSON shape",
    label = "this operator is for fields of a type of `vellum::geo`"
)]
pub trait Geographic<T> {}

capability! { Geographic: Geo }

/// Kinds that can contain a `V`: a text its parts, a list its elements.
#[diagnostic::on_unimplemented(
    message = "a `{T}` field cannot contain this value",
    label = "`contains` takes a part of a text, or an element of a list"
)]
pub trait Contains<T, V, R> {
    /// The filter.
    #[doc(hidden)]
    fn contains(path: &crate::ast::Path, value: V) -> crate::ast::Filter;
}

#[diagnostic::do_not_recommend]
impl<T, V: AsRef<str>, R> Contains<T, V, R> for kind::Text {
    fn contains(path: &crate::ast::Path, value: V) -> crate::ast::Filter {
        super::text::part(path, value.as_ref())
    }
}

macro_rules! contains_elements {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Sequence, V: Operand<T::Item, R>, R> Contains<T, V, R> for kind::$kind {
            fn contains(path: &crate::ast::Path, value: V) -> crate::ast::Filter {
                super::list::holds::<T>(path, value.into_operand().into_literal())
            }
        }
    )*};
}

contains_elements! { List Array Set }
