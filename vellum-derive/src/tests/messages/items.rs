//! What can be derived for which items.

use quote::quote;

use crate::tests::{embedded, model, projection};

#[test]
fn a_model_is_a_struct_with_named_fields_or_an_enum() {
    let expected = ["a model is a struct with named fields, or an enum: `struct User { .. }`"];
    assert_eq!(model(quote! { #[vellum(collection = "x")] struct User(String); }), expected);
    assert_eq!(model(quote! { #[vellum(collection = "x")] struct User; }), expected);
    assert_eq!(model(quote! { #[vellum(collection = "x")] union User { a: i32 } }), expected);
    assert_eq!(
        model(quote! { #[vellum(collection = "x")] enum User {} }),
        ["an enum without variants has no documents"]
    );
}

#[test]
fn a_model_has_no_parameters() {
    let expected = ["a model has no parameters: one collection holds one type"];
    assert_eq!(model(quote! { #[vellum(collection = "x")] struct User<T> { a: T } }), expected);
    assert_eq!(model(quote! { #[vellum(collection = "x")] struct User<'a> { a: &'a str } }), expected);
    assert_eq!(
        model(quote! { #[vellum(collection = "x")] struct User<const N: usize> { a: [i32; N] } }),
        expected
    );
}

#[test]
fn a_model_needs_a_collection() {
    assert_eq!(
        model(quote! { struct User { name: String } }),
        ["a model needs a collection: `#[vellum(collection = \"...\")]`"]
    );
}

#[test]
fn an_embedded_type_has_something_to_store() {
    assert_eq!(
        embedded(quote! { struct A; }),
        ["a unit struct has nothing to store; give it fields: `{ .. }`"]
    );
    assert_eq!(
        embedded(quote! { struct A(i32, i32); }),
        ["a tuple struct is stored as its one field; several fields need names: `{ a: .., b: .. }`"]
    );
    assert_eq!(
        embedded(quote! { struct A(); }),
        ["a tuple struct is stored as its one field; several fields need names: `{ a: .., b: .. }`"]
    );
    assert_eq!(
        embedded(quote! { union A { a: i32, b: f32 } }),
        ["a union does not say which of its fields is stored; use an enum"]
    );
    assert_eq!(embedded(quote! { enum A {} }), ["an enum without variants has no values to store"]);
}

#[test]
fn stored_types_own_their_data() {
    let expected = ["stored types own their data; only a projection can borrow"];
    assert_eq!(embedded(quote! { struct A<'a> { a: &'a str } }), expected);
}

#[test]
fn a_projection_borrows_from_one_place() {
    assert_eq!(
        projection(quote! { #[vellum(from = User)] struct A<'a, 'b> { a: &'a str, b: &'b str } }),
        ["a projection borrows from one place, the server's bytes: one lifetime"]
    );
    assert_eq!(
        projection(quote! { struct A<'a, T> { a: &'a str, b: T } }),
        ["a projection that borrows needs `from = Model`, whose documents are visited by it"]
    );
    assert_eq!(
        projection(quote! { #[vellum(from = User)] struct A<'a> { a: &'a str, b: Option<&'static str> } }),
        ["a row borrows from the server's bytes: write `&'a`"]
    );
    assert_eq!(
        projection(quote! { struct A { a: &'static str } }),
        ["a row borrows from the server's bytes: write `&'a`, and `'a` on the struct"]
    );
    assert_eq!(
        projection(quote! { #[vellum(from = User)] struct A<'a> { a: &'a mut str, b: Vec<&'a str> } }),
        ["a row is only read: leave out `mut`"]
    );
    assert_eq!(
        projection(quote! { #[vellum(from = User)] struct A<'a> { #[vellum(serde)] a: &'a str } }),
        ["what is read through serde owns its data"]
    );
    // What rustc says is not said twice.
    assert!(projection(quote! { #[vellum(from = User)] struct A<'a> { a: &str, b: &'a str } }).is_empty());
}

#[test]
fn a_projection_is_a_struct_with_named_fields() {
    let expected = ["a projection is a struct with named fields: `struct Card { .. }`"];
    assert_eq!(projection(quote! { struct A(i32); }), expected);
    assert_eq!(projection(quote! { enum A { B } }), expected);
}

#[test]
fn a_newtype_has_no_names_to_change() {
    assert_eq!(
        embedded(quote! { #[vellum(rename_all = "camelCase")] struct A(i32); }),
        ["`rename_all` renames fields, and this struct has none with names"]
    );
}
