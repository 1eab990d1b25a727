//! Indexes.

#![allow(clippy::needless_pass_by_value, reason = "tokens are made on the spot")]

use proc_macro2::TokenStream;
use quote::quote;

use crate::tests::model;

fn on_field(keys: TokenStream) -> Vec<String> {
    model(quote! { #[vellum(collection = "x")] struct User { #[vellum(#keys)] a: String, b: String } })
}

fn on_model(keys: TokenStream) -> Vec<String> {
    model(quote! {
        #[vellum(collection = "x", #keys)]
        struct User { a: String, b: Address, #[vellum(flatten)] c: More, #[vellum(skip)] d: i32 }
    })
}

#[test]
fn keys_are_fields_of_the_model() {
    assert_eq!(
        on_model(quote!(index(keys(aa = 1, d = 1, c = 1, b.x = 1, id = -1)), shard_key(bb.c, c))),
        [
            "unknown field `aa`; did you mean `a`?",
            "unknown field `d`; did you mean `id`?",
            "`c` has no name of its own; name one of its fields, as in `c.field`",
            "unknown field `bb`; did you mean `b`?",
            "`c` has no name of its own; name one of its fields, as in `c.field`",
        ]
    );
}

#[test]
fn keys_are_written_as_in_mongodb() {
    const EXPECTED: &str = "a key is 1, -1, \"text\", \"2dsphere\", \"2d\" or \"hashed\"";
    assert_eq!(on_model(quote!(index)), ["write `index(keys(field = 1, other.field = -1))`"]);
    assert_eq!(on_model(quote!(index(unique))), ["an index needs keys: `index(keys(field = 1))`"]);
    assert_eq!(on_model(quote!(index(keys()))), ["`keys` names no field"]);
    assert_eq!(on_model(quote!(index(keys(a)))), ["write `a = 1`, or -1, or \"text\""]);
    assert_eq!(on_model(quote!(index(keys(a = 2)))), [EXPECTED]);
    assert_eq!(on_model(quote!(index(keys(a = "tex")))), [EXPECTED]);
    assert_eq!(on_model(quote!(index(keys(a = desc)))), [EXPECTED]);
    assert_eq!(on_model(quote!(index(keys(a. = 1)))), ["write the path of a field, as in `address.city`"]);
    assert_eq!(on_model(quote!(index(keys(a = 1, a = -1)))), ["`a` is given twice"]);
    assert_eq!(on_model(quote!(index(key(a = 1)))), ["unknown key `key`; did you mean `keys`?"]);
    assert_eq!(on_model(quote!(shard_key())), ["`shard_key` names no field"]);
}

#[test]
fn a_field_has_one_order_in_an_index() {
    assert_eq!(on_field(quote!(index(desc, text))), ["an index of one field has one order"]);
    assert_eq!(
        on_field(quote!(index("2dspere"))),
        ["a key is 1, -1, \"text\", \"2dsphere\", \"2d\" or \"hashed\""]
    );
    assert_eq!(on_field(quote!(index(dsc))), ["unknown key `dsc`; did you mean `desc`?"]);
}

#[test]
fn a_ttl_is_a_duration() {
    let not_a_duration =
        |text: &str| format!("`{text}` is not a duration; write a number and s, m, h, d or w, as in \"30d\"");
    for text in ["", "d", "30", "30 d", "-3d", "1.5h", "30y", "3dd"] {
        assert_eq!(on_field(quote!(index(ttl = #text))), [not_a_duration(text)]);
    }
    assert_eq!(
        on_field(quote!(index(ttl = "5000w"))),
        ["`5000w` is longer than MongoDB allows, which is 24855d"]
    );
    assert_eq!(
        on_field(quote!(index(ttl = "99999999999999999999s"))),
        ["`99999999999999999999s` is longer than MongoDB allows, which is 24855d"]
    );
    assert_eq!(on_field(quote!(index(ttl = 30))), ["write `ttl = \"30d\"`"]);
    for text in ["0s", "90m", "12h", "30d", "2w"] {
        assert!(on_field(quote!(index(ttl = #text))).is_empty());
    }
}

#[test]
fn a_ttl_needs_one_plain_field() {
    assert_eq!(on_field(quote!(index(hashed, ttl = "1d"))), ["`ttl` needs an ascending or descending index"]);
    assert_eq!(
        on_model(quote!(index(keys(a = 1, b.c = 1), ttl = "1d"))),
        ["`ttl` needs an index of exactly one field"]
    );
}

#[test]
fn a_weight_belongs_to_text() {
    assert_eq!(
        on_field(quote!(index(weight = 5))),
        ["`weight` belongs to a text index: `index(text, weight = 5)`"]
    );
    assert_eq!(on_field(quote!(index(text, weight = 0))), ["a weight lies between 1 and 99999"]);
    assert_eq!(on_field(quote!(index(text, weight = "5"))), ["write `weight = 5`"]);
}

#[test]
fn a_collection_has_one_text_index() {
    assert_eq!(
        on_model(quote!(index(keys(a = "text")), index(keys(b.c = "text")))),
        ["a collection has one text index; add these keys to the first"]
    );
}

#[test]
fn an_index_is_declared_once() {
    assert_eq!(on_field(quote!(index, index)), ["an index of these keys is declared already"]);
    assert_eq!(on_field(quote!(unique, index)), ["an index of these keys is declared already"]);
    assert_eq!(
        on_model(quote!(index(keys(a = 1), name = "x"), index(keys(a = -1), name = "x"))),
        ["two indexes are called `x`"]
    );
    assert_eq!(on_model(quote!(index(keys(a = 1), name = ""))), ["an index's name cannot be empty"]);
    assert!(on_field(quote!(unique, index(desc), index(hashed))).is_empty());
    let other_rules = quote!(index(keys(a = 1)), index(keys(a = 1), collation(locale = "en")));
    assert!(on_model(other_rules).is_empty());
}

#[test]
fn a_unique_index_of_live_documents_needs_soft_delete() {
    let expected = ["`unique(live)` needs `soft_delete` on the model"];
    assert_eq!(on_field(quote!(unique(live))), expected);
    assert_eq!(on_model(quote!(index(keys(a = 1), unique(live)))), expected);
    assert!(on_model(quote!(soft_delete, index(keys(a = 1), unique(live)))).is_empty());
    assert_eq!(
        on_model(quote!(soft_delete, index(keys(a = 1), unique(missing)))),
        ["an index on the model counts missing values anyway; write `unique`"]
    );
}

#[test]
fn options_go_together() {
    assert_eq!(
        on_model(quote!(index(keys(a = 1), sparse, partial = adults))),
        ["`partial` and `sparse` contradict each other: the filter says what is indexed"]
    );
    assert_eq!(
        on_model(quote!(soft_delete, index(keys(a = 1), unique(live), sparse))),
        ["`unique(live)` and `sparse` contradict each other: live documents are indexed"]
    );
    assert_eq!(on_model(quote!(index(keys(a = "hashed"), unique))), ["a hashed index cannot be unique"]);
    assert_eq!(
        on_model(quote!(index(keys(a = "hashed", b.c = "hashed")))),
        ["an index has at most one hashed field"]
    );
}

#[test]
fn a_collation_has_a_locale_and_known_values() {
    assert_eq!(
        on_model(quote!(index(keys(a = 1), collation(strength = 9, case_first = "uper", local = "en")))),
        [
            "unknown key `local`; did you mean `locale`?",
            "a collation needs a locale: `collation(locale = \"en\")`",
            "a collation's strength lies between 1 and 5",
            "unknown `case_first` `uper`; did you mean `upper`?",
        ]
    );
    assert_eq!(
        on_model(quote!(index(keys(a = "text"), collation(locale = "en")))),
        ["MongoDB has no collation for \"text\" and \"2d\" indexes"]
    );
    assert_eq!(
        on_model(quote!(index(keys(a = 1), collation))),
        ["write `collation(locale = \"en\", strength = 2)`"]
    );
}
