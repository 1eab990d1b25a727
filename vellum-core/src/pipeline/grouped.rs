//! The root of what stands in a group's outputs.

use std::marker::PhantomData;

use crate::ast::{self, Operand, Path};
use crate::expr::Expr;
use crate::field::{Computing, Root, Test};
use crate::update::Update;

/// The root of values that stand for a whole group of rows of `S`: its key, accumulators, and what is computed
/// from these.
#[derive(Debug)]
pub struct Grouped<S>(PhantomData<fn() -> S>);

impl<S: 'static> Root for Grouped<S> {
    type Predicate = Expr<Self, bool>;

    fn test(path: &Path, test: Test) -> Expr<Self, bool> {
        Expr::from_ast(test.of(ast::field_expr(path)))
    }

    fn assign(path: &Path, value: Option<Operand>) -> Update<Self> {
        Update::from_ast(ast::Update::computed(path, value.map(Operand::into_expr)))
    }
}

impl<S: 'static> Computing for Grouped<S> {}
