//! The only place that names the driver: connections, commands and cursors.

mod ahead;
mod batches;
mod changes;
mod cursor_key;
mod database;
mod document;
mod identify;
pub mod options;
mod session;
mod write_command;

pub use batches::Documents;
pub(crate) use batches::{Batches, Sizes, TakeBatch, Window, collect_batch};
pub(crate) use changes::{Changes, Sent};
pub(crate) use cursor_key::CursorKey;
pub use database::Database;
pub(crate) use identify::{decode_error, text};
use session::SessionBatches;
pub(crate) use session::{Callback, Committed, Owner, Session, callback, in_session, opened, wait};
pub(crate) use write_command::{MAX_BYTES, MAX_STATEMENTS, Refused, Reply, WriteCommand, send};

use crate::ast;
use crate::bson::{Bson, Document, element};
use crate::error::{Error, Result};
use crate::schema::IndexSpec;
use crate::value::{Encoder, Fault, Reader, Value};

/// The collections that repositories work on: documents go in and out as bytes.
pub(crate) type RawCollection = mongodb::Collection<crate::bson::RawDocumentBuf>;

/// A filter as the driver takes it.
pub(crate) fn filter_document(filter: &ast::Filter) -> Result<Document> {
    let invalid = |(path, reason)| Error::InvalidFilter { path, reason };
    let bytes = ast::render_filter(filter).map_err(invalid)?;
    document(&bytes).ok_or_else(|| invalid((String::new(), "the filter cannot be rendered".to_owned())))
}

/// The stages of a pipeline as the driver takes them.
pub(crate) fn pipeline_documents(stages: &[ast::Stage]) -> Result<Vec<Document>> {
    let invalid = |(path, reason)| Error::InvalidFilter { path, reason };
    let stages = ast::render_stages(stages).map_err(invalid)?;
    let unreadable = || invalid((String::new(), "the pipeline cannot be rendered".to_owned()));
    stages.iter().map(|stage| document(stage).ok_or_else(unreadable)).collect()
}

/// An index as `createIndexes` takes it.
pub(crate) fn index_document(spec: &IndexSpec, name: &str) -> Result<Document> {
    let invalid = |(_, reason)| Error::Index { index: name.to_owned(), reason };
    let bytes = ast::render_index(spec, name).map_err(invalid)?;
    document(&bytes).ok_or_else(|| invalid((String::new(), "the index cannot be rendered".to_owned())))
}

/// A value that the driver has read already, as a field of `collection` at `path`.
pub(crate) fn read_value<V: Value>(value: &Bson, collection: &str, path: &str) -> Result<V> {
    let mut document = Encoder::new();
    document.document(|out| {
        out.key(Value::element_type(value), path);
        value.encode(out);
    });
    let bytes = document.bytes();
    let read = || {
        let mut elements = Reader::of_document(bytes)?;
        match elements.next_key()? {
            Some((element_type, _)) => V::decode_as(element_type, &mut elements),
            None => Err(Fault::missing(elements.at(), "", V::EXPECTED)),
        }
    };
    read().map_err(|fault| decode_error(collection, bytes, &fault))
}

fn document(bytes: &[u8]) -> Option<Document> {
    Document::decode_as(element::DOCUMENT, &mut Reader::of_value(bytes)).ok()
}
