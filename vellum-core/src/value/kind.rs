//! Families of stored types. A field offers the operators of its family.

use super::{Mapping, Sequence, Value};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
    )*};
}

/// What a field of type `T` holds.
pub trait Elements<T> {
    /// One by one: of a list an element, of an option what is in it, of everything else itself.
    type Element: Value;

    /// Under one key: of a map an entry's value, of everything else itself.
    type Entry: Value;
}

/// The type of the distinct values of a field of type `T`.
pub type Distinct<T> = <<T as Value>::Kind as Elements<T>>::Element;

macro_rules! single {
    ($($name:ident)*) => {$(
        impl<T: Value> Elements<T> for $name {
            type Element = T;
            type Entry = T;
        }
    )*};
}

single! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document Geo
    Reference Any Foreign
}

impl<T: Sequence> Elements<T> for List {
    type Element = T::Item;
    type Entry = T;
}

impl<T: Sequence> Elements<T> for Array {
    type Element = T::Item;
    type Entry = T;
}

impl<T: Sequence> Elements<T> for Set {
    type Element = T::Item;
    type Entry = T;
}

impl<T: Mapping> Elements<T> for Map {
    type Element = T;
    type Entry = T::Item;
}

impl<T: Value<Kind: Elements<T>>> Elements<Option<T>> for Optional {
    type Element = Distinct<T>;
    type Entry = T;
}

kinds! {
    /// Text: strings and characters.
    Text
    /// Whole numbers.
    Integer
    /// Floating point numbers.
    Double
    /// `Decimal128` numbers.
    Decimal
    /// True or false.
    Bool
    /// Points in time.
    Date
    /// Days, without a time.
    Day
    /// The server's internal timestamps.
    Timestamp
    /// Object ids.
    ObjectId
    /// UUIDs.
    Uuid
    /// Bytes.
    Binary
    /// Regular expressions, as stored values.
    Regex
    /// An enum without data.
    Enumeration
    /// A document with declared fields.
    Document
    /// A list.
    List
    /// A list whose length never changes.
    Array
    /// A set.
    Set
    /// A map with text keys.
    Map
    /// A GeoJSON shape.
    Geo
    /// A reference to another document.
    Reference
    /// Any BSON value.
    Any
    /// A value that may be missing.
    Optional
    /// A value whose form only its serde impls know.
    Foreign
}
