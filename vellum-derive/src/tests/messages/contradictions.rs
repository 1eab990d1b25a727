//! Keys that cannot stand together.

use quote::quote;

use crate::tests::{embedded, model};

#[test]
fn a_skipped_field_has_nothing_that_is_stored() {
    let messages = model(quote! {
        #[vellum(collection = "x")]
        struct User { #[vellum(skip, rename = "b", alias = "c", null, serde, index, unique, default)] a: i32 }
    });
    let keys = ["rename", "alias", "null", "serde", "index", "unique"];
    let mut expected = keys
        .map(|key| format!("`skip` and `{key}` contradict each other: a skipped field is not stored"))
        .to_vec();
    expected.push("`serde` and `null` contradict each other: serde decides how `None` is stored".to_owned());
    assert_eq!(messages, expected);
}

#[test]
fn a_flattened_field_has_no_name() {
    let messages = model(quote! {
        #[vellum(collection = "x")]
        struct User { #[vellum(flatten, rename = "b", null, default, index, unique(missing))] a: Address }
    });
    let keys = ["rename", "null", "default", "index", "unique"];
    let expected = keys.map(|key| {
        format!("`flatten` and `{key}` contradict each other: a flattened field has no name of its own in the document")
    });
    assert_eq!(messages, expected);
}

#[test]
fn a_field_has_one_encoding() {
    let messages = embedded(quote! {
        struct A { #[vellum(serde, bytes)] a: X, #[vellum(bytes, null)] b: X }
    });
    assert_eq!(
        messages,
        [
            "`serde` and `bytes` contradict each other: a field has one encoding",
            "`bytes` and `null` contradict each other: binary data is never null",
        ]
    );
    let messages = embedded(quote! { struct A(#[vellum(serde, bytes, rename = "x")] X); });
    assert_eq!(
        messages,
        [
            "`rename` belongs on a field or a variant",
            "`serde` and `bytes` contradict each other: a field has one encoding"
        ]
    );
}

#[test]
fn an_id_is_stored_as_it_is() {
    let messages = model(quote! {
        #[vellum(collection = "x")]
        struct User { #[vellum(id, rename = "b", default, skip, null, index, unique)] a: i32 }
    });
    assert_eq!(
        messages,
        [
            "`rename` cannot stand on the id: it is always stored as `_id`",
            "`default` cannot stand on the id: it is never missing",
            "`skip` cannot stand on the id: every document needs it",
            "`null` cannot stand on the id: it is never null",
            "`index` cannot stand on the id: `_id` has its index already",
            "`unique` cannot stand on the id: `_id` is always unique",
        ]
    );
}

#[test]
fn a_converted_type_says_nothing_about_its_fields() {
    let messages = embedded(quote! {
        #[vellum(into = String, try_from = Text, rename_all = "snake_case")]
        struct A { a: i32 }
    });
    assert_eq!(
        messages,
        [
            "`into` and `try_from` name the one type that is stored: both the same",
            "`into` and `rename_all` contradict each other: the other type says what is stored",
        ]
    );
    assert_eq!(
        embedded(quote! { #[vellum(into = String)] struct A { a: i32 } }),
        ["`into` needs `try_from`: values are written and read"]
    );
    assert_eq!(
        embedded(quote! { #[vellum(try_from = String)] struct A { a: i32 } }),
        ["`try_from` needs `into`: values are written and read"]
    );
}
