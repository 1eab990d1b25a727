//! Typed filters: which documents of a model are meant.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use crate::ast::{self, Literal};
use crate::bson::Document;
use crate::error::Result;
use crate::expr::Expr;
use crate::field::ExprRoot;
use crate::model::Model;

/// Which documents of the model `M` are meant.
///
/// Made by the operators of a model's accessors, combined with `&`, `|` and `!`, and printed as
/// MongoDB sees it:
///
/// ```text
/// {age: {$gt: 18}, "address.city": "London"}
/// ```
///
/// A filter that cannot be sent, for example one with a map key that no path can lead to, is kept as
/// it is; the operation that it is given to returns [`Error::InvalidFilter`](crate::Error::InvalidFilter) and sends nothing.
#[must_use = "a filter does nothing until an operation gets it"]
pub struct Filter<M> {
    ast: ast::Filter,
    model: PhantomData<fn() -> M>,
}

impl<M> Filter<M> {
    pub(crate) fn from_ast(ast: ast::Filter) -> Self {
        Self { ast, model: PhantomData }
    }

    pub(crate) fn into_ast(self) -> ast::Filter {
        self.ast
    }

    /// Every document.
    ///
    /// MongoDB: `{}`.
    pub fn all() -> Self {
        Self::from_ast(ast::Filter::All)
    }

    /// Documents that meet each of the filters. No filters: every document.
    ///
    /// MongoDB: `$and`, or the fields side by side.
    pub fn all_of(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::from_ast(ast::Filter::and(filters.into_iter().map(Self::into_ast).collect()))
    }

    /// Documents that meet at least one of the filters. No filters: no document.
    ///
    /// MongoDB: `$or`.
    pub fn any_of(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::from_ast(ast::Filter::or(filters.into_iter().map(Self::into_ast).collect()))
    }

    /// Documents that a search in the collection's text index finds.
    ///
    /// MongoDB: `$text`.
    pub fn text(search: impl Into<String>) -> Self {
        Self::from_ast(ast::Filter::Text(ast::Text::new(search.into())))
    }

    /// Documents for which an expression is true, which may compare fields with fields. The derive's
    /// `User::expr` is the same.
    ///
    /// ```text
    /// users.find(Filter::<User>::expr(|u| u.spent().gt(u.budget())))
    /// ```
    ///
    /// MongoDB: `$expr`.
    pub fn expr(test: impl FnOnce(M::Fields<ExprRoot<M>>) -> Expr<ExprRoot<M>, bool>) -> Self
    where
        M: Model,
    {
        crate::expr::expr(test)
    }

    /// A filter in MongoDB's own form, unchecked. Never put a stranger's document into it.
    #[expect(clippy::needless_pass_by_value, reason = "a filter document is made on the spot by `doc!`")]
    pub fn raw(filter: Document) -> Self {
        Self::from_ast(ast::Filter::Raw(Literal::of(&filter)))
    }

    /// The filter as it is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidFilter`](crate::Error::InvalidFilter) if it cannot be sent.
    pub fn to_document(&self) -> Result<Document> {
        crate::driver::filter_document(&self.ast)
    }
}

impl<M> Clone for Filter<M> {
    fn clone(&self) -> Self {
        Self::from_ast(self.ast.clone())
    }
}

impl<M> PartialEq for Filter<M> {
    fn eq(&self, other: &Self) -> bool {
        self.ast == other.ast
    }
}

impl<M> BitAnd for Filter<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self::all_of([self, other])
    }
}

impl<M> BitOr for Filter<M> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self::any_of([self, other])
    }
}

impl<M> Not for Filter<M> {
    type Output = Self;

    fn not(self) -> Self {
        Self::from_ast(self.ast.negated())
    }
}

impl<M> fmt::Display for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_document() {
            Ok(document) => ast::print(&document, f),
            Err(error) => write!(f, "({error})"),
        }
    }
}

impl<M> fmt::Debug for Filter<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({self})")
    }
}
