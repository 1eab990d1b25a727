//! Typed expressions: values that the server computes.

mod arithmetic;
mod compare;
mod computed;
mod date;
mod kinds;
mod list;
mod logic;
mod number;
mod numbers;
mod object;
mod other;
mod table;
mod text;
mod total;
mod types;
mod variable;

#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

pub use compare::CompareExpr;
pub use computed::{Computed, Term};
pub use date::{DateExpr, DateUnit, Dated, date_from_iso_parts, date_from_parts, now};
pub use kinds::*;
pub use list::{ItemsLike, ListExpr, ListLike, ZipLike, range, range_by};
pub use logic::{IfNull, Switch, cond, lit, switch};
pub use number::{Milliseconds, Minus, Mix, Modulo, Number, Over, Plus, Times, WholeNumber};
pub use numbers::NumberExpr;
pub use object::ObjectExpr;
pub use other::{LetExpr, rand, remove, text_score};
pub use table::{OPERATORS, Operator};
pub use text::{TextExpr, concat};
pub use total::{TotalExpr, TotalOfExpr, max_of, min_of};
pub use types::TypeExpr;

use crate::ast::{self, Expr as Ast};
use crate::bson::Bson;
use crate::error::{Error, Result};
use crate::field::{ExprRoot, Place, root};
use crate::filter::Filter;
use crate::model::Model;
use crate::value::Value;

/// A value of type `T` that the server computes from a document, under the root `R`.
///
/// Its debugging output is what MongoDB gets:
///
/// ```text
/// Expr({$multiply: ["$price", "$quantity"]})
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

impl<R, T> fmt::Debug for Expr<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_bson() {
            Ok(value) => {
                f.write_str("Expr(")?;
                ast::print_value(&value, f)?;
                f.write_str(")")
            }
            Err(error) => write!(f, "Expr({error})"),
        }
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
