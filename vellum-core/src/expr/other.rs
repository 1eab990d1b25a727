//! What belongs to no family.

use super::table::entries;
use super::variable::{accessor, with_names};
use super::{Computed, Expr, Term};
use crate::ast::{Expr as Ast, Literal};
use crate::field::Computing;
use crate::value::Value;

/// A random number from 0 to below 1, another one for each document.
///
/// MongoDB: `$rand`.
pub fn rand<R: Computing>() -> Expr<R, f64> {
    Expr::from_ast(Ast::Named("rand", Vec::new()))
}

/// No value at all: a field that gets it is left out.
///
/// MongoDB: `$$REMOVE`.
pub fn remove<R: Computing, T>() -> Expr<R, Option<T>> {
    Expr::from_ast(Ast::system("REMOVE"))
}

/// How well a document matches a `Filter::text`.
///
/// MongoDB: `{$meta: "textScore"}`.
pub fn text_score<R: Computing>() -> Expr<R, f64> {
    Expr::from_ast(Ast::one("meta", Ast::Literal(Literal::text("textScore"))))
}

/// A value that is used more than once, computed once.
pub trait LetExpr: Computed {
    /// What a closure makes out of the value.
    ///
    /// MongoDB: `$let`.
    fn let_<V: Term<Self::Root>>(
        &self,
        of: impl FnOnce(<Self::Value as Value>::Accessor<Self::Root>) -> V,
    ) -> Expr<Self::Root, V::Value>
    where
        Self::Value: Value,
    {
        Expr::from_ast(with_names(["it"], |[it]| {
            let body = of(accessor(&it)).into_term();
            Ast::Named("let", vec![("vars", Ast::Object(vec![(it, self.ast())])), ("in", body)])
        }))
    }
}

impl<A: Computed> LetExpr for A {}

entries! {
    OTHER;
    "A random number from 0 to below 1." rand("") of "" -> "f64" = "rand";
    "No value at all." remove("") of "" -> "Option<T>" = "$REMOVE";
    "How well a document matches a `Filter::text`." text_score("") of "" -> "f64" = "meta";
    "What a closure makes out of a value." let_("of: |it| value") of "Anything" -> "that of the value" = "let";
    "A plain value." lit("value") of "" -> "that of the value" = "literal";
}
