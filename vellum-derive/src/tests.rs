//! What the macros say, and what they write. That the written code compiles and works is tested by the
//! workspace's `tests` crate, with the runtime.

mod accepted;
mod expansions;
mod messages;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::lower;

/// The mistakes that a derive finds.
fn mistakes<Ir>(lower: fn(&DeriveInput, &mut Errors) -> Option<Ir>, input: TokenStream) -> Vec<String> {
    let input = syn::parse2(input).expect("the test's input is an item");
    let mut errors = Errors::default();
    lower(&input, &mut errors);
    errors.messages()
}

fn model(input: TokenStream) -> Vec<String> {
    mistakes(lower::model, input)
}

fn embedded(input: TokenStream) -> Vec<String> {
    mistakes(lower::embedded, input)
}

fn projection(input: TokenStream) -> Vec<String> {
    mistakes(lower::projection, input)
}
