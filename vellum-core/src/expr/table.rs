//! The one list of operators: the methods of each family are made out of it, and so is their
//! documentation in `docs/expressions.md`.

use super::{compare, date, list, logic, numbers, object, other, text, total, types};
use crate::ast::Expr as Ast;

/// One operator, for the documentation.
#[derive(Debug, Clone, Copy)]
pub struct Operator {
    /// The name of the method or function.
    pub name: &'static str,
    /// What it is a method of; empty for a function.
    pub of: &'static str,
    /// Its arguments.
    pub arguments: &'static str,
    /// The type of the result.
    pub result: &'static str,
    /// MongoDB's name, without `$`.
    pub mongodb: &'static str,
    /// What it gives.
    pub meaning: &'static str,
}

/// All operators: the title of each family, and what is in it.
pub const OPERATORS: &[(&str, &[&[Operator]])] = &[
    ("Arithmetic", &[numbers::ARITHMETIC, numbers::NUMBERS]),
    ("Comparison", &[compare::COMPARISONS]),
    ("Boolean and conditional", &[logic::LOGIC]),
    ("Text", &[text::TEXT, text::TEXT_BY_HAND]),
    ("Dates", &[date::DATES, date::DATES_BY_HAND]),
    ("Lists and sets", &[list::LISTS, list::LISTS_BY_HAND, total::TOTALS]),
    ("Documents and maps", &[object::OBJECTS, object::OBJECTS_BY_HAND]),
    ("Types", &[types::TYPES, types::TYPES_BY_HAND]),
    ("Other", &[other::OTHER]),
];

/// How the arguments of an operator are written.
pub(super) type Form = fn(&'static str, Ast, Vec<Ast>, &[&'static str]) -> Ast;

/// `{$name: value}`
pub(super) fn one(name: &'static str, value: Ast, _: Vec<Ast>, _: &[&'static str]) -> Ast {
    Ast::one(name, value)
}

/// `{$name: [value, argument, ..]}`
pub(super) fn call(name: &'static str, value: Ast, arguments: Vec<Ast>, _: &[&'static str]) -> Ast {
    Ast::Call(name, std::iter::once(value).chain(arguments).collect())
}

/// `{$name: [value, argument, value of the next call, ..]}`
pub(super) fn chain(name: &'static str, value: Ast, arguments: Vec<Ast>, _: &[&'static str]) -> Ast {
    arguments.into_iter().fold(value, |first, last| super::arithmetic::chained(name, first, last))
}

/// `{$name: [argument, value]}`
pub(super) fn flipped(name: &'static str, value: Ast, mut arguments: Vec<Ast>, _: &[&'static str]) -> Ast {
    arguments.push(value);
    Ast::Call(name, arguments)
}

/// `{$name: {key: value, key: argument, ..}}`
pub(super) fn named(name: &'static str, value: Ast, arguments: Vec<Ast>, keys: &[&'static str]) -> Ast {
    let values = std::iter::once(value).chain(arguments);
    Ast::Named(name, keys.iter().copied().zip(values).collect())
}

/// A trait with a method for each operator of a family, and the family's part of the table.
macro_rules! family {
    (
        $(#[$attribute:meta])*
        $trait:ident gives $wrap:ident, $table:ident;
        $(
            $(#[doc = $doc:literal])+
            $name:ident($($argument:ident: $type:ty),*) of [$($bound:tt)+] -> $result:ty = $form:ident $mongo:literal
            $([$($key:literal),*])?;
        )*
        { $($by_hand:tt)* }
    ) => {
        $(#[$attribute])*
        pub trait $trait: $crate::expr::Computed {
            $(
                $(#[doc = $doc])+
                #[doc = ""]
                #[doc = concat!("MongoDB: `$", $mongo, "`.")]
                fn $name(
                    &self,
                    $($argument: impl $crate::field::Operand<$type, Self::Root>,)*
                ) -> $wrap<Self::Root, $result>
                where
                    Self::Value: $crate::value::Value<Kind: $($bound)+>,
                {
                    let arguments = vec![$($argument.into_operand().into_expr()),*];
                    let form: $crate::expr::table::Form = $crate::expr::table::$form;
                    $wrap::from_ast(form($mongo, self.ast(), arguments, &[$($($key),*)?]))
                }
            )*

            $($by_hand)*
        }

        impl<A: $crate::expr::Computed> $trait for A {}

        pub(super) const $table: &[$crate::expr::table::Operator] = &[$(
            $crate::expr::table::Operator {
                name: stringify!($name),
                of: stringify!($($bound)+),
                arguments: concat!("" $(, stringify!($argument: $type), ", ")*),
                result: stringify!($result),
                mongodb: $mongo,
                meaning: [$($doc),+][0],
            },
        )*];
    };
}
pub(super) use family;

/// Entries of the table for operators whose methods are written by hand.
macro_rules! entries {
    ($table:ident; $($meaning:literal $name:ident($arguments:literal) of $of:literal -> $result:literal = $mongo:literal;)*) => {
        pub(super) const $table: &[$crate::expr::table::Operator] = &[$(
            $crate::expr::table::Operator {
                name: stringify!($name),
                of: $of,
                arguments: $arguments,
                result: $result,
                mongodb: $mongo,
                meaning: $meaning,
            },
        )*];
    };
}
pub(super) use entries;
