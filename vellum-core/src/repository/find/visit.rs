//! Visiting: rows that are looked at while their batch is at hand.

use super::Find;
use super::read::projection;
use crate::ast;
use crate::driver::Sizes;
use crate::error::{Error, Result};
use crate::model::{Model, RowOf, visit_row};
use crate::value::header;

impl<T: Model> Find<T> {
    pub(super) async fn visited<P: RowOf<T>, E: From<Error>>(
        self,
        mut visit: impl FnMut(P::At<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sources = P::sources();
        let is_named = |field: &str| sources.iter().any(|(name, _)| *name == field);
        let mut projection = projection(&sources)?;
        let has_id = is_named("_id");
        if !has_id {
            // An error names the document that it is about.
            projection.insert("_id", 1);
        }
        let columns: Vec<&str> =
            T::COLUMNS.names().into_iter().flatten().filter(|name| !is_named(name)).collect();
        // To have the server copy all of a document costs it more than the columns that come along.
        let all = ast::takes_all(T::shape(), &sources);
        let Some(batches) = self.batches((!all).then_some(projection)).await? else { return Ok(()) };
        // Parts of documents say nothing about whole ones.
        let parts = Sizes::unknown();
        let sizes = if all { &self.repository.inner.sizes } else { &parts };
        batches
            .visit(sizes, |mut document| {
                if !has_id && let Some(element_type) = document.key_of(&header::<5>(0, "_id")) {
                    document.skip(element_type)?;
                }
                visit_row::<T, P, _>(document, &columns, &mut visit)
            })
            .await
    }
}
