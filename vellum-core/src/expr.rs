//! Typed expressions: values that the server computes.

mod arithmetic;
mod compare;
mod computed;
mod logic;
mod number;

use std::fmt;
use std::marker::PhantomData;

pub use compare::CompareExpr;
pub use computed::{Computed, Term};
pub use logic::{IfNull, Present, Switch, cond, lit, switch};
pub use number::{Milliseconds, Minus, Mix, Modulo, Number, Over, Plus, Times, Whole};

use crate::ast::{self, Expr as Ast};
use crate::bson::Bson;
use crate::error::{Error, Result};
use crate::field::{ExprRoot, Place, root};
use crate::filter::Filter;
use crate::model::Model;
use crate::value::Value;

/// A value of type `T` that the server computes from a document, under the root `R`.
///
/// It prints itself as MongoDB gets it:
///
/// ```text
/// {$multiply: ["$price", "$quantity"]}
/// ```
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

    /// The expression as it is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidFilter`] if it cannot be sent.
    pub fn to_bson(&self) -> Result<Bson> {
        ast::render_expr(&self.ast).map_err(|(path, reason)| Error::InvalidFilter { path, reason })
    }

    /// The same value under another type, unchecked: what the server computes has to be readable as
    /// a `U`. For newtypes over what an operator gives.
    pub fn cast<U>(self) -> Expr<R, U> {
        Expr::from_ast(self.ast)
    }
}

impl<R, T> Clone for Expr<R, T> {
    fn clone(&self) -> Self {
        Self::from_ast(self.ast.clone())
    }
}

impl<R, T> fmt::Display for Expr<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_bson() {
            Ok(value) => ast::print_value(&value, f),
            Err(error) => write!(f, "({error})"),
        }
    }
}

impl<R, T> fmt::Debug for Expr<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({self})")
    }
}

/// Whether a computed value can be read as a `T`; `None` where the server left it out.
#[doc(hidden)]
pub fn is_readable<T: Value>(value: Option<&Bson>) -> bool {
    let Some(value) = value else { return T::absent().is_some() };
    let literal = ast::Literal::of(value);
    T::decode_as(literal.element_type(), &mut literal.reader()).is_ok()
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
