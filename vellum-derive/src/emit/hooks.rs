//! The hooks of a model, and its own rules.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;

use super::scope::named;
use crate::ir::{Data, EVENTS, Event, Hook, HookOf, Model};

/// `HOOKS` and `VALIDATE`, where a model has any.
pub(super) fn constants(model: &Model) -> TokenStream {
    let hooks = hooks(model);
    let validate = model.validate.map(|span| {
        let validate = quote_spanned!(span=> __p::validate::<Self>);
        quote! {
            const VALIDATE: __p::Option<fn(&Self) -> __p::Violations> = __p::Some(#validate);
        }
    });
    quote!(#hooks #validate)
}

fn hooks(model: &Model) -> Option<TokenStream> {
    if model.hooks.is_empty() {
        return None;
    }
    let lists = EVENTS.into_iter().filter_map(|event| {
        let calls: Vec<_> = model.hooks.iter().filter(|hook| hook.event == event).collect();
        let calls: Vec<_> = calls.into_iter().map(|hook| call(model, event, hook)).collect();
        let setter = format_ident!("{}", event.name);
        (!calls.is_empty()).then(|| quote!(.#setter(&[#(#calls),*])))
    });
    Some(quote! {
        const HOOKS: __p::Hooks<Self> = __p::Hooks::NONE #(#lists)*;
    })
}

/// `|__value, __cx| call_mut(__value, __cx, Self::normalize)`
fn call(model: &Model, event: Event, hook: &Hook) -> TokenStream {
    let call = if event.changes { quote!(__p::call_mut) } else { quote!(__p::call) };
    let called = match &hook.of {
        HookOf::Model => {
            let method = method(&quote!(Self), &hook.method);
            quote!(#call(__value, __cx, #method))
        }
        HookOf::Variant(variant) => {
            let method = method(&quote!(Self), &hook.method);
            of_variant(model, variant, &quote!({ .. }), &quote!(#call(__value, __cx, #method)))
        }
        HookOf::Content(variant, ty) => {
            let method = method(&quote!(<#ty>), &hook.method);
            of_variant(model, variant, &quote!((__content)), &quote!(#call(__content, __cx, #method)))
        }
    };
    quote!(|__value, __cx| #called)
}

fn of_variant(model: &Model, variant: &Ident, pattern: &TokenStream, call: &TokenStream) -> TokenStream {
    let variant = named(variant);
    let others = match &model.data {
        Data::Enum(tagged) => tagged.variants.len() + usize::from(tagged.other.is_some()) > 1,
        Data::Struct(_) => false,
    };
    let none = others.then(|| quote!(_ => __p::none(),));
    quote!(match __value { Self::#variant #pattern => #call, #none })
}

/// A name alone is a method of the type. The whole path stands where the user's does.
fn method(of: &TokenStream, path: &Path) -> TokenStream {
    match path.get_ident() {
        Some(name) => {
            let of = of.clone().into_iter().map(|mut token| {
                token.set_span(name.span());
                token
            });
            let of: TokenStream = of.collect();
            quote_spanned!(name.span()=> #of::#name)
        }
        None => quote!(#path),
    }
}
