//! Columns against fields, and against each other.

use quote::quote;

use crate::tests::model;

#[test]
fn a_field_cannot_have_a_columns_name() {
    let messages = model(quote! {
        #[vellum(collection = "x", timestamps, versioned, soft_delete(column = "gone"))]
        struct User {
            version: i64,
            #[vellum(rename = "createdAt")] created_at: String,
            #[vellum(rename = "updated_at")] changed: String,
            #[vellum(alias = "gone")] deleted: bool,
        }
    });
    assert_eq!(
        messages,
        [
            "`version` is the column of `versioned`; give the column another name: `versioned(column = \"...\")`",
            "`created_at` is the column of `timestamps`; give the column another name: `timestamps(created = \"...\")`",
            "`updated_at` is the column of `timestamps`; give the column another name: `timestamps(updated = \"...\")`",
            "`gone` is the column of `soft_delete`; give the column another name: `soft_delete(column = \"...\")`",
        ]
    );
}

#[test]
fn a_renamed_column_frees_its_name() {
    let messages = model(quote! {
        #[vellum(collection = "x", versioned(column = "rev"), timestamps(created = "born", updated = "changed"))]
        struct User { version: String, created_at: i32, updated_at: i32, deleted_at: i32 }
    });
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn columns_have_names_of_their_own() {
    let messages = model(quote! {
        #[vellum(collection = "x", versioned(column = "a"), timestamps(created = "a", updated = "b.c"))]
        #[vellum(soft_delete(column = "_id"))]
        struct User { name: String }
    });
    assert_eq!(
        messages,
        [
            "two columns are stored as `a`",
            "the stored name `b.c` holds a dot, which MongoDB reads as a path",
            "`_id` is the id's name, not a column's",
        ]
    );
}

#[test]
fn timestamps_are_two_columns() {
    let messages = model(quote! {
        #[vellum(collection = "x", timestamps(column = "t", create = "c"))]
        struct User { name: String }
    });
    assert_eq!(
        messages,
        [
            "`timestamps` has two columns: write `created = \"...\"` and `updated = \"...\"`",
            "unknown key `create`; did you mean `created`?",
        ]
    );
}
