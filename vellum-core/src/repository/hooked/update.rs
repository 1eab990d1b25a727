//! Updates by id of models with hooks.

use super::TRIES;
use crate::error::{Error, Result};
use crate::hooks::Event;
use crate::model::{Doc, Model, encode_plain};
use crate::repository::Repository;
use crate::repository::find_one_and_update::FoundAndUpdated;
use crate::repository::options::WriteOptions;
use crate::repository::write::Target;
use crate::update::Update;
use mongodb::options::ReturnDocument;

impl<T: Model> Repository<T> {
    /// Reads the document, lets the hooks change it, and writes their edits together with `update`.
    pub(in crate::repository) async fn update_hooked(
        &self,
        target: &Target,
        update: &Update<T>,
        options: &WriteOptions,
    ) -> Result<Option<Doc<T>>> {
        // What could never be sent is refused before a hook is called.
        Self::changes(update.clone())?;
        let mut tries = 0;
        while let Some(document) = self.current(target, options).await? {
            let mut value = (*document).clone();
            self.before_update(&document, &mut value, options).await?;
            let edited = update.clone() & edits(&document, &value)?;
            if let Some(after) = self.update_found(&target.as_read(&document), edited, options).await? {
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
        update: Update<T>,
        options: &WriteOptions,
    ) -> Result<Option<Doc<T>>> {
        let changes = Self::changes(update)?;
        let how = FoundAndUpdated::new(ReturnDocument::After, options.clone());
        let Some(found) = self.send_find_one_and_update(target, &changes, how).await? else {
            self.explain_miss(target, &changes.requirements, &options.operation).await?;
            return Ok(None);
        };
        let document = self.read(&found)?;
        self.watch(Event::AfterUpdate, &document, options).await?;
        Ok(Some(document))
    }
}

/// What the hooks have changed, as changes that are sent along.
///
/// A stand-in until documents can be compared with what is stored: it refuses any edit.
fn edits<T: Model>(before: &Doc<T>, after: &T) -> Result<Update<T>> {
    let bytes = |value: &T| {
        let mut value = value.clone();
        value.normalize_fields();
        encode_plain(Some(before.id()), &value).map_err(|fault| Error::Encode {
            collection: T::COLLECTION.to_owned(),
            path: fault.path,
            reason: fault.reason,
        })
    };
    if bytes(before)? == bytes(after)? {
        return Ok(Update::none());
    }
    let reason = "a hook before an update cannot change the document yet".to_owned();
    Err(Error::InvalidUpdate { path: String::new(), reason })
}
