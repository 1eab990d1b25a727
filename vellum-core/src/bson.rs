//! The one place that names BSON: the crate's types, and the element types of the wire format.

#[cfg(test)]
pub(crate) use mongodb::bson::bson;
pub use mongodb::bson::{
    Binary, Bson, DateTime, DbPointer, Decimal128, Document, JavaScriptCodeWithScope, RawArray, RawDocument,
    RawDocumentBuf, Regex, Timestamp, doc, oid::ObjectId, spec::BinarySubtype,
};
pub(crate) use mongodb::bson::{
    deserialize_from_document, deserialize_from_slice, serialize_to_bson, serialize_to_vec,
};

/// Element types, as the byte before each key says them.
pub mod element {
    #![allow(missing_docs, reason = "each is the specification's own name")]

    pub const DOUBLE: u8 = 0x01;
    pub const STRING: u8 = 0x02;
    pub const DOCUMENT: u8 = 0x03;
    pub const ARRAY: u8 = 0x04;
    pub const BINARY: u8 = 0x05;
    pub const UNDEFINED: u8 = 0x06;
    pub const OBJECT_ID: u8 = 0x07;
    pub const BOOLEAN: u8 = 0x08;
    pub const DATE: u8 = 0x09;
    pub const NULL: u8 = 0x0A;
    pub const REGEX: u8 = 0x0B;
    pub const DB_POINTER: u8 = 0x0C;
    pub const JAVASCRIPT: u8 = 0x0D;
    pub const SYMBOL: u8 = 0x0E;
    pub const JAVASCRIPT_WITH_SCOPE: u8 = 0x0F;
    pub const INT32: u8 = 0x10;
    pub const TIMESTAMP: u8 = 0x11;
    pub const INT64: u8 = 0x12;
    pub const DECIMAL128: u8 = 0x13;
    pub const MAX_KEY: u8 = 0x7F;
    pub const MIN_KEY: u8 = 0xFF;

    /// How many bytes a value has, where all of an element type have as many.
    pub(crate) const fn width(element_type: u8) -> Option<usize> {
        match element_type {
            BOOLEAN => Some(1),
            INT32 => Some(4),
            DOUBLE | DATE | TIMESTAMP | INT64 => Some(8),
            OBJECT_ID => Some(12),
            DECIMAL128 => Some(16),
            _ => None,
        }
    }

    /// The name that MongoDB's `$type` operator has for an element type.
    pub(crate) const fn operator_name(element_type: u8) -> &'static str {
        match element_type {
            DOCUMENT => "object",
            BINARY => "binData",
            INT32 => "int",
            INT64 => "long",
            DECIMAL128 => "decimal",
            JAVASCRIPT_WITH_SCOPE => "javascriptWithScope",
            other => name(other),
        }
    }

    /// The name that errors have for an element type.
    pub const fn name(element_type: u8) -> &'static str {
        match element_type {
            DOUBLE => "double",
            STRING => "string",
            DOCUMENT => "document",
            ARRAY => "array",
            BINARY => "binary",
            UNDEFINED => "undefined",
            OBJECT_ID => "objectId",
            BOOLEAN => "bool",
            DATE => "date",
            NULL => "null",
            REGEX => "regex",
            DB_POINTER => "dbPointer",
            JAVASCRIPT => "javascript",
            SYMBOL => "symbol",
            JAVASCRIPT_WITH_SCOPE => "javascriptWithScope",
            INT32 => "int32",
            TIMESTAMP => "timestamp",
            INT64 => "int64",
            DECIMAL128 => "decimal128",
            MAX_KEY => "maxKey",
            MIN_KEY => "minKey",
            _ => "an unknown element type",
        }
    }
}
