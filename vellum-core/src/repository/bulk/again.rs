//! Statements that have to be looked at again: before they are sent, or because they did not do what they
//! say.

use mongodb::results::UpdateResult;

use super::super::Repository;
use super::super::options::{OperationOptions, WriteOptions};
use super::super::statements::Reach;
use super::outcome::BulkOutcome;
use super::statement::{By, Statement};
use crate::error::{DUPLICATE_KEY, Error, Result};
use crate::model::Model;

impl<T: Model> Repository<T> {
    /// Refuses an update of many documents of which it cannot change each as it says.
    pub(super) async fn check_statement(&self, statement: &Statement) -> Result<()> {
        match &statement.changes {
            Some(changes) if statement.many => {
                self.check_all(&statement.target, changes, &OperationOptions::default()).await
            }
            _ => Ok(()),
        }
    }

    /// Why a statement by id found nothing.
    pub(super) async fn missed(&self, statement: &Statement) -> Result<BulkOutcome<T::Id>> {
        let requirements = statement.changes.as_ref().map_or(&[][..], |changes| &changes.requirements);
        match self.explain_miss(&statement.target, requirements, &OperationOptions::default()).await {
            Ok(()) => {}
            Err(error @ Error::InvalidUpdate { .. }) => return Ok(BulkOutcome::Failed(error)),
            Err(error) => return Err(error),
        }
        match statement.by {
            By::Version(_) if self.count_one(&statement.target).await? > 0 => Ok(BulkOutcome::Stale),
            _ => Ok(BulkOutcome::Missing),
        }
    }

    /// Sends an upsert that has lost a race again, as an update, which finds now what was to be inserted.
    /// Nothing if that is not why it failed.
    pub(super) async fn lost_race(
        &self,
        statement: &Statement,
        code: i32,
        options: &WriteOptions,
    ) -> Result<Option<UpdateResult>> {
        let (DUPLICATE_KEY, true, Some(changes)) = (code, statement.upsert, &statement.changes) else {
            return Ok(None);
        };
        if self.db().session().is_some() {
            // The failure has ended the transaction.
            return Ok(None);
        }
        let again = self.send_update_one(&statement.target, changes, Reach::One, options).await?;
        Ok(Some(again).filter(|again| again.matched_count > 0))
    }
}
