//! Which keys are known, where they may stand, and how they are written.

use quote::quote;

use crate::tests::{embedded, model, projection};

#[test]
fn an_unknown_key_is_named_with_the_nearest_one() {
    let messages = model(quote! {
        #[vellum(collection = "users", timestamp, colour)]
        struct User { #[vellum(renam = "x", uniqe, idx)] name: String }
    });
    assert_eq!(
        messages,
        [
            "unknown key `timestamp`; did you mean `timestamps`?",
            "unknown key `colour`; known here: collection, rename_all, id, timestamps, versioned, soft_delete, index, \
             shard_key, hooks, validate, crate",
            "unknown key `renam`; did you mean `rename`?",
            "unknown key `uniqe`; did you mean `unique`?",
            "unknown key `idx`; did you mean `id`?",
        ]
    );
}

#[test]
fn a_misspelt_collection_is_one_message() {
    let messages = model(quote! {
        #[vellum(colection = "users")]
        struct User { name: String }
    });
    assert_eq!(messages, ["unknown key `colection`; did you mean `collection`?"]);
}

#[test]
fn a_key_in_another_place_is_told_where_it_belongs() {
    let messages = embedded(quote! {
        #[vellum(collection = "x", skip, from = User, tag = "kind")]
        struct Address { #[vellum(id, index, unique, collection = "x", path = a.b, other)] city: String }
    });
    assert_eq!(
        messages,
        [
            "`collection` belongs on a model (`derive(Vellum)`)",
            "`skip` belongs on a field",
            "`from` belongs on a projection",
            "`tag` belongs on an enum; a struct has one shape only",
            "`id` belongs on a model or one of its fields",
            "`index` belongs on a model, as in `index(keys(address.city = 1))`, or its fields",
            "`unique` belongs on a model's field; of an embedded one: `index(keys(a.b = 1), unique)` on the model",
            "`collection` belongs on a model (`derive(Vellum)`)",
            "`path` belongs on a field of a projection",
            "`other` belongs on a variant",
        ]
    );
}

#[test]
fn planned_keys_are_refused_by_name() {
    let messages = model(quote! {
        #[vellum(collection = "x", schema_version = 3, upgrade = User::upgrade)]
        #[vellum(referenced_by(Order, Cart))]
        struct User { #[vellum(on_delete = "restrict", filterable, sortable)] boss: Ref<User> }
    });
    let names = ["schema_version", "upgrade", "referenced_by", "on_delete", "filterable", "sortable"];
    assert_eq!(messages, names.map(|name| format!("`{name}` is not supported yet")));
}

#[test]
fn a_key_is_given_once() {
    let messages = model(quote! {
        #[vellum(collection = "x", collection = "y", versioned)]
        #[vellum(versioned)]
        struct User { #[vellum(rename = "a")] #[vellum(rename = "b", default, default = five)] name: String }
    });
    assert_eq!(
        messages,
        [
            "`collection` is given twice",
            "`versioned` is given twice",
            "`rename` is given twice",
            "`default` is given twice",
        ]
    );
}

#[test]
fn a_value_in_another_form_is_shown_the_right_one() {
    let messages = model(quote! {
        #[vellum(collection, rename_all = snake, timestamps = "x", versioned(col = "v"), id, crate = vellum)]
        struct User {
            #[vellum(rename, alias("x"), default = 5, skip = true, null(), unique = "live")] a: String,
            #[vellum(id = Uuid, unique(dead), unique(live, missing))] b: String,
        }
    });
    assert_eq!(
        messages,
        [
            "write `collection = \"...\"`",
            "write `rename_all = \"...\"`",
            "`timestamps` takes no value",
            "unknown key `col`; known here: column",
            "write `id = Type`",
            "write `crate = \"...\"`",
            "write `rename = \"...\"`",
            "write `alias = \"...\"`",
            "write `default = path::to::function`",
            "`skip` takes no value",
            "`null` takes no value",
            "`unique` takes no value",
            "`id = Type` belongs on the struct; a field is marked by `id` alone",
            "unknown form of `unique` `dead`; known here: live, missing",
            "`unique` has one form",
        ]
    );
}

#[test]
fn a_mistake_leaves_the_other_keys_readable() {
    let messages = model(quote! {
        #[vellum(collection = "x" "y", id = Vec<(u8, u8)> 3, 7, rename_all = "snake")]
        #[vellum]
        #[vellum = "x"]
        struct User { name: String }
    });
    assert_eq!(
        messages,
        [
            "expected `,`",
            "expected `,`",
            "expected the name of a key",
            "write `#[vellum(...)]` with keys in parentheses",
            "write `#[vellum(...)]` with keys in parentheses",
            "unknown case `snake`; known here: lowercase, UPPERCASE, PascalCase, camelCase, snake_case, \
             SCREAMING_SNAKE_CASE, kebab-case, SCREAMING-KEBAB-CASE",
        ]
    );
}

#[test]
fn a_projection_has_its_own_keys() {
    let messages = projection(quote! {
        #[vellum(from = User, collection = "x")]
        struct Card { #[vellum(flatten, alias = "x", index)] a: String, #[vellum(path = 5)] b: i32 }
    });
    assert_eq!(
        messages,
        [
            "`collection` belongs on a model (`derive(Vellum)`)",
            "`flatten` belongs on a stored field",
            "`alias` belongs on a stored field or a variant",
            "`index` belongs on a model, as in `index(keys(address.city = 1))`, or its fields",
            "write `path = address.city`",
        ]
    );
    let messages = projection(quote! { struct Card { #[vellum(path = address.city)] city: String } });
    assert_eq!(messages, ["`path` needs `from = Model` on the struct"]);
}
