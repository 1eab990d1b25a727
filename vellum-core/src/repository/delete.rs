//! `delete`.

use super::Repository;
use crate::driver::Changes;
use crate::error::Result;
use crate::field::Operand;
use crate::model::Model;
use crate::policy;

impl<T: Model> Repository<T> {
    /// Deletes the document with this id, and says whether there was one. On a model with
    /// `soft_delete` the document stays, marked with the time of its deletion; a second deletion
    /// finds nothing and changes nothing.
    ///
    /// MongoDB: `delete`, or `update` of the deletion time.
    pub async fn delete(&self, id: impl Operand<T::Id>) -> Result<bool> {
        let filter = Self::live(id.into_operand())?;
        let Some(column) = T::COLUMNS.deleted_at else {
            return Ok(self.inner.collection.delete_one(filter).await?.deleted_count > 0);
        };
        let update = Changes::of(policy::deletion(T::COLUMNS, column, policy::now()))?;
        match self.inner.collection.update_one(filter, update.body).await {
            Ok(result) => Ok(result.matched_count > 0),
            Err(error) => Err(self.write_failed(error).await),
        }
    }
}
