//! Deletions by id of models with hooks.

use super::TRIES;
use crate::error::Result;
use crate::hooks::Event;
use crate::model::Model;
use crate::repository::Repository;
use crate::repository::find_one_and_update::FoundAndUpdated;
use crate::repository::options::WriteOptions;
use crate::repository::write::Target;
use mongodb::options::ReturnDocument;

impl<T: Model> Repository<T> {
    /// Reads the document, shows it to the hooks, and deletes it if it is still as they have seen it.
    pub(in crate::repository) async fn delete_hooked(
        &self,
        target: &Target,
        column: Option<&'static str>,
        options: &WriteOptions,
    ) -> Result<bool> {
        let mut tries = 0;
        while let Some(document) = self.current(target, options).await? {
            options.deferred.forget();
            self.watch(Event::BeforeDelete, &document, options).await?;
            let how = FoundAndUpdated::new(ReturnDocument::After, options.clone());
            if let Some(deleted) =
                self.send_find_one_and_delete(&target.as_read(&document), column, how).await?
            {
                if Self::fires(Event::AfterDelete, options) {
                    self.watch(Event::AfterDelete, &self.read(&deleted)?, options).await?;
                } else {
                    self.written(options).await;
                }
                return Ok(true);
            }
            tries += 1;
            if tries == TRIES {
                return Err(self.moved_on(&document));
            }
        }
        Ok(false)
    }
}
