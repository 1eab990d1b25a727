//! Errors of reading, with the document that they are about.

use crate::bson::Bson;
use crate::error::Error;
use crate::value::{Fault, Reader, Value};

/// The error of a document of `collection` that cannot be read.
#[cold]
pub(crate) fn decode_error(collection: &str, document: &[u8], fault: &Fault) -> Error {
    Error::Decode {
        collection: collection.to_owned(),
        id: id(document),
        path: fault.path_in(document),
        expected: fault.expected().to_owned(),
        found: fault.found().to_owned(),
    }
}

/// The id as a person writes it.
fn id(document: &[u8]) -> String {
    let inner = Reader::of_value(document.get(4..).unwrap_or_default());
    match inner.find("_id") {
        Ok(Some((element_type, mut value))) => match Bson::decode_as(element_type, &mut value) {
            Ok(id) => text(&id),
            Err(_) => "with an unreadable id".to_owned(),
        },
        _ => "without id".to_owned(),
    }
}

/// An id as a person writes it.
pub(crate) fn text(id: &Bson) -> String {
    match id {
        Bson::ObjectId(id) => id.to_hex(),
        Bson::String(text) => text.clone(),
        Bson::Binary(binary) => match uuid::Uuid::from_slice(&binary.bytes) {
            Ok(id) if u8::from(binary.subtype) == 4 => id.to_string(),
            _ => id.to_string(),
        },
        other => other.to_string(),
    }
}
