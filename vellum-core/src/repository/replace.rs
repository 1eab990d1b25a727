//! `replace`: one document by its id.

use super::{FindOneAndReplace, Repository};
use crate::field::Operand;
use crate::filter::Filter;
use crate::model::Model;

impl<T: Model> Repository<T> {
    /// Puts another value in the place of the document with this id, and gives it as it is afterwards;
    /// `None` if there is none, or if it is deleted softly. The time of creation stays, the version moves
    /// on; fields that the model does not know are gone. Hooks are not called, and the value is
    /// checked by its types only.
    ///
    /// MongoDB: `findAndModify` with `$replaceWith`.
    ///
    /// # Errors
    ///
    /// As for [`find_one_and_replace`](Self::find_one_and_replace).
    pub fn replace(&self, id: impl Operand<T::Id>, value: T) -> FindOneAndReplace<T> {
        self.find_one_and_replace(Filter::from_ast(Self::by_id(id.into_operand().into_literal())), value)
    }
}
