//! `+ - * / %` and unary `-`.

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use rust_decimal::Decimal;

use super::date::Dated;
use super::number::{Minus, Modulo, Over, Plus, Times, WholeNumber};
use super::{Computed, Expr, Term};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Decimal128;
use crate::field::{Computing, Field, Opt};
use crate::value::Value;

/// A call whose arguments come one after another: `a + b + c` is one `$add`.
pub(super) fn chained(operator: &'static str, first: Ast, last: Ast) -> Ast {
    match first {
        Ast::Call(name, mut arguments) if name == operator => {
            arguments.push(last);
            Ast::Call(name, arguments)
        }
        first => Ast::Call(operator, vec![first, last]),
    }
}

fn paired(operator: &'static str, first: Ast, last: Ast) -> Ast {
    Ast::Call(operator, vec![first, last])
}

/// One operator between something computed and any term.
macro_rules! operator {
    ([$($bound:ident)?] $type:ty => $value:ty; $trait:ident $method:ident $types:ident $build:ident $name:literal) => {
        impl<R: Computing, T $(: $bound)?, V: Term<R>> $trait<V> for $type
        where
            $value: $types<V::Factor>,
        {
            type Output = Expr<R, <$value as $types<V::Factor>>::Output>;

            fn $method(self, other: V) -> Self::Output {
                Expr::from_ast($build($name, self.ast(), other.into_term()))
            }
        }
    };
}

macro_rules! operators {
    ($([$($bound:ident)?] $type:ty => $value:ty;)*) => {$(
        operator!([$($bound)?] $type => $value; Add add Plus chained "add");
        operator!([$($bound)?] $type => $value; Sub sub Minus paired "subtract");
        operator!([$($bound)?] $type => $value; Mul mul Times chained "multiply");
        operator!([$($bound)?] $type => $value; Div div Over paired "divide");
        operator!([$($bound)?] $type => $value; Rem rem Modulo paired "mod");

        impl<R: Computing, T $(: $bound)?> Neg for $type
        where
            $value: Times<WholeNumber>,
        {
            type Output = Expr<R, <$value as Times<WholeNumber>>::Output>;

            fn neg(self) -> Self::Output {
                Expr::from_ast(paired("multiply", self.ast(), Ast::Literal(Literal::of(&-1))))
            }
        }
    )*};
}

operators! {
    [] Field<R, T> => T;
    [] &Field<R, T> => T;
    [Value] Opt<R, T> => Option<T>;
    [Value] &Opt<R, T> => Option<T>;
    [] Expr<R, T> => T;
    [] &Expr<R, T> => T;
    [] Dated<R, T> => T;
    [] &Dated<R, T> => T;
}

/// A plain number on the left.
macro_rules! plain_left {
    ($($plain:ty => $factor:ty;)*) => {$(
        plain_left!(@all $plain => $factor; [] Field<R, T> => T);
        plain_left!(@all $plain => $factor; [Value] Opt<R, T> => Option<T>);
        plain_left!(@all $plain => $factor; [] Expr<R, T> => T);
        plain_left!(@all $plain => $factor; [] Dated<R, T> => T);
    )*};
    (@all $plain:ty => $factor:ty; $bounds:tt $type:ty => $value:ty) => {
        plain_left!(@one $plain => $factor; $bounds $type => $value; Add add Plus "add");
        plain_left!(@one $plain => $factor; $bounds $type => $value; Sub sub Minus "subtract");
        plain_left!(@one $plain => $factor; $bounds $type => $value; Mul mul Times "multiply");
        plain_left!(@one $plain => $factor; $bounds $type => $value; Div div Over "divide");
        plain_left!(@one $plain => $factor; $bounds $type => $value; Rem rem Modulo "mod");
    };
    (@one $plain:ty => $factor:ty; [$($bound:ident)?] $type:ty => $value:ty;
        $trait:ident $method:ident $types:ident $name:literal) => {
        impl<R: Computing, T $(: $bound)?> $trait<$type> for $plain
        where
            $factor: $types<$value>,
        {
            type Output = Expr<R, <$factor as $types<$value>>::Output>;

            fn $method(self, other: $type) -> Self::Output {
                Expr::from_ast(paired($name, Ast::Literal(Literal::of(&self)), other.ast()))
            }
        }
    };
}

plain_left! {
    i32 => WholeNumber;
    i64 => i64;
    f64 => f64;
    Decimal => Decimal;
    Decimal128 => Decimal128;
}
