//! Changes of a field's value.

use super::{
    Assigned, Changing, Field, Instant, Integral, MayBeMissing, Numeric, Operand, Opt, Ordered, Place, Root,
};
use crate::ast::{self, BitOperation, Literal, Operator};
use crate::update::Update;
use crate::value::Value;

fn literal<T, R>(value: impl Operand<T, R>) -> Literal {
    value.into_operand().into_literal()
}

impl<R, T> Field<R, T> {
    /// Gives the field a value; in `set_with`, one that is computed from the document as it was.
    ///
    /// MongoDB: `$set`.
    pub fn set(&self, value: impl Operand<T, R>) -> Update<R>
    where
        R: Root,
    {
        R::assign(&self.path, Some(value.into_operand()))
    }

    /// Removes the field: only where the type says that it may be missing.
    ///
    /// MongoDB: `$unset`.
    pub fn unset(&self) -> Update<R>
    where
        R: Root,
        T: MayBeMissing,
    {
        R::assign(&self.path, None)
    }

    /// Gives the field a value if the write makes a new document: in an upsert.
    ///
    /// MongoDB: `$setOnInsert`.
    pub fn set_on_insert(&self, value: impl Operand<T, R>) -> Update<R>
    where
        R: Changing,
    {
        Update::change(&self.path, Operator::SetOnInsert(literal(value)))
    }

    /// Adds a number; a missing field counts as 0.
    ///
    /// The result has to fit the field's type: an `i32` that would overflow is refused with
    /// `Error::InvalidUpdate`, and the document stays as it is. For that, the filter also asks whether the result fits,
    /// with which the server takes somewhat longer to find a document by its id. An `i64` and an `f64` need no such
    /// condition: the server itself refuses what an `i64` cannot hold.
    ///
    /// MongoDB: `$inc`.
    pub fn inc(&self, by: impl Operand<T, R>) -> Update<R>
    where
        R: Changing,
        T: Value<Kind: Numeric<T>>,
    {
        Update::change(&self.path, Operator::Inc(literal(by), T::RANGE))
    }

    /// Multiplies by a number; a missing field counts as 0. The result has to fit, as for
    /// [`inc`](Self::inc).
    ///
    /// MongoDB: `$mul`.
    pub fn mul(&self, by: impl Operand<T, R>) -> Update<R>
    where
        R: Changing,
        T: Value<Kind: Numeric<T>>,
    {
        Update::change(&self.path, Operator::Mul(literal(by), T::RANGE))
    }

    /// Sets the field to the server's time.
    ///
    /// MongoDB: `$currentDate`.
    pub fn current_date(&self) -> Update<R>
    where
        R: Changing,
        T: Value<Kind: Instant<T>>,
    {
        Update::change(&self.path, Operator::CurrentDate(T::TYPE))
    }
}

// The root's bound stands on the impl, since expressions have methods of these names.
impl<R: Changing, T> Field<R, T> {
    /// Lowers the field to a value, if it is greater or missing.
    ///
    /// MongoDB: `$min`.
    pub fn min(&self, value: impl Operand<T, R>) -> Update<R>
    where
        T: Value<Kind: Ordered<T>>,
    {
        Update::change(&self.path, Operator::Min(literal(value)))
    }

    /// Raises the field to a value, if it is less or missing.
    ///
    /// MongoDB: `$max`.
    pub fn max(&self, value: impl Operand<T, R>) -> Update<R>
    where
        T: Value<Kind: Ordered<T>>,
    {
        Update::change(&self.path, Operator::Max(literal(value)))
    }

    /// Keeps the bits that are 1 in the mask, too.
    ///
    /// MongoDB: `{$bit: {field: {and: mask}}}`.
    pub fn bit_and(&self, mask: impl Operand<T, R>) -> Update<R>
    where
        T: Value<Kind: Integral<T>>,
    {
        Update::change(&self.path, Operator::Bit(BitOperation::And, literal(mask)))
    }

    /// Sets the bits that are 1 in the mask.
    ///
    /// MongoDB: `{$bit: {field: {or: mask}}}`.
    pub fn bit_or(&self, mask: impl Operand<T, R>) -> Update<R>
    where
        T: Value<Kind: Integral<T>>,
    {
        Update::change(&self.path, Operator::Bit(BitOperation::Or, literal(mask)))
    }

    /// Flips the bits that are 1 in the mask.
    ///
    /// MongoDB: `{$bit: {field: {xor: mask}}}`.
    pub fn bit_xor(&self, mask: impl Operand<T, R>) -> Update<R>
    where
        T: Value<Kind: Integral<T>>,
    {
        Update::change(&self.path, Operator::Bit(BitOperation::Xor, literal(mask)))
    }
}

impl<R, T: Value> Opt<R, T> {
    /// Gives the field a value; `None` removes it (or stores null, where the model says `null`).
    ///
    /// MongoDB: `$set`, `$unset`.
    pub fn set(&self, value: impl Operand<Option<T>, R>) -> Update<R>
    where
        R: Root,
    {
        R::assign(self.path(), Some(value.into_operand()))
    }

    /// Removes the field.
    ///
    /// MongoDB: `$unset`.
    pub fn unset(&self) -> Update<R>
    where
        R: Root,
    {
        R::assign(self.path(), None)
    }

    /// Moves the value to another field of the same type, which loses its own.
    ///
    /// MongoDB: `$rename`.
    #[expect(clippy::needless_pass_by_value, reason = "an accessor is made on the spot")]
    pub fn rename(&self, to: impl Place<R, Value: Assigned<T>>) -> Update<R>
    where
        R: Changing,
    {
        Update::change(self.path(), Operator::Rename(to.path().clone()))
    }
}

/// Changes under a model's root.
pub(super) fn assign(path: &ast::Path, value: Option<ast::Operand>) -> ast::Update {
    let operator = value.map_or(Operator::Unset, |value| Operator::Set(value.into_literal()));
    ast::Update::change(path, operator)
}
