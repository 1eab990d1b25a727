//! `retry_on_conflict`: reading, changing and saving, until nobody comes in between.

use std::time::Duration;

use uuid::Uuid;

use super::Repository;
use crate::error::Result;
use crate::field::Operand;
use crate::model::{Doc, Versioned};

/// How long a try waits after a conflict: at most 2ⁿ milliseconds after the n-th, up to this n.
const LONGEST_WAIT: u32 = 6;

impl<T: Versioned> Repository<T> {
    /// Reads the document with this id, changes it, and saves it; and does so again, up to `tries` times in
    /// all, if someone else has written it in between. Gives the document as it is stored.
    ///
    /// What `change` does is done to a document that has just been read each time, so it may depend on what
    /// is stored. It may fail, which ends it: nothing is written then. Between two tries there is a short wait
    /// of a random length, so that many writers of one document get out of each other's way.
    ///
    /// ```no_run
    /// # use vellum_core::{Doc, Repository, Result, model::Versioned};
    /// # async fn example<User: Versioned<Id = uuid::Uuid>>(users: Repository<User>, add: fn(&mut User)) -> Result<()> {
    /// # let id = uuid::Uuid::nil();
    /// let after = users.retry_on_conflict(id, 10, |user| add(user)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OptimisticLock`](crate::Error::OptimisticLock) if the last try meets a conflict, too; otherwise as for
    /// [`require`](Self::require) and [`save`](Self::save), and what `change` gives.
    pub async fn retry_on_conflict<C: Changed>(
        &self,
        id: impl Operand<T::Id>,
        tries: u32,
        mut change: impl FnMut(&mut Doc<T>) -> C,
    ) -> Result<Doc<T>> {
        let id = super::get::Asked(id.into_operand().into_literal());
        let mut conflicts = 0;
        loop {
            let mut document = self.require(id.clone()).await?;
            change(&mut document).into_result()?;
            match self.save(&mut document).await {
                Ok(()) => return Ok(document),
                Err(error) if !error.is_optimistic_lock() => return Err(error),
                Err(error) => {
                    conflicts += 1;
                    if conflicts >= tries {
                        return Err(error);
                    }
                }
            }
            tokio::time::sleep(wait(conflicts)).await;
        }
    }
}

/// How long to wait after so many conflicts.
fn wait(conflicts: u32) -> Duration {
    let longest = 1_u128 << conflicts.min(LONGEST_WAIT);
    let micros = Uuid::new_v4().as_u128() % (longest * 1000);
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

/// What the closure of [`Repository::retry_on_conflict`] may give: nothing, or a result.
#[diagnostic::on_unimplemented(
    message = "the closure of `retry_on_conflict` gives `()` or `vellum::Result<()>`, not `{Self}`",
    label = "end it with `;`, or with `Ok(())`"
)]
pub trait Changed {
    /// Whether the change was made.
    fn into_result(self) -> Result<()>;
}

impl Changed for () {
    fn into_result(self) -> Result<()> {
        Ok(())
    }
}

impl Changed for Result<()> {
    fn into_result(self) -> Result<()> {
        self
    }
}
