//! Capabilities: which types have which operators. All but those that end in `There` also take options,
//! and what they give may then be missing, too.

use chrono::{DateTime, Utc};

use crate::value::kind::{self, Elements};
use crate::value::{Sequence, Value};

/// What is in an option, and everything else itself.
pub trait Present<T> {
    /// The type without `Option`.
    type Value;

    /// A `U` that may be missing if `T` may.
    type Of<U>;
}

/// A `U` that may be missing if `T` may.
pub type Like<T, U> = <<T as Value>::Kind as Present<T>>::Of<U>;

/// What is in an option, and everything else itself.
pub type Inner<T> = <<T as Value>::Kind as Present<T>>::Value;

macro_rules! present {
    ($($kind:ident)*) => {$(
        impl<T> Present<T> for kind::$kind {
            type Value = T;
            type Of<U> = U;
        }
    )*};
}

present! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document List Array
    Set Map Geo Reference Any Foreign
}

impl<T> Present<Option<T>> for kind::Optional {
    type Value = T;
    type Of<U> = Option<U>;
}

/// A capability of some kinds, and of options of them.
macro_rules! capabilities {
    ($($(#[$attribute:meta])* $trait:ident, $($kind:ident)*;)*) => {$(
        $(#[$attribute])*
        pub trait $trait<T>: Present<T> {}

        $(
            #[diagnostic::do_not_recommend]
            impl<T> $trait<T> for kind::$kind {}
        )*

        #[diagnostic::do_not_recommend]
        impl<T: Value<Kind: $trait<T>>> $trait<Option<T>> for kind::Optional {}
    )*};
}

capabilities! {
    /// Any kind.
    Anything, Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document
    List Array Set Map Geo Reference Any Foreign;
    /// Kinds that are text.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not text",
        label = "this operator is for text",
        note = "`to_string()` makes text of numbers, dates and ids"
    )]
    Textual, Text Enumeration;
    /// Kinds that are numbers.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not a number",
        label = "this operator is for numbers",
        note = "`to_int()`, `to_double()` and the like make numbers of text"
    )]
    Numerical, Integer Double Decimal;
    /// Kinds that are whole numbers.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not a whole number",
        label = "this operator is for whole numbers"
    )]
    Integral, Integer;
    /// Kinds that are points in time, or hold one.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not a date",
        label = "this operator is for dates",
        note = "`date_from_string()` makes a date of text"
    )]
    Moment, Date Day Timestamp ObjectId;
    /// Kinds that are the server's timestamps.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not a timestamp",
        label = "this operator is for timestamps of type `bson::Timestamp`"
    )]
    Stamped, Timestamp;
    /// Kinds that are documents.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is not a document",
        label = "this operator is for documents and maps"
    )]
    Documented, Document Map Geo Any Foreign;
    /// Kinds that can be converted into others.
    #[diagnostic::on_unimplemented(
        message = "`{T}` cannot be converted into another type",
        label = "numbers, text, dates and object ids can be converted"
    )]
    Convertible, Text Integer Double Decimal Bool Date Day ObjectId Enumeration Any;
    /// Kinds that are bytes or text.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is neither text nor bytes",
        label = "this operator is for text and bytes"
    )]
    Measured, Text Binary Uuid;
}

/// Kinds that are lists or sets.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not a list",
    label = "this operator is for lists and sets"
)]
pub trait Listable<T>: Present<T> + Elements<T> {}

#[diagnostic::do_not_recommend]
impl<T: Sequence> Listable<T> for kind::List {}

#[diagnostic::do_not_recommend]
impl<T: Sequence> Listable<T> for kind::Array {}

#[diagnostic::do_not_recommend]
impl<T: Sequence> Listable<T> for kind::Set {}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Listable<T>>> Listable<Option<T>> for kind::Optional {}

/// A capability of some kinds whose values are always there.
macro_rules! there {
    ($($(#[$attribute:meta])* $trait:ident: $super:ident, $($kind:ident)*;)*) => {$(
        $(#[$attribute])*
        pub trait $trait<T>: $super<T> {}

        $(
            #[diagnostic::do_not_recommend]
            impl<T> $trait<T> for kind::$kind where Self: $super<T> {}
        )*
    )*};
}

there! {
    /// Kinds that are text which is always there.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is no text that is always there",
        label = "the server refuses this operator where the text is missing",
        note = "`if_null(\"\")` says what is meant then"
    )]
    TextThere: Textual, Text Enumeration;
    /// Kinds that are lists which are always there.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is no list that is always there",
        label = "the server refuses this operator where the list is missing",
        note = "`if_null([])` says what is meant then"
    )]
    ListThere: Listable, List Array Set;
    /// Kinds that are documents which are always there.
    #[diagnostic::on_unimplemented(
        message = "`{T}` is no document that is always there",
        label = "this operator is for documents and maps that are always there"
    )]
    DocumentThere: Documented, Document Map Geo Any Foreign;
}

/// Kinds that functions on real numbers take, with the type of what these give.
#[diagnostic::on_unimplemented(message = "`{T}` is not a number", label = "this operator is for numbers")]
pub trait Real<T>: Present<T> {
    /// Decimals stay decimals, everything else gets an `f64`.
    type Result;

    /// The type of a sum.
    type Sum;
}

#[diagnostic::do_not_recommend]
impl<T> Real<T> for kind::Integer {
    type Result = f64;
    type Sum = T;
}

#[diagnostic::do_not_recommend]
impl<T> Real<T> for kind::Double {
    type Result = f64;
    type Sum = f64;
}

#[diagnostic::do_not_recommend]
impl<T> Real<T> for kind::Decimal {
    type Result = T;
    type Sum = T;
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Real<T>>> Real<Option<T>> for kind::Optional {
    type Result = Option<RealOf<T>>;
    type Sum = Option<SumOf<T>>;
}

/// What a function on real numbers gives.
pub type RealOf<T> = <<T as Value>::Kind as Real<T>>::Result;

/// The type of a sum.
pub type SumOf<T> = <<T as Value>::Kind as Real<T>>::Sum;

/// What adding a length of time to a date gives: ids and timestamps become dates.
pub type DateOf<T> = Like<T, DateTime<Utc>>;

/// Kinds that are lists of values of their own.
pub trait Plainly {}

/// Kinds that are lists of what has fields or elements itself.
pub trait Compound {}

macro_rules! elements {
    ($($trait:ident: $($kind:ident)*;)*) => {$($(impl $trait for kind::$kind {})*)*};
}

elements! {
    Plainly: Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Enumeration;
    Compound: Document List Array Set Map Any;
}

/// Lists of plain values.
pub trait PlainList<T>: Listable<T> {}

/// Lists of documents and of lists.
pub trait CompoundList<T>: Listable<T> {}

macro_rules! lists {
    ($($trait:ident $element:ident;)*) => {$(
        impl<T: Sequence<Item: Value<Kind: $element>>> $trait<T> for kind::List {}
        impl<T: Sequence<Item: Value<Kind: $element>>> $trait<T> for kind::Array {}
        impl<T: Sequence<Item: Value<Kind: $element>>> $trait<T> for kind::Set {}
        impl<T: Value<Kind: $trait<T>>> $trait<Option<T>> for kind::Optional {}
    )*};
}

lists! {
    PlainList Plainly;
    CompoundList Compound;
}
