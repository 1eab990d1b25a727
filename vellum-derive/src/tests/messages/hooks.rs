//! Events, the methods that they call, and where they may be said.

use proc_macro2::{Ident, Span};
use quote::quote;

use crate::attr::Slot;
use crate::errors::Errors;
use crate::lower::validate;
use crate::tests::{embedded, model};

#[test]
fn an_unknown_event_is_named_with_the_nearest_one() {
    let messages = model(quote! {
        #[vellum(collection = "x", hooks(before_insrt = a, befor_delete = b, created = c))]
        struct User { name: String }
    });
    assert_eq!(
        messages,
        [
            "unknown event `before_insrt`; did you mean `before_insert`?",
            "unknown event `befor_delete`; did you mean `before_delete`?",
            "unknown event `created`; known here: before_insert, after_insert, before_update, after_update, \
             before_delete, after_delete",
        ]
    );
}

#[test]
fn an_event_names_methods_each_once() {
    let messages = model(quote! {
        #[vellum(collection = "x", hooks(
            before_insert, after_insert = "a", before_update = [a, b, a, m::c, m::c], after_update = [],
            before_delete = a, before_delete = b, after_delete = [a 5]
        ))]
        struct User { name: String }
    });
    assert_eq!(
        messages,
        [
            "write `before_insert = [method, other_method]`",
            "write `after_insert = [method, other_method]`",
            "write `after_delete = [method, other_method]`",
            "`a` is listed twice for `before_update`",
            "`m::c` is listed twice for `before_update`",
            "`after_update` names no method",
            "`before_delete` is given twice; list its methods: `before_delete = [one, other]`",
        ]
    );
}

#[test]
fn hooks_without_an_event_are_none() {
    let of = |hooks| model(quote! { #[vellum(collection = "x", #hooks)] struct User { name: String } });
    assert_eq!(of(quote!(hooks)), ["write `hooks(before_insert = method)`"]);
    assert_eq!(of(quote!(hooks = a)), ["write `hooks(before_insert = method)`"]);
    assert_eq!(of(quote!(hooks())), ["`hooks` names no event: write `hooks(before_insert = method)`"]);
    assert_eq!(of(quote!(hooks(before_insert = a), hooks(after_insert = a))), ["`hooks` is given twice"]);
    assert_eq!(of(quote!(validate = true)), ["`validate` takes no value"]);
}

#[test]
fn hooks_belong_on_models_and_their_variants() {
    let belongs = "`hooks` belongs on a model (`derive(Vellum)`), or a variant of one";
    let messages = model(quote! {
        #[vellum(collection = "x")]
        struct User { #[vellum(hooks(before_insert = a))] name: String }
    });
    assert_eq!(messages, [belongs]);
    for input in [
        quote! { #[vellum(hooks(before_insert = a))] struct A { a: i32 } },
        quote! { enum A { #[vellum(hooks(before_insert = a))] B { c: i32 } } },
        quote! { enum A { #[vellum(hooks(before_insert = a))] B } },
    ] {
        assert_eq!(embedded(input), [belongs]);
    }
    let messages = model(quote! {
        #[vellum(collection = "x")]
        enum A { #[vellum(hooks(before_insret = a), rename = "b")] B { c: i32 } }
    });
    assert_eq!(messages, ["unknown event `before_insret`; did you mean `before_insert`?"]);
}

#[test]
fn validation_says_which_feature_it_needs() {
    let mut errors = Errors::default();
    let mut written = Slot::default();
    written.set(&Ident::new("validate", Span::call_site()), ()).expect("it is the first");
    assert!(validate(&written, true, &mut errors).is_some() && errors.is_empty());
    assert!(validate(&written, false, &mut errors).is_none());
    assert!(validate(&Slot::default(), false, &mut errors).is_none());
    assert_eq!(
        errors.messages(),
        ["`validate` needs a feature of vellum: `vellum = { .., features = [\"garde\"] }`"]
    );
}
