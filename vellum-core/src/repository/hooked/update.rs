//! Updates by id of models with hooks.

use super::TRIES;
use crate::ast::{Change, Filter as Ast};
use crate::driver::Changes;
use crate::error::Result;
use crate::hooks::Event;
use crate::model::{Doc, Model};
use crate::policy;
use crate::repository::Repository;
use crate::repository::find_one_and_update::FoundAndUpdated;
use crate::repository::options::WriteOptions;
use crate::repository::write::Target;
use mongodb::options::ReturnDocument;

impl<T: Model> Repository<T> {
    /// Reads the document, lets the hooks change it, and sends the `changes` that are made with their edits.
    pub(in crate::repository) async fn update_hooked(
        &self,
        target: &Target,
        changes: impl Fn(Vec<Change>) -> Result<Changes>,
        options: &WriteOptions,
    ) -> Result<Option<Doc<T>>> {
        // What could never be sent is refused before a hook is called.
        changes(Vec::new())?;
        let mut tries = 0;
        while let Some(document) = self.current(target, options).await? {
            options.deferred.forget();
            let mut value = (*document).clone();
            self.before_update(&document, &mut value, options).await?;
            value.normalize_fields();
            let edits = self.edits(&document, &value)?;
            let mut as_read = target.as_read(&document);
            if T::COLUMNS.version.is_none() {
                let same = policy::unchanged(&edits, document.elements());
                as_read.filter = Ast::and(vec![as_read.filter, same]);
            }
            if let Some(after) = self.update_found(&as_read, changes(edits)?, options).await? {
                return Ok(Some(after));
            }
            tries += 1;
            if tries == TRIES {
                return Err(self.moved_on(&document));
            }
        }
        Ok(None)
    }

    /// One command, and the hooks after it.
    pub(in crate::repository) async fn update_found(
        &self,
        target: &Target,
        Changes { sent, requirements, paths }: Changes,
        options: &WriteOptions,
    ) -> Result<Option<Doc<T>>> {
        let how = FoundAndUpdated::new(ReturnDocument::After, options.clone());
        let filter = self.filter_of_update(target, &requirements, &options.operation)?;
        let Some(found) = self.inner.find_one_and_update(filter, sent, &paths, how).await? else {
            self.explain_miss(target, &requirements, &options.operation).await?;
            return Ok(None);
        };
        let document = self.read(&found)?;
        self.watch(Event::AfterUpdate, &document, options).await?;
        Ok(Some(document))
    }
}
