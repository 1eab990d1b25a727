//! The id of a model's documents.

use std::fmt;
use std::ops::Deref;

use super::{Operand, Place};
use crate::ast::{self, Path};
use crate::expr::{Computed, Term};
use crate::model::Model;
use crate::value::Value;

type Inner<R, M> = <<M as Model>::Id as Value>::Accessor<R>;

/// The accessor of the id of `M`'s documents. It has the operators of the id's type, and a join knows whose
/// id it is.
pub struct Id<R, M: Model> {
    inner: Inner<R, M>,
}

impl<R, M: Model> Place<R> for Id<R, M> {
    type Value = M::Id;

    fn at(path: Path) -> Self {
        Self { inner: Place::at(path) }
    }

    fn path(&self) -> &Path {
        self.inner.path()
    }
}

impl<R, M: Model> Deref for Id<R, M> {
    type Target = Inner<R, M>;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl<R, M: Model> fmt::Debug for Id<R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.path().as_str()).finish()
    }
}

impl<R, M: Model> Computed for Id<R, M>
where
    Inner<R, M>: Computed,
{
    type Root = <Inner<R, M> as Computed>::Root;
    type Value = <Inner<R, M> as Computed>::Value;

    fn ast(&self) -> ast::Expr {
        self.inner.ast()
    }
}

#[diagnostic::do_not_recommend]
impl<R, M: Model> Term<R> for Id<R, M>
where
    Inner<R, M>: Term<R>,
{
    type Value = <Inner<R, M> as Term<R>>::Value;
    type Factor = <Inner<R, M> as Term<R>>::Factor;

    fn into_term(self) -> ast::Expr {
        self.inner.into_term()
    }
}

#[diagnostic::do_not_recommend]
impl<R, M: Model, V> Operand<V, R> for Id<R, M>
where
    Inner<R, M>: Operand<V, R>,
{
    fn into_operand(self) -> ast::Operand {
        self.inner.into_operand()
    }
}
