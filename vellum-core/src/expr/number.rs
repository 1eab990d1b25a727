//! Which types come out of arithmetic.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::bson::{self, Decimal128};

/// The type of a plain whole number: beside a field, it takes the field's type.
#[derive(Debug, Clone, Copy)]
pub enum WholeNumber {}

/// The type of a plain length of time, which can be added to a date.
#[derive(Debug, Clone, Copy)]
pub enum Milliseconds {}

/// How the server stores a number.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
    )*};
}

classes! {
    /// A plain number.
    Plain
    /// Stored as int32.
    Short
    /// Stored as int64.
    Long
    /// An `f32`, stored as double.
    Single
    /// Stored as double.
    Double
    /// Stored as decimal128.
    Exact
}

/// Numbers that the server computes with.
#[diagnostic::on_unimplemented(
    message = "the server does not compute with `{Self}`",
    label = "`{Self}` is not a number"
)]
pub trait Number {
    /// How it is stored.
    type Class;
}

macro_rules! numbers {
    ($($class:ident: $($type:ty)*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl Number for $type {
            type Class = $class;
        }
    )*)*};
}

numbers! {
    Plain: WholeNumber;
    Short: i8 i16 i32 u8 u16;
    Long: i64 u32 u64 isize usize;
    Single: f32;
    Double: f64;
    Exact: Decimal Decimal128;
}

/// What comes out of two numbers that are stored in two ways.
pub trait Mix<Other> {
    /// The type of a sum, a difference, a product or a remainder.
    type Of<T, U>;

    /// The type of a quotient.
    type Quotient<T, U>;
}

macro_rules! mix {
    ($($left:ident $right:ident => $of:ty, $quotient:ty;)*) => {$(
        impl Mix<$right> for $left {
            type Of<T, U> = $of;
            type Quotient<T, U> = $quotient;
        }
    )*};
}

// The wider one's type; the left one's if both are stored alike. What is computed with an `f32` does not
// fit one any more.
mix! {
    Plain Plain => i64, f64;
    Plain Short => U, f64;
    Plain Long => U, f64;
    Plain Single => f64, f64;
    Plain Double => U, U;
    Plain Exact => U, U;
    Short Plain => T, f64;
    Short Short => T, f64;
    Short Long => U, f64;
    Short Single => f64, f64;
    Short Double => U, U;
    Short Exact => U, U;
    Long Plain => T, f64;
    Long Short => T, f64;
    Long Long => T, f64;
    Long Single => f64, f64;
    Long Double => U, U;
    Long Exact => U, U;
    Single Plain => f64, f64;
    Single Short => f64, f64;
    Single Long => f64, f64;
    Single Single => f64, f64;
    Single Double => f64, f64;
    Single Exact => U, U;
    Double Plain => T, T;
    Double Short => T, T;
    Double Long => T, T;
    Double Single => f64, f64;
    Double Double => T, T;
    Double Exact => U, U;
    Exact Plain => T, T;
    Exact Short => T, T;
    Exact Long => T, T;
    Exact Single => T, T;
    Exact Double => T, T;
    Exact Exact => T, T;
}

/// One trait for each operator: what it gives, and what is said when it gives nothing.
macro_rules! operators {
    ($($(#[$attribute:meta])* $trait:ident $of:ident;)*) => {$(
        $(#[$attribute])*
        pub trait $trait<U> {
            /// The type of the result.
            type Output;
        }

        #[diagnostic::do_not_recommend]
        impl<T: Number<Class: Mix<U::Class>>, U: Number> $trait<U> for T {
            type Output = <T::Class as Mix<U::Class>>::$of<T, U>;
        }

        #[diagnostic::do_not_recommend]
        impl<T: Number<Class: Mix<U::Class>>, U: Number> $trait<Option<U>> for T {
            type Output = Option<<T::Class as Mix<U::Class>>::$of<T, U>>;
        }

        #[diagnostic::do_not_recommend]
        impl<T: Number<Class: Mix<U::Class>>, U: Number> $trait<U> for Option<T> {
            type Output = Option<<T::Class as Mix<U::Class>>::$of<T, U>>;
        }

        #[diagnostic::do_not_recommend]
        impl<T: Number<Class: Mix<U::Class>>, U: Number> $trait<Option<U>> for Option<T> {
            type Output = Option<<T::Class as Mix<U::Class>>::$of<T, U>>;
        }
    )*};
}

operators! {
    /// Types with a sum.
    #[diagnostic::on_unimplemented(
        message = "a `{U}` cannot be added to a `{Self}`",
        label = "`+` is for numbers, and for a date and milliseconds",
        note = "`concat` puts texts together, `concat_arrays` lists"
    )]
    Plus Of;
    /// Types with a difference.
    #[diagnostic::on_unimplemented(
        message = "a `{U}` cannot be subtracted from a `{Self}`",
        label = "`-` is for numbers, for two dates, and for a date and milliseconds"
    )]
    Minus Of;
    /// Types with a product.
    #[diagnostic::on_unimplemented(
        message = "a `{Self}` cannot be multiplied by a `{U}`",
        label = "`*` is for numbers"
    )]
    Times Of;
    /// Types with a quotient.
    #[diagnostic::on_unimplemented(
        message = "a `{Self}` cannot be divided by a `{U}`",
        label = "`/` is for numbers"
    )]
    Over Quotient;
    /// Types with a remainder.
    #[diagnostic::on_unimplemented(
        message = "a `{Self}` cannot be divided by a `{U}`",
        label = "`%` is for numbers"
    )]
    Modulo Of;
}

/// Dates take milliseconds, and the difference of two dates is in milliseconds.
macro_rules! dates {
    ($($date:ty)*) => {$(
        dates!(@shift $date, WholeNumber i32 i64 Milliseconds);
        dates!(@difference $date);
    )*};
    (@shift $date:ty, $($time:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Plus<$time> for $date {
            type Output = $date;
        }

        #[diagnostic::do_not_recommend]
        impl Plus<$time> for Option<$date> {
            type Output = Option<$date>;
        }

        #[diagnostic::do_not_recommend]
        impl Minus<$time> for $date {
            type Output = $date;
        }

        #[diagnostic::do_not_recommend]
        impl Minus<$time> for Option<$date> {
            type Output = Option<$date>;
        }
    )*};
    (@difference $date:ty) => {
        #[diagnostic::do_not_recommend]
        impl Minus<$date> for $date {
            type Output = i64;
        }

        #[diagnostic::do_not_recommend]
        impl Minus<Option<$date>> for $date {
            type Output = Option<i64>;
        }

        #[diagnostic::do_not_recommend]
        impl Minus<$date> for Option<$date> {
            type Output = Option<i64>;
        }

        #[diagnostic::do_not_recommend]
        impl Minus<Option<$date>> for Option<$date> {
            type Output = Option<i64>;
        }
    };
}

dates! { DateTime<Utc> DateTime<FixedOffset> bson::DateTime }
dates!(@difference NaiveDate);

#[cfg(feature = "time")]
dates! { time::OffsetDateTime }
#[cfg(feature = "jiff")]
dates! { jiff::Timestamp }
