//! Fields that may have no value.

use std::fmt;
use std::ops::Deref;

use super::{Place, Root, Test};
use crate::ast::Path;
use crate::value::Value;

/// The accessor of a field of type `Option<T>`: its own operators, and everything that `T` has.
pub struct Opt<R, T: Value> {
    inner: T::Accessor<R>,
}

impl<R, T: Value> fmt::Debug for Opt<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Opt").field(&self.path().as_str()).finish()
    }
}

impl<R, T: Value> Place<R> for Opt<R, T> {
    type Value = Option<T>;

    fn at(path: Path) -> Self {
        Self { inner: Place::at(path) }
    }

    fn path(&self) -> &Path {
        self.inner.path()
    }
}

impl<R, T: Value> Deref for Opt<R, T> {
    type Target = T::Accessor<R>;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl<R, T: Value> Opt<R, T> {
    /// There is no value: the field is null or missing.
    ///
    /// MongoDB: `{field: null}`.
    pub fn is_none(&self) -> R::Predicate
    where
        R: Root,
    {
        R::test(self.path(), Test::Null { or_missing: true })
    }

    /// There is a value.
    ///
    /// MongoDB: `{field: {$ne: null}}`.
    pub fn is_some(&self) -> R::Predicate
    where
        R: Root,
    {
        R::test(self.path(), Test::Equal(crate::ast::Operand::null(), crate::schema::Shape::Scalar(0), false))
    }

    /// The field is there and null.
    ///
    /// MongoDB: `{$type: "null"}`.
    pub fn is_null(&self) -> R::Predicate
    where
        R: Root,
    {
        R::test(self.path(), Test::Null { or_missing: false })
    }
}
