//! A document as the database has it: the value, its id, and its columns.

use std::fmt;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};

use super::{Model, Ref, SoftDeleted, Stored, Timestamped, Versioned};

/// A stored document of the model `T`: derefs to `T`, and carries what the database adds.
pub struct Doc<T: Model> {
    value: T,
    id: T::Id,
    stored: Stored,
}

impl<T: Model> Doc<T> {
    pub(crate) fn new(id: T::Id, stored: Stored, value: T) -> Self {
        Self { value, id, stored }
    }

    /// The id.
    pub fn id(&self) -> &T::Id {
        &self.id
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// A reference to the document, as another model stores it.
    pub fn to_ref(&self) -> Ref<T> {
        Ref::new(self.id.clone())
    }
}

impl<T: Versioned> Doc<T> {
    /// How often the document has been written: 1 after `create`; 0 if it is older than the column.
    pub fn version(&self) -> i64 {
        self.stored.version
    }
}

impl<T: Timestamped> Doc<T> {
    /// When the document was created; `None` if it is older than the column.
    pub fn created_at(&self) -> Option<&DateTime<Utc>> {
        self.stored.created_at.as_ref()
    }

    /// When the document was last written; `None` if it is older than the column.
    pub fn updated_at(&self) -> Option<&DateTime<Utc>> {
        self.stored.updated_at.as_ref()
    }
}

impl<T: SoftDeleted> Doc<T> {
    /// When the document was deleted; `None` while it is live.
    pub fn deleted_at(&self) -> Option<&DateTime<Utc>> {
        self.stored.deleted_at.as_ref()
    }
}

impl<T: Model> Deref for Doc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Model> DerefMut for Doc<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Model> Clone for Doc<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), id: self.id.clone(), stored: self.stored.clone() }
    }
}

impl<T: Model + PartialEq<T>> PartialEq for Doc<T>
where
    T::Id: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.stored == other.stored && self.value == other.value
    }
}

impl<T: Model + fmt::Debug> fmt::Debug for Doc<T>
where
    T::Id: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("Doc");
        output.field("id", &self.id);
        let columns = T::COLUMNS;
        if let Some(name) = columns.version {
            output.field(name, &self.stored.version);
        }
        let times = [
            (columns.created_at, &self.stored.created_at),
            (columns.updated_at, &self.stored.updated_at),
            (columns.deleted_at, &self.stored.deleted_at),
        ];
        for (name, time) in times {
            if let (Some(name), Some(time)) = (name, time) {
                output.field(name, time);
            }
        }
        output.field("value", &self.value).finish()
    }
}
