//! `sync_indexes`.

use super::Repository;
use crate::bson::{Bson, doc};
use crate::driver::index_document;
use crate::error::{DUPLICATE_KEY, DriverError, Error, Result};
use crate::model::Model;

/// The server's codes for an index that exists in another form: by its keys, and by its name.
const CONFLICTS: [i32; 2] = [85, 86];

impl<T: Model> Repository<T> {
    /// Creates the indexes that the model declares and the collection has not. Indexes that the model
    /// does not declare are kept.
    ///
    /// MongoDB: `createIndexes`.
    ///
    /// # Errors
    ///
    /// [`Error::Index`], naming the index, if it exists in another form, or if it is unique and documents
    /// in the collection share its keys.
    pub async fn sync_indexes(&self) -> Result<()> {
        let instead = "indexes are built before, through the database itself";
        self.db().outside_transactions("`sync_indexes`", instead)?;
        for spec in T::INDEXES {
            let name = spec.index_name();
            let index = index_document(spec, &name)?;
            let create = doc! { "createIndexes": self.name().as_ref(), "indexes": [Bson::Document(index)] };
            if let Err(error) = self.db().driver().run_command(create).await {
                return Err(refused(name, error.into()));
            }
        }
        Ok(())
    }
}

fn refused(index: String, error: DriverError) -> Error {
    let reason = match error.code() {
        Some(code) if CONFLICTS.contains(&code) => {
            "an index with these keys or this name exists in another form"
        }
        Some(DUPLICATE_KEY) => "documents in the collection share its keys, which are to be unique",
        _ => return Error::Driver(error),
    };
    Error::Index { index, reason: reason.to_owned() }
}
