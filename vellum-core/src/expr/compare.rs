//! Comparisons of what is computed.

use super::table::entries;
use super::{Computed, Expr};
use crate::ast::{self, Comparison, Expr as Ast, Literal, Operand as Right};
use crate::bson::element;
use crate::field::{Bounds, Computing, Operand, Ordered, Test};
use crate::value::{Nullable, Value};

impl Test {
    /// The comparison of a computed value.
    pub(crate) fn of(self, left: Ast) -> Ast {
        let pair = |name, operand: Right| Ast::Call(name, vec![left.clone(), operand.into_expr()]);
        match self {
            Self::Equal(operand, _, true) => pair("eq", operand),
            Self::Equal(operand, _, false) => pair("ne", operand),
            Self::In(operands, _, one) => {
                let list = Ast::List(operands.into_iter().map(Right::into_expr).collect());
                let found = Ast::Call("in", vec![left, list]);
                if one { found } else { Ast::Call("not", vec![found]) }
            }
            Self::Compare(comparison, operand) => pair(comparison.name(), operand),
            Self::Between(bounds) => {
                let each = bounds.into_iter().map(|(comparison, operand)| pair(comparison.name(), operand));
                Ast::Call("and", each.collect())
            }
            Self::Exists(true) => Ast::Call("not", vec![kind_is(left, &["missing"])]),
            Self::Exists(false) => kind_is(left, &["missing"]),
            Self::Null { or_missing: true } => kind_is(left, &["missing", element::name(element::NULL)]),
            Self::Null { or_missing: false } => kind_is(left, &[element::name(element::NULL)]),
        }
    }
}

fn kind_is(value: Ast, names: &[&str]) -> Ast {
    let names = names.iter().map(|name| Ast::Literal(Literal::text(name))).collect();
    Ast::Call("in", vec![Ast::one("type", value), Ast::List(names)])
}

macro_rules! ordered {
    ($($(#[$doc:meta])* $name:ident $comparison:ident;)*) => {
        impl<R: Computing, T> Expr<R, T> {$(
            $(#[$doc])*
            pub fn $name(&self, value: impl Operand<T, R>) -> Expr<R, bool>
            where
                T: Value<Kind: Ordered<T>>,
            {
                self.test(Test::Compare(Comparison::$comparison, value.into_operand()))
            }
        )*}
    };
}

ordered! {
    /// Greater than a value.
    ///
    /// MongoDB: `$gt`.
    gt Gt;
    /// Greater than or equal to a value.
    ///
    /// MongoDB: `$gte`.
    gte Gte;
    /// Less than a value.
    ///
    /// MongoDB: `$lt`.
    lt Lt;
    /// Less than or equal to a value.
    ///
    /// MongoDB: `$lte`.
    lte Lte;
}

impl<R: Computing, T> Expr<R, T> {
    /// Within a range: `18..65`, `18..=65`, `18..`, `..65`.
    ///
    /// MongoDB: `$gte` and `$lt`.
    pub fn between<V: Operand<T, R>>(&self, range: impl Bounds<V>) -> Expr<R, bool>
    where
        T: Value<Kind: Ordered<T>>,
    {
        self.test(Test::within(range))
    }

    fn test(&self, test: Test) -> Expr<R, bool> {
        Expr::from_ast(test.of(self.ast()))
    }

    /// Equal to a value, as MongoDB compares whole values.
    ///
    /// MongoDB: `$eq`.
    pub fn eq(&self, value: impl Operand<T, R>) -> Expr<R, bool> {
        Expr::from_ast(Ast::Call("eq", vec![self.ast(), value.into_operand().into_expr()]))
    }

    /// Not equal to a value.
    ///
    /// MongoDB: `$ne`.
    pub fn ne(&self, value: impl Operand<T, R>) -> Expr<R, bool> {
        Expr::from_ast(Ast::Call("ne", vec![self.ast(), value.into_operand().into_expr()]))
    }

    /// Equal to one of the values.
    ///
    /// MongoDB: `$in`.
    pub fn is_in<V: Operand<T, R>>(&self, values: impl IntoIterator<Item = V>) -> Expr<R, bool> {
        let list = Ast::List(values.into_iter().map(|value| value.into_operand().into_expr()).collect());
        Expr::from_ast(Ast::Call("in", vec![self.ast(), list]))
    }

    /// Equal to none of the values.
    ///
    /// MongoDB: `$in` under `$not`.
    pub fn is_not_in<V: Operand<T, R>>(&self, values: impl IntoIterator<Item = V>) -> Expr<R, bool> {
        !self.is_in(values)
    }

    /// There is no value: it is null or missing.
    ///
    /// MongoDB: `$type`.
    pub fn is_none(&self) -> Expr<R, bool>
    where
        T: Nullable,
    {
        self.test(Test::Null { or_missing: true })
    }

    /// There is a value.
    ///
    /// MongoDB: `$type`.
    pub fn is_some(&self) -> Expr<R, bool>
    where
        T: Nullable,
    {
        !self.is_none()
    }
}

/// Comparing, of fields and expressions alike.
pub trait CompareExpr: Computed {
    /// -1 if it is less than a value, 0 if it is equal, 1 if it is greater.
    ///
    /// MongoDB: `$cmp`.
    fn cmp(&self, value: impl Operand<Self::Value, Self::Root>) -> Expr<Self::Root, i32>
    where
        Self::Value: Value<Kind: Ordered<Self::Value>>,
    {
        Expr::from_ast(ast::Expr::Call("cmp", vec![self.ast(), value.into_operand().into_expr()]))
    }
}

impl<A: Computed> CompareExpr for A {}

entries! {
    COMPARISONS;
    "Equal." eq("value") of "Anything" -> "bool" = "eq";
    "Not equal." ne("value") of "Anything" -> "bool" = "ne";
    "Greater." gt("value") of "Ordered" -> "bool" = "gt";
    "Greater or equal." gte("value") of "Ordered" -> "bool" = "gte";
    "Less." lt("value") of "Ordered" -> "bool" = "lt";
    "Less or equal." lte("value") of "Ordered" -> "bool" = "lte";
    "-1, 0 or 1, as it is less, equal or greater." cmp("value") of "Ordered" -> "i32" = "cmp";
    "Equal to one of several values; `is_not_in` to none." is_in("values") of "Anything" -> "bool" = "in";
}
