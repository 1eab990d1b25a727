//! Typed expressions: values that the server computes.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use crate::ast::{self, Expr as Ast};
use crate::field::{ExprRoot, Place, root};
use crate::filter::Filter;
use crate::model::Model;

/// A value of type `T` that the server computes from a document, under the root `R`.
#[must_use = "an expression does nothing until it stands in a query"]
pub struct Expr<R, T> {
    ast: Ast,
    types: PhantomData<fn() -> (R, T)>,
}

impl<R, T> Expr<R, T> {
    pub(crate) fn from_ast(ast: Ast) -> Self {
        Self { ast, types: PhantomData }
    }

    pub(crate) fn into_ast(self) -> Ast {
        self.ast
    }
}

impl<R, T> Clone for Expr<R, T> {
    fn clone(&self) -> Self {
        Self::from_ast(self.ast.clone())
    }
}

impl<R, T> fmt::Debug for Expr<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({:?})", self.ast)
    }
}

impl<R> BitAnd for Expr<R, bool> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self::from_ast(Ast::Call("and", vec![self.ast, other.ast]))
    }
}

impl<R> BitOr for Expr<R, bool> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self::from_ast(Ast::Call("or", vec![self.ast, other.ast]))
    }
}

impl<R> Not for Expr<R, bool> {
    type Output = Self;

    fn not(self) -> Self {
        Self::from_ast(Ast::Call("not", vec![self.ast]))
    }
}

/// Documents for which an expression is true: behind the derive's `User::expr`.
#[doc(hidden)]
pub fn expr<M: Model, A: Place<ExprRoot<M>>>(test: impl FnOnce(A) -> Expr<ExprRoot<M>, bool>) -> Filter<M> {
    let expr = test(root()).into_ast();
    Filter::from_ast(match expr.fault() {
        Some((path, reason)) => ast::Filter::Invalid { path, reason },
        None => ast::Filter::Expr(expr),
    })
}
