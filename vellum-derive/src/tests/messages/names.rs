//! Stored names.

use quote::quote;

use crate::tests::{embedded, model};

#[test]
fn a_stored_name_is_used_once() {
    let messages = model(quote! {
        #[vellum(collection = "x", rename_all = "camelCase")]
        struct User {
            first_name: String,
            #[vellum(rename = "firstName")] b: i32,
            #[vellum(alias = "b2", alias = "b2")] c: i32,
            #[vellum(alias = "firstName", alias = "d")] d: i32,
        }
    });
    assert_eq!(
        messages,
        [
            "two fields are stored as `firstName`: `first_name` and `b`",
            "`b2` is a stored name of this field already",
            "two fields are stored as `firstName`: `first_name` and `d`",
            "`d` is a stored name of this field already",
        ]
    );
}

#[test]
fn a_stored_name_is_one_that_mongodb_takes() {
    let messages = model(quote! {
        #[vellum(collection = "x")]
        struct User {
            #[vellum(rename = "")] a: i32,
            #[vellum(rename = "a.b")] b: i32,
            #[vellum(rename = "$c")] c: i32,
            #[vellum(rename = "d\0")] d: i32,
            #[vellum(rename = "_id")] e: i32,
            #[vellum(alias = "x.y")] f: i32,
        }
    });
    assert_eq!(
        messages,
        [
            "a stored name cannot be empty",
            "the stored name `a.b` holds a dot, which MongoDB reads as a path",
            "the stored name `$c` starts with `$` like an operator",
            "a stored name cannot hold a NUL character",
            "`_id` is the id; mark its field with `#[vellum(id)]`",
            "the stored name `x.y` holds a dot, which MongoDB reads as a path",
        ]
    );
    let messages = model(quote! { #[vellum(collection = "x")] struct User { _id: ObjectId } });
    assert_eq!(messages, ["`_id` is the id; mark its field with `#[vellum(id)]`"]);
}

#[test]
fn inside_a_document_a_field_may_be_called_id() {
    let messages = embedded(quote! { struct Part { id: i32, #[vellum(rename = "_id")] other: i32 } });
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn a_model_has_one_id() {
    let messages = model(quote! {
        #[vellum(collection = "x", id = ObjectId)]
        struct User { #[vellum(id)] email: String, #[vellum(id)] name: String, id: i32 }
    });
    assert_eq!(
        messages,
        [
            "a model has one id: `email` is the id, and `name` is marked too",
            "a model has one id: `email` is the id, and `id` is the id by its name too",
            "the field `email` is the id and says its type; `id = ..` is for models without",
        ]
    );
}

#[test]
fn a_collection_has_a_name_that_mongodb_takes() {
    let collection =
        |name: &str| model(quote! { #[vellum(collection = #name)] struct User { name: String } });
    assert_eq!(collection(""), ["the collection's name is empty"]);
    assert_eq!(collection("a$b"), ["the collection's name holds a `$`"]);
    assert_eq!(collection("a\0"), ["the collection's name holds a NUL character"]);
    assert_eq!(
        collection("system.users"),
        ["the collection's name starts with `system.`, which the server keeps for itself"]
    );
    assert!(collection("shop.users").is_empty());
}
