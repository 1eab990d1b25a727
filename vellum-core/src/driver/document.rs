//! Documents as the `bson` crate has them, without a server.

use super::{decode_error, document};
use crate::bson::Document;
use crate::error::{Error, Result};
use crate::model::{Doc, Model, decode_row, encode};
use crate::value::{EncodeFault, Encoder, Value};

impl<T: Model> Doc<T> {
    /// The document as it is stored: `_id`, the fields under their stored names, and the columns.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] if a value cannot be stored, such as a `u64` above the largest int64.
    pub fn to_document(&self) -> Result<Document> {
        let refused = |fault: EncodeFault| Error::Encode {
            collection: T::COLLECTION.to_owned(),
            path: fault.path,
            reason: fault.reason,
        };
        let bytes = encode(self.id(), &**self, self.stored(), 256).map_err(refused)?;
        document(&bytes).ok_or_else(|| {
            refused(EncodeFault {
                path: String::new(),
                reason: "the document cannot be read back".to_owned(),
            })
        })
    }

    /// A document out of what is stored: fields that the model does not know are passed over, as in every
    /// read.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the document is none of this model, with the path, what was expected, and what
    /// was found.
    pub fn from_document(stored: &Document) -> Result<Self> {
        let mut out = Encoder::new();
        stored.encode(&mut out);
        let bytes = out.finish().map_err(|fault| Error::Encode {
            collection: T::COLLECTION.to_owned(),
            path: fault.path,
            reason: fault.reason,
        })?;
        decode_row(&bytes).map_err(|fault| decode_error(T::COLLECTION, &bytes, &fault))
    }
}
