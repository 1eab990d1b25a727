//! Families of stored types. A field offers the operators of its family.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
    )*};
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
