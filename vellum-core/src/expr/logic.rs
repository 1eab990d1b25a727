//! `& | !`, and values that depend on a test.

use std::ops::{BitAnd, BitOr, Not};

use super::arithmetic::chained;
use super::{Computed, Expr, Term};
use crate::ast::Expr as Ast;
use crate::field::{Computing, Field, Operand};
use crate::value::kind;
use crate::value::{Nullable, Value};

macro_rules! boolean {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<R: Computing, V: Operand<bool, R>> BitAnd<V> for $type {
            type Output = Expr<R, bool>;

            fn bitand(self, other: V) -> Self::Output {
                Expr::from_ast(chained("and", self.ast(), other.into_operand().into_expr()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R: Computing, V: Operand<bool, R>> BitOr<V> for $type {
            type Output = Expr<R, bool>;

            fn bitor(self, other: V) -> Self::Output {
                Expr::from_ast(chained("or", self.ast(), other.into_operand().into_expr()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<R: Computing> Not for $type {
            type Output = Expr<R, bool>;

            fn not(self) -> Self::Output {
                Expr::from_ast(Ast::Call("not", vec![self.ast()]))
            }
        }
    )*};
}

boolean! { Field<R, bool> Expr<R, bool> }

/// A plain value as an expression, also where it looks like a field: `lit("$5")`.
///
/// MongoDB: `$literal`, where it makes a difference.
pub fn lit<R: Computing, V: Term<R>>(value: V) -> Expr<R, V::Value> {
    Expr::from_ast(value.into_term())
}

/// One value where a test holds, another one where it does not.
///
/// MongoDB: `$cond`.
pub fn cond<C, V, O>(test: C, then: V, otherwise: O) -> Expr<C::Root, V::Value>
where
    C: Computed<Value = bool>,
    V: Term<C::Root>,
    O: Operand<V::Value, C::Root>,
{
    Expr::from_ast(Ast::Call(
        "cond",
        vec![test.ast(), then.into_term(), otherwise.into_operand().into_expr()],
    ))
}

/// The value of the first test that holds: `switch(test, value).case(test, value).default(value)`.
///
/// MongoDB: `$switch`.
pub fn switch<C, V>(test: C, then: V) -> Switch<C::Root, V::Value>
where
    C: Computed<Value = bool>,
    V: Term<C::Root>,
{
    Switch { branches: vec![branch(test.ast(), then.into_term())], types: std::marker::PhantomData }
}

fn branch(case: Ast, then: Ast) -> Ast {
    Ast::Object(vec![("case".to_owned(), case), ("then".to_owned(), then)])
}

/// A [`switch`] that still needs its default.
#[must_use = "a switch is an expression only with its `default`"]
#[derive(Debug)]
pub struct Switch<R, T> {
    branches: Vec<Ast>,
    types: std::marker::PhantomData<fn() -> (R, T)>,
}

impl<R: Computing, T> Switch<R, T> {
    /// One more test, asked if none before it holds.
    pub fn case(mut self, test: impl Operand<bool, R>, then: impl Operand<T, R>) -> Self {
        self.branches.push(branch(test.into_operand().into_expr(), then.into_operand().into_expr()));
        self
    }

    /// The value where no test holds.
    pub fn default(self, otherwise: impl Operand<T, R>) -> Expr<R, T> {
        let otherwise = otherwise.into_operand().into_expr();
        Expr::from_ast(Ast::Named(
            "switch",
            vec![("branches", Ast::List(self.branches)), ("default", otherwise)],
        ))
    }
}

/// What is in an option, and everything else itself.
pub trait Present<T> {
    /// The type without `Option`.
    type Value;
}

macro_rules! present {
    ($($kind:ident)*) => {$(
        impl<T> Present<T> for kind::$kind {
            type Value = T;
        }
    )*};
}

present! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document List Array
    Set Map Geo Reference Any Foreign
}

impl<T> Present<Option<T>> for kind::Optional {
    type Value = T;
}

/// A default for values that may be missing.
pub trait IfNull: Computed {
    /// The value, or another one where it is null or missing. The result is never missing.
    ///
    /// A field that is reached through an `Option` may be missing even if its own type is none.
    ///
    /// MongoDB: `$ifNull`.
    fn if_null<T>(&self, default: impl Operand<T, Self::Root>) -> Expr<Self::Root, T>
    where
        Self::Value: Value<Kind: Present<Self::Value, Value = T>>,
    {
        Expr::from_ast(chained("ifNull", self.ast(), default.into_operand().into_expr()))
    }

    /// The value, or another one that may be missing as well.
    ///
    /// MongoDB: `$ifNull`.
    fn or_else<T>(&self, other: impl Operand<Option<T>, Self::Root>) -> Expr<Self::Root, Option<T>>
    where
        Self::Value: Nullable + Value<Kind: Present<Self::Value, Value = T>>,
    {
        Expr::from_ast(chained("ifNull", self.ast(), other.into_operand().into_expr()))
    }
}

impl<A: Computed> IfNull for A {}
