//! Enums, as text and as documents.

use quote::quote;

use crate::tests::{embedded, model};

#[test]
fn a_variants_text_is_used_once() {
    let messages = embedded(quote! {
        #[vellum(rename_all = "snake_case")]
        enum Role { Admin, #[vellum(rename = "admin")] Boss, #[vellum(alias = "boss", alias = "boss")] Member }
    });
    assert_eq!(
        messages,
        [
            "two variants are stored as `admin`: `Admin` and `Boss`",
            "`boss` is a name of this variant already",
        ]
    );
}

#[test]
fn a_field_cannot_have_the_tags_name() {
    let messages = embedded(quote! {
        #[vellum(tag = "kind")]
        enum Payment { Card { kind: String, #[vellum(alias = "kind")] other: i32 }, Cash { #[vellum(rename = "kind")] a: i32 } }
    });
    assert_eq!(messages.len(), 3);
    for message in messages {
        assert_eq!(message, "`kind` is the enum's tag; rename the field, or the tag with `tag = \"...\"`");
    }
}

#[test]
fn a_tag_is_a_stored_name() {
    assert_eq!(
        embedded(quote! { #[vellum(tag = "$kind")] enum A { B, C { x: i32 } } }),
        ["the stored name `$kind` starts with `$` like an operator"]
    );
    assert_eq!(
        model(quote! { #[vellum(collection = "x", versioned, tag = "version")] enum A { B } }),
        [
            "the tag `version` is the column of `versioned`; rename one, the column with `versioned(column = \"...\")`"
        ]
    );
    assert_eq!(
        model(quote! { #[vellum(collection = "x", tag = "_id")] enum A { B } }),
        ["`_id` is the id, which an enum declares as `id = Type`"]
    );
}

#[test]
fn a_variant_names_its_values() {
    assert_eq!(
        embedded(quote! { enum A { B(i32, i32), C(#[vellum(rename = "x")] D) } }),
        [
            "a variant of several values needs names for them: `{ a: .., b: .. }`",
            "the fields of this value are stored themselves; give them keys where they are declared",
        ]
    );
}

#[test]
fn the_variant_for_unknown_names_is_one() {
    assert_eq!(
        embedded(quote! { enum A { B, #[vellum(other, alias = "x")] C, #[vellum(other)] D(String) } }),
        [
            "`other` and `alias` contradict each other: it is read under every unknown name",
            "`C` is the variant for unknown names already",
        ]
    );
    assert_eq!(
        embedded(quote! { enum A { B { x: i32 }, #[vellum(other)] C { y: i32 } } }),
        ["the variant for unknown names holds nothing, or one whole document"]
    );
    assert_eq!(
        model(quote! { #[vellum(collection = "x")] enum A { B, #[vellum(other)] C(Document) } }),
        ["in a model, the variant for unknown names holds nothing"]
    );
}

#[test]
fn an_accessor_belongs_to_one_variant() {
    assert_eq!(
        embedded(quote! { enum A { Card { x: i32 }, IsCard { y: i32 } } }),
        ["`Card` and `IsCard` would both have the accessor `is_card()`"]
    );
    assert_eq!(
        model(quote! { #[vellum(collection = "x", versioned)] enum A { Id, Version { a: i32 }, DeletedAt } }),
        [
            "the accessor `id()` of this variant would hide the model's own",
            "the accessor `version()` of this variant would hide the model's own",
        ]
    );
}

#[test]
fn the_id_of_an_enum_is_declared_on_the_enum() {
    assert_eq!(
        model(quote! { #[vellum(collection = "x")] enum A { B { id: i32, #[vellum(id)] c: i32 } } }),
        [
            "an enum's id is declared on the enum, as `id = Type`, and is no field of a variant",
            "`id` belongs on a model or one of its fields",
        ]
    );
}

#[test]
fn keys_for_fields_need_fields() {
    assert_eq!(
        embedded(
            quote! { #[vellum(rename_all_fields = "camelCase")] enum A { #[vellum(rename_all = "camelCase")] B } }
        ),
        [
            "`rename_all_fields` renames fields of variants, and no variant has any",
            "`rename_all` renames fields, and this variant has none",
        ]
    );
}
