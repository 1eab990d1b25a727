//! Types, and values of one type made out of another one.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::kinds::{Anything, Convertible, Like};
use super::table::{entries, family};
use super::{Expr, Term};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::{ObjectId, element};
use crate::value::Value;

family! {
    /// What the server makes out of values of other types. What cannot be converted is an error of the
    /// server's; [`convert`](Self::convert) says what is meant then.
    TypeExpr gives Expr, TYPES;
    /// As true or false: numbers but 0, and all text, are true.
    to_bool() of [Convertible<Self::Value>] -> Like<Self::Value, bool> = one "toBool";
    /// As an int32.
    to_int() of [Convertible<Self::Value>] -> Like<Self::Value, i32> = one "toInt";
    /// As an int64; of a date the milliseconds since 1970.
    to_long() of [Convertible<Self::Value>] -> Like<Self::Value, i64> = one "toLong";
    /// As a double.
    to_double() of [Convertible<Self::Value>] -> Like<Self::Value, f64> = one "toDouble";
    /// As a decimal.
    to_decimal() of [Convertible<Self::Value>] -> Like<Self::Value, Decimal> = one "toDecimal";
    /// As text.
    to_string() of [Convertible<Self::Value>] -> Like<Self::Value, String> = one "toString";
    /// As a date: of milliseconds since 1970, of text in ISO 8601, of an object id.
    to_date() of [Convertible<Self::Value>] -> Like<Self::Value, DateTime<Utc>> = one "toDate";
    /// As an object id, of its 24 hexadecimal digits.
    to_object_id() of [Convertible<Self::Value>] -> Like<Self::Value, ObjectId> = one "toObjectId";
    /// The name of the stored type: `"int"`, `"string"`, `"missing"` and the like.
    type_of() of [Anything<Self::Value>] -> String = one "type";
    /// Whether it is stored as a number.
    is_number() of [Anything<Self::Value>] -> bool = one "isNumber";
    /// Whether it is stored as an array.
    is_array() of [Anything<Self::Value>] -> bool = one "isArray";
    {
        /// As another type, or a value of that type where it cannot be converted or is missing:
        /// `u.note().convert(0)`.
        ///
        /// MongoDB: `$convert` with `onError` and `onNull`.
        fn convert<V: Term<Self::Root, Value: Value>>(&self, otherwise: V) -> Expr<Self::Root, V::Value>
        where
            Self::Value: Value<Kind: Convertible<Self::Value>>,
        {
            let name = element::operator_name(<V::Value as Value>::TYPE);
            let otherwise = otherwise.into_term();
            Expr::from_ast(Ast::Named(
                "convert",
                vec![
                    ("input", self.ast()),
                    ("to", Ast::Literal(Literal::text(name))),
                    ("onError", otherwise.clone()),
                    ("onNull", otherwise),
                ],
            ))
        }
    }
}

entries! {
    TYPES_BY_HAND;
    "As the default's type, or the default." convert("otherwise") of "Convertible" -> "that of `otherwise`" = "convert";
}
