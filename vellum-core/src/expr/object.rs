//! Documents and maps.

use super::kinds::{DocumentThere, Documented, Inner, Like};
use super::table::{entries, family};
use super::{Expr, Term};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Document;
use crate::value::Value;

family! {
    /// What the server makes out of documents and maps.
    ObjectExpr gives Expr, OBJECTS;
    /// With the fields of another document, which win.
    merge_objects(other: Self::Value) of [Documented<Self::Value>] -> Inner<Self::Value> = chain "mergeObjects";
    /// A list of documents with `k` and `v`.
    object_to_array() of [Documented<Self::Value>] -> Like<Self::Value, Vec<Document>> = one "objectToArray";
    /// How many bytes it takes.
    bson_size() of [Documented<Self::Value>] -> Like<Self::Value, i32> = one "bsonSize";
    {
        /// The value of a field by its stored name, whatever characters that has. Its type is taken on
        /// trust: `get_field::<i32>("a.b")`.
        ///
        /// MongoDB: `$getField`.
        fn get_field<T: Value>(&self, name: &str) -> Expr<Self::Root, Option<T>>
        where
            Self::Value: Value<Kind: Documented<Self::Value>>,
        {
            Expr::from_ast(Ast::Named("getField", vec![("field", text(name)), ("input", self.ast())]))
        }

        /// With another value for a field, by its stored name.
        ///
        /// MongoDB: `$setField`.
        fn set_field(&self, name: &str, value: impl Term<Self::Root>) -> Expr<Self::Root, Document>
        where
            Self::Value: Value<Kind: DocumentThere<Self::Value>>,
        {
            let arguments = vec![("field", text(name)), ("input", self.ast()), ("value", value.into_term())];
            Expr::from_ast(Ast::Named("setField", arguments))
        }

        /// Without a field, by its stored name.
        ///
        /// MongoDB: `$unsetField`.
        fn unset_field(&self, name: &str) -> Expr<Self::Root, Document>
        where
            Self::Value: Value<Kind: DocumentThere<Self::Value>>,
        {
            Expr::from_ast(Ast::Named("unsetField", vec![("field", text(name)), ("input", self.ast())]))
        }
    }
}

fn text(text: &str) -> Ast {
    Ast::Literal(Literal::text(text))
}

entries! {
    OBJECTS_BY_HAND;
    "A field by its stored name; its type is taken on trust."
        get_field("name: &str") of "Documented" -> "Option<T>" = "getField";
    "With another value for a field." set_field("name: &str, value") of "DocumentThere" -> "Document" = "setField";
    "Without a field." unset_field("name: &str") of "DocumentThere" -> "Document" = "unsetField";
}
