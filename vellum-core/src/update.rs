//! Typed updates: how documents of a model are changed.

mod push;

use std::fmt;
use std::marker::PhantomData;
use std::ops::BitAnd;

pub use push::Push;

use crate::ast::{self, Literal, Operator, Path};
use crate::bson::{Bson, Document};
use crate::field::{ExprRoot, Place, root};
use crate::model::Model;

/// How documents of the model `M` are changed.
///
/// Made by the operators of a model's accessors, combined with `&` or in an array, and printed as
/// MongoDB gets it:
///
/// ```text
/// {$set: {"address.city": "London"}, $inc: {age: 1}}
/// ```
///
/// Two changes of one path, or of a path and its parent, are refused with
/// [`Error::InvalidUpdate`](crate::Error::InvalidUpdate) before anything is sent.
#[must_use = "an update does nothing until an operation gets it"]
pub struct Update<M> {
    ast: ast::Update,
    model: PhantomData<fn() -> M>,
}

impl<M> Update<M> {
    pub(crate) fn from_ast(ast: ast::Update) -> Self {
        Self { ast, model: PhantomData }
    }

    pub(crate) fn into_ast(self) -> ast::Update {
        self.ast
    }

    pub(crate) fn change(path: &Path, operator: Operator) -> Self {
        Self::from_ast(ast::Update::change(path, operator))
    }

    pub(crate) fn of_changes(changes: Vec<ast::Change>) -> Self {
        Self::from_ast(ast::Update::Changes(changes))
    }

    /// No change. Operations that get it send no write.
    pub fn none() -> Self {
        Self::from_ast(ast::Update::none())
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.ast.is_empty()
    }

    /// All of these changes in one update.
    pub fn all_of(updates: impl IntoIterator<Item = Self>) -> Self {
        Self::from_ast(updates.into_iter().map(Self::into_ast).fold(ast::Update::none(), ast::Update::and))
    }

    /// Operators in MongoDB's own form, unchecked: `doc! { "$set": { "age": 1 } }`. Never put a
    /// stranger's document into it.
    #[expect(clippy::needless_pass_by_value, reason = "an update document is made on the spot by `doc!`")]
    pub fn raw(update: Document) -> Self {
        let operators = update.iter().map(|(name, fields)| match fields {
            Bson::Document(fields) if ast::is_operator(name.as_str()) => {
                Self::all_of(fields.iter().map(|(path, operand)| {
                    let operator = Operator::Raw(name.clone(), Literal::of(operand));
                    Self::change(&Path::raw(path.as_str()), operator)
                }))
            }
            _ => Self::from_ast(ast::Update::invalid(
                name.as_str(),
                "an update has operators only, each with a document; `replace` changes a whole document",
            )),
        });
        Self::all_of(operators)
    }
}

impl<M> Clone for Update<M> {
    fn clone(&self) -> Self {
        Self::from_ast(self.ast.clone())
    }
}

impl<M> PartialEq for Update<M> {
    fn eq(&self, other: &Self) -> bool {
        self.ast == other.ast
    }
}

impl<M> BitAnd for Update<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self::from_ast(self.ast.and(other.ast))
    }
}

impl<M> fmt::Display for Update<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::driver::Changes::of(self.ast.clone()) {
            Ok(changes) => changes.fmt(f),
            Err(error) => write!(f, "({error})"),
        }
    }
}

impl<M> fmt::Debug for Update<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Update({self})")
    }
}

/// What operations take as changes: one, or several in an array or a vector.
#[diagnostic::on_unimplemented(
    message = "documents of `{M}` cannot be changed by `{Self}`",
    label = "expected changes such as `{M}::q().field().set(..)`, or an array of these"
)]
pub trait IntoUpdate<M> {
    /// All changes as one update.
    fn into_update(self) -> Update<M>;
}

#[diagnostic::do_not_recommend]
impl<M> IntoUpdate<M> for Update<M> {
    fn into_update(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M> IntoUpdate<M> for &Update<M> {
    fn into_update(self) -> Update<M> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<M, const N: usize> IntoUpdate<M> for [Update<M>; N] {
    fn into_update(self) -> Update<M> {
        Update::all_of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M> IntoUpdate<M> for Vec<Update<M>> {
    fn into_update(self) -> Update<M> {
        Update::all_of(self)
    }
}

/// An update by computed values: behind the derive's `User::set_with`.
#[doc(hidden)]
pub fn set_with<M: Model, A: Place<ExprRoot<M>>, U: IntoUpdate<ExprRoot<M>>>(
    assignments: impl FnOnce(A) -> U,
) -> Update<M> {
    Update::from_ast(assignments(root()).into_update().into_ast())
}
