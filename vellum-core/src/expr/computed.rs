//! What gives a value under a root: fields, expressions, and plain values.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Expr;
use super::date::Dated;
use super::number::{Milliseconds, WholeNumber};
use crate::ast::{self, Expr as Ast, Literal};
use crate::bson::{self, Decimal128, ObjectId};
use crate::field::{Computing, Field, Operand, Opt, Place};
use crate::model::{Embedded, Model, Ref};
use crate::value::Value;

/// A value that the server computes: a field inside of an expression, or an [`Expr`].
///
/// What can be done with it stands in the traits for families of types, such as
/// [`TextExpr`](super::TextExpr) and [`ListExpr`](super::ListExpr).
#[diagnostic::on_unimplemented(
    message = "the server computes nothing with `{Self}`",
    label = "fields and expressions are computed with, and that inside of an expression only",
    note = "a filter with a computed value is `User::expr(|u| ..)`, with the model in place of `User`",
    note = "`lit(value)` makes an expression of a plain value"
)]
pub trait Computed {
    /// What the value is computed from.
    type Root: Computing;

    /// The type of the value.
    type Value;

    /// The expression without types.
    #[doc(hidden)]
    fn ast(&self) -> Ast;

    /// The field as an expression.
    fn expr(&self) -> Expr<Self::Root, Self::Value> {
        Expr::from_ast(self.ast())
    }
}

/// A value whose type is known, under the root `R`: a field, an expression, or a plain value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in this expression",
    label = "expected a value, a field or an expression of the same documents"
)]
pub trait Term<R> {
    /// The type of the value.
    type Value;

    /// The type that it counts as beside an arithmetic operator. A plain `1` takes the type of the
    /// field that it is added to.
    type Factor;

    /// The expression without types.
    #[doc(hidden)]
    fn into_term(self) -> Ast;
}

impl<R: Computing, T> Computed for Field<R, T> {
    type Root = R;
    type Value = T;

    fn ast(&self) -> Ast {
        ast::field_expr(self.path())
    }
}

impl<R: Computing, T: Value> Computed for Opt<R, T> {
    type Root = R;
    type Value = Option<T>;

    fn ast(&self) -> Ast {
        ast::field_expr(self.path())
    }
}

impl<R: Computing, T> Computed for Expr<R, T> {
    type Root = R;
    type Value = T;

    fn ast(&self) -> Ast {
        self.ast.clone()
    }
}

impl<R: Computing, T> Computed for Dated<R, T> {
    type Root = R;
    type Value = T;

    fn ast(&self) -> Ast {
        self.as_ast().clone()
    }
}

impl<A: Computed> Computed for &A {
    type Root = A::Root;
    type Value = A::Value;

    fn ast(&self) -> Ast {
        (**self).ast()
    }
}

/// `Term` and `Operand` of what is computed, by value and by reference. A value that is always there
/// may stand for one that may be missing.
macro_rules! computed_terms {
    ($([$($bound:ident)?] $type:ty => $value:ty;)*) => {$(
        computed_terms!(@one [$($bound)?] $type => $value);
        computed_terms!(@one [$($bound)?] &$type => $value);
    )*};
    (@one [$($bound:ident)?] $type:ty => $value:ty) => {
        #[diagnostic::do_not_recommend]
        impl<R: Computing, T $(: $bound)?> Term<R> for $type {
            type Value = $value;
            type Factor = $value;

            fn into_term(self) -> Ast {
                self.ast()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R: Computing, T $(: $bound)?> Operand<$value, R> for $type {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Expr(self.ast())
            }
        }
    };
}

computed_terms! {
    [] Field<R, T> => T;
    [Value] Opt<R, T> => Option<T>;
    [] Expr<R, T> => T;
    [] Dated<R, T> => T;
}

macro_rules! present_for_option {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<R: Computing, T> Operand<Option<T>, R> for $type {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Expr(self.ast())
            }
        }
    )*};
}

present_for_option! { Field<R, T> &Field<R, T> Expr<R, T> &Expr<R, T> Dated<R, T> &Dated<R, T> }

/// Plain values: their type, and what they count as in arithmetic.
macro_rules! plain_terms {
    ($($type:ty => $value:ty, $factor:ty, |$plain:ident| $literal:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<R> Term<R> for $type {
            type Value = $value;
            type Factor = $factor;

            fn into_term(self) -> Ast {
                let $plain = self;
                Ast::Literal($literal)
            }
        }
    )*};
    ($($type:ty)*) => {
        plain_terms! { $($type => $type, $type, |value| Literal::of(&value);)* }
    };
}

plain_terms! {
    i8 i16 i64 u8 u16 u32 u64 isize usize f32 f64 bool char
    String Box<str> Arc<str> Cow<'static, str>
    Uuid ObjectId DateTime<Utc> DateTime<FixedOffset> NaiveDate Decimal
    bson::DateTime Decimal128 bson::Binary bson::Timestamp bson::Regex bson::Document bson::Bson
}

plain_terms! {
    i32 => i32, WholeNumber, |value| Literal::of(&value);
    &str => String, String, |text| Literal::text(text);
    &String => String, String, |text| Literal::text(text);
    chrono::TimeDelta => i64, Milliseconds, |time| Literal::of(&time.num_milliseconds());
    std::time::Duration => i64, Milliseconds, |time| Literal::of(&i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
}

#[diagnostic::do_not_recommend]
impl<R, T: Value> Term<R> for Vec<T> {
    type Value = Self;
    type Factor = Self;

    fn into_term(self) -> Ast {
        Ast::Literal(Literal::of(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<R, T: Value, const N: usize> Term<R> for [T; N] {
    type Value = Vec<T>;
    type Factor = Vec<T>;

    fn into_term(self) -> Ast {
        Ast::Literal(Literal::of(&Vec::from(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<R, T> Term<R> for Option<T>
where
    Self: Value,
{
    type Value = Self;
    type Factor = Self;

    fn into_term(self) -> Ast {
        Ast::Literal(Literal::of(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<R, T: Model> Term<R> for Ref<T> {
    type Value = Self;
    type Factor = Self;

    fn into_term(self) -> Ast {
        Ast::Literal(Literal::of(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<R, T: Embedded> Term<R> for T {
    type Value = Self;
    type Factor = Self;

    fn into_term(self) -> Ast {
        Ast::Literal(Literal::of(&self))
    }
}
