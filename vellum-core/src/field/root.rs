//! What a path starts from, which decides what a comparison gives: a filter, or an expression.

use std::marker::PhantomData;

use super::assign::assign;
use crate::ast::{self, Comparison, Condition, Operand, Path};
use crate::bson::element;
use crate::expr::Expr;
use crate::filter::Filter;
use crate::model::Model;
use crate::schema::Shape;
use crate::update::Update;
use crate::value::bytes::Bytes;
use crate::value::serde::Serde;

/// What a path starts from: a model, an element of a list, or a model inside an expression.
pub trait Root: Sized + 'static {
    /// What a comparison gives.
    type Predicate;

    /// A comparison at a path.
    #[doc(hidden)]
    fn test(path: &Path, test: Test) -> Self::Predicate;

    /// A new value at a path; `None` removes the field.
    #[doc(hidden)]
    fn assign(path: &Path, value: Option<Operand>) -> Update<Self>;
}

/// Roots under which MongoDB's update operators can be used.
#[diagnostic::on_unimplemented(
    message = "this change cannot be made here",
    label = "`set_with` has only `set` and `unset`",
    note = "compute the new value, as in `u.age().set(u.age() + 1)`"
)]
pub trait Changing: Root {}

/// Types of fields that a value of type `T` can be moved to.
#[diagnostic::on_unimplemented(
    message = "a value of type `{T}` cannot be moved to a field of type `{Self}`",
    label = "expected a field of type `{T}`"
)]
pub trait Assigned<T> {}

impl<T> Assigned<T> for T {}

#[diagnostic::do_not_recommend]
impl<T> Assigned<T> for Option<T> {}

/// Types whose fields may be missing.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` field is never missing",
    label = "`unset` is for fields that may be missing",
    note = "make it an `Option<{Self}>`, or `set` it to another value"
)]
pub trait MayBeMissing {}

#[diagnostic::do_not_recommend]
impl<T> MayBeMissing for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T> MayBeMissing for Bytes<Option<T>> {}

#[diagnostic::do_not_recommend]
impl<T> MayBeMissing for Serde<Option<T>> {}

/// Roots under which comparisons are filters.
pub trait Matching: Root<Predicate = Filter<Self>> {}

/// Roots under which values are computed: comparisons are expressions.
#[diagnostic::on_unimplemented(
    message = "values are computed inside of an expression only",
    label = "not inside of an expression",
    note = "in a filter, write `User::expr(|u| ..)` with the model in place of `User`"
)]
pub trait Computing: Root<Predicate = Expr<Self, bool>> {}

/// A comparison, before it is known whether it becomes a filter or an expression.
#[derive(Debug)]
pub enum Test {
    /// Equal (or not), for a type of this shape.
    Equal(Operand, Shape, bool),
    /// One of many (or none of them), for a type of this shape.
    In(Vec<Operand>, Shape, bool),
    /// In an order.
    Compare(Comparison, Operand),
    /// Between two bounds.
    Between(Vec<(Comparison, Operand)>),
    /// There, or not.
    Exists(bool),
    /// Null; missing too, if said so.
    Null {
        /// Whether a missing field counts.
        or_missing: bool,
    },
}

/// The root of a filter on the elements of a list of `T`.
#[derive(Debug)]
pub struct Elem<T>(PhantomData<fn() -> T>);

/// The root of expressions over documents of `M`: comparisons take fields, too.
#[derive(Debug)]
pub struct ExprRoot<M>(PhantomData<fn() -> M>);

impl<M: Model> Root for M {
    type Predicate = Filter<M>;

    fn test(path: &Path, test: Test) -> Filter<M> {
        Filter::from_ast(filter(path, test))
    }

    fn assign(path: &Path, value: Option<Operand>) -> Update<M> {
        Update::from_ast(assign(path, value))
    }
}

impl<M: Model> Matching for M {}

#[diagnostic::do_not_recommend]
impl<M: Model> Changing for M {}

impl<T: 'static> Root for Elem<T> {
    type Predicate = Filter<Self>;

    fn test(path: &Path, test: Test) -> Filter<Self> {
        Filter::from_ast(filter(path, test))
    }

    fn assign(path: &Path, value: Option<Operand>) -> Update<Self> {
        Update::from_ast(assign(path, value))
    }
}

impl<T: 'static> Matching for Elem<T> {}

impl<M: 'static> Root for ExprRoot<M> {
    type Predicate = Expr<Self, bool>;

    fn test(path: &Path, test: Test) -> Expr<Self, bool> {
        Expr::from_ast(test.of(ast::field_expr(path)))
    }

    fn assign(path: &Path, value: Option<Operand>) -> Update<Self> {
        Update::from_ast(ast::Update::computed(path, value.map(Operand::into_expr)))
    }
}

impl<M: 'static> Computing for ExprRoot<M> {}

pub(crate) fn filter(path: &Path, test: Test) -> ast::Filter {
    match test {
        Test::Equal(operand, shape, true) => ast::equality(path, operand.into_literal(), shape),
        Test::Equal(operand, shape, false) => ast::inequality(path, operand.into_literal(), shape),
        Test::In(operands, shape, one) => {
            let literals = operands.into_iter().map(Operand::into_literal).collect();
            if one { ast::one_of(path, literals, shape) } else { ast::none_of(path, literals, shape) }
        }
        Test::Compare(comparison, operand) => {
            ast::Filter::test(path, Condition::Compare(comparison, operand.into_literal()))
        }
        Test::Between(bounds) => {
            let bounds = bounds.into_iter().map(|(comparison, operand)| (comparison, operand.into_literal()));
            ast::Filter::between(path, &bounds.collect::<Vec<_>>())
        }
        Test::Exists(there) => ast::Filter::test(path, Condition::Exists(there)),
        Test::Null { or_missing: true } => ast::Filter::test(path, Condition::Eq(ast::Literal::null())),
        Test::Null { or_missing: false } => ast::Filter::test(path, Condition::Type(element::NULL)),
    }
}
