//! Visiting: rows that are looked at while their batch is at hand.

use super::Find;
use super::read::projection;
use crate::error::{Error, Result};
use crate::model::{Model, RowOf, visit_row};
use crate::value::header;

impl<T: Model> Find<T> {
    pub(super) async fn visited<P: RowOf<T>, E: From<Error>>(
        self,
        mut visit: impl FnMut(P::At<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sources = P::sources();
        let mut projection = projection(&sources)?;
        let has_id = sources.iter().any(|(name, _)| *name == "_id");
        if !has_id {
            // An error names the document that it is about.
            projection.insert("_id", 1);
        }
        let Some(batches) = self.batches(Some(projection)).await? else { return Ok(()) };
        batches
            .visit(|mut document| {
                if !has_id && let Some(element_type) = document.key_of(&header::<5>(0, "_id")) {
                    document.skip(element_type)?;
                }
                visit_row::<T, P, _>(document, &mut visit)
            })
            .await
    }
}
