//! The only place that names the driver: connections, commands and cursors.

mod batches;
mod database;
mod document;
mod identify;

pub(crate) use batches::Batches;
pub use batches::Documents;
pub use database::Database;
pub(crate) use identify::{decode_error, text};

use crate::ast;
use crate::bson::{Document, element};
use crate::error::{Error, Result};
use crate::schema::IndexSpec;
use crate::value::{Reader, Value};

/// The collections that repositories work on: documents go in and out as bytes.
pub(crate) type RawCollection = mongodb::Collection<crate::bson::RawDocumentBuf>;

/// A filter as the driver takes it.
pub(crate) fn filter_document(filter: &ast::Filter) -> Result<Document> {
    let invalid = |(path, reason)| Error::InvalidFilter { path, reason };
    let bytes = ast::render_filter(filter).map_err(invalid)?;
    document(&bytes).ok_or_else(|| invalid((String::new(), "the filter cannot be rendered".to_owned())))
}

/// An update as the driver takes it.
pub(crate) fn update_document(update: &ast::Update) -> Result<Document> {
    let invalid = |(path, reason)| Error::InvalidUpdate { path, reason };
    let bytes = ast::render_update(update).map_err(invalid)?;
    document(&bytes).ok_or_else(|| invalid((String::new(), "the update cannot be rendered".to_owned())))
}

/// An index as `createIndexes` takes it.
pub(crate) fn index_document(spec: &IndexSpec, name: &str) -> Result<Document> {
    let invalid = |(_, reason)| Error::Index { index: name.to_owned(), reason };
    let bytes = ast::render_index(spec, name).map_err(invalid)?;
    document(&bytes).ok_or_else(|| invalid((String::new(), "the index cannot be rendered".to_owned())))
}

fn document(bytes: &[u8]) -> Option<Document> {
    Document::decode_as(element::DOCUMENT, &mut Reader::of_value(bytes)).ok()
}
