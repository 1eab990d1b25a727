//! A document as the database has it: the value, its id, and its columns.

use std::fmt;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};

use super::{Model, Ref, SoftDeleted, Stored, Timestamped, Versioned};
use crate::bson::RawDocument;
use crate::value::{EncodeFault, Reader};

/// A stored document of the model `T`: derefs to `T`, and carries what the database adds.
///
/// With serde it is one flat object, for an answer as it goes to a browser: the id under `id` (unless it
/// is one of the model's own fields), what the model's `Serialize` writes, and the columns under their
/// stored names. Ids are in their [plain form](crate::value::Identifier), times in RFC 3339 and UTC; what
/// a document does not have is left out. Only this asks the model for serde: storage never does.
pub struct Doc<T: Model> {
    value: T,
    id: T::Id,
    stored: Stored,
    /// The document as the database has it, for what has changed since.
    origin: Box<[u8]>,
}

impl<T: Model> Doc<T> {
    pub(crate) fn new(id: T::Id, stored: Stored, value: T, origin: Box<[u8]>) -> Self {
        Self { value, id, stored, origin }
    }

    pub(crate) fn stored(&self) -> &Stored {
        &self.stored
    }

    /// The document as the database has it.
    pub(crate) fn origin(&self) -> &[u8] {
        &self.origin
    }

    /// The elements of the document as the database has it.
    pub(crate) fn elements(&self) -> Reader<'_> {
        Reader::of_elements(self.origin.get(4..self.origin.len().saturating_sub(1)).unwrap_or_default())
    }

    /// The document as it is sent.
    pub(crate) fn raw(&self) -> Result<&RawDocument, EncodeFault> {
        // What has been put together here is a document.
        RawDocument::from_bytes(&self.origin)
            .map_err(|error| EncodeFault { path: String::new(), reason: error.to_string() })
    }

    /// The document after a write: what was sent is stored now.
    pub(crate) fn written(&mut self, value: T, stored: Stored, origin: Box<[u8]>) {
        (self.value, self.stored, self.origin) = (value, stored, origin);
    }

    /// The id.
    pub fn id(&self) -> &T::Id {
        &self.id
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The id and the value, for a type of the application's own that holds both.
    pub fn into_parts(self) -> (T::Id, T) {
        (self.id, self.value)
    }

    /// Another value in the place of this one, under the same id and with the same columns: a second
    /// model of the same documents, such as one without what only the server may see.
    ///
    /// As with `Option::map`, what is around the value stays, so its type has to be a model, too. Columns
    /// that the new model does not declare are left out. For any other type there is
    /// [`into_parts`](Self::into_parts). Nothing is sent.
    ///
    /// ```
    /// # use vellum_core::{Doc, model::Model};
    /// # fn example<User: Model, PublicUser: Model<Id = User::Id> + From<User>>(user: Doc<User>) {
    /// let public: Doc<PublicUser> = user.map(PublicUser::from);
    /// # }
    /// ```
    pub fn map<U: Model<Id = T::Id>>(self, change: impl FnOnce(T) -> U) -> Doc<U> {
        let value = change(self.value);
        // A model that holds its id itself is believed: two ids would contradict each other.
        let id = value.own_id().cloned().unwrap_or(self.id);
        Doc { value, id, stored: self.stored.of::<U>(), origin: self.origin }
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

impl<T: Model> AsRef<T> for Doc<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: Model> Clone for Doc<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            id: self.id.clone(),
            stored: self.stored.clone(),
            origin: self.origin.clone(),
        }
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

#[expect(clippy::missing_fields_in_debug, reason = "the kept bytes say the same again")]
impl<T: Model + fmt::Debug> fmt::Debug for Doc<T>
where
    T::Id: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("Doc");
        output.field("id", &self.id);
        if let Some(name) = T::COLUMNS.version {
            output.field(name, &self.stored.version);
        }
        for (name, time) in self.stored.times(T::COLUMNS) {
            output.field(name, time);
        }
        output.field("value", &self.value).finish()
    }
}
