//! Accessor structs: `UserFields`, `AddressFields`, `PaymentCardFields`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;

use super::codec;
use super::scope::{named, visibility, with_arguments};
use crate::ir::{Field, Item, Storage, TaggedEnum, Variant};

/// One accessor struct.
pub(super) struct Accessor<'a> {
    pub(super) item: &'a Item,
    pub(super) ident: Ident,
    /// The first line of its documentation.
    pub(super) doc: String,
    /// What the root is when none is given: the model itself.
    pub(super) default_root: Option<TokenStream>,
    /// The accessor of the whole value, with full paths: `::vellum::__private::Whole<R, Address>`.
    pub(super) default_whole: TokenStream,
    pub(super) methods: Vec<Method>,
    /// Bounds of the methods, each with a comma.
    pub(super) predicates: TokenStream,
}

/// One method of an accessor struct.
pub(super) struct Method {
    pub(super) ident: Ident,
    pub(super) tokens: TokenStream,
}

impl Accessor<'_> {
    /// `AddressFields<R, T, W>`
    fn with_whole(&self) -> TokenStream {
        let whole = &self.item.names.whole;
        self.named_with(&quote!(#whole))
    }

    fn named_with(&self, whole: &TokenStream) -> TokenStream {
        let Self { ident, item, .. } = self;
        let root = &item.names.root;
        let arguments = item.arguments();
        quote!(#ident<#root, #arguments #whole>)
    }

    /// The struct, which stands beside the user's.
    pub(super) fn definition(&self) -> TokenStream {
        let Self { item, ident, doc, default_whole, .. } = self;
        let vis = visibility(&item.vis);
        let (root, whole) = (&item.names.root, &item.names.whole);
        let default_root = self.default_root.iter().map(|root| quote!(= #root));
        let (parameters, types) = (item.parameters(), item.type_arguments());
        let predicates = item.user_predicates();
        let clause = (!predicates.is_empty()).then(|| quote!(where #predicates));
        quote! {
            #[doc = #doc]
            #vis struct #ident<#root #(#default_root)*, #parameters #whole = #default_whole> #clause {
                whole: #whole,
                _root: ::core::marker::PhantomData<fn() -> (#root, #types)>,
            }
        }
    }

    /// Its impls, which stand where `__p` is the runtime.
    pub(super) fn impls(&self) -> TokenStream {
        let (place, deref, methods) = (self.place(), self.deref(), self.inherent());
        let expression = self.expression();
        quote!(#place #deref #expression #methods)
    }

    fn place(&self) -> TokenStream {
        let (root, whole) = (&self.item.names.root, &self.item.names.whole);
        let (parameters, predicates) = (self.item.parameters(), self.item.user_predicates());
        let this = self.with_whole();
        quote! {
            #[automatically_derived]
            impl<#root, #parameters #whole: __p::Place<#root>> __p::Place<#root> for #this where #predicates {
                type Value = <#whole as __p::Place<#root>>::Value;
                fn at(__path: __p::Path) -> Self {
                    Self { whole: __p::Place::at(__path), _root: ::core::marker::PhantomData }
                }
                fn path(&self) -> &__p::Path {
                    __p::Place::path(&self.whole)
                }
            }
        }
    }

    fn deref(&self) -> TokenStream {
        let (root, whole) = (&self.item.names.root, &self.item.names.whole);
        let (parameters, predicates) = (self.item.parameters(), self.item.user_predicates());
        let this = self.with_whole();
        quote! {
            #[automatically_derived]
            impl<#root, #parameters #whole> ::core::ops::Deref for #this where #predicates {
                type Target = #whole;
                fn deref(&self) -> &#whole {
                    &self.whole
                }
            }
        }
    }

    /// In an expression, the accessor stands for what its whole stands for.
    fn expression(&self) -> TokenStream {
        let (root, whole) = (&self.item.names.root, &self.item.names.whole);
        let (parameters, predicates) = (self.item.parameters(), self.item.user_predicates());
        let this = self.with_whole();
        quote! {
            #[automatically_derived]
            impl<#root, #parameters #whole: __p::Computed> __p::Computed for #this where #predicates {
                type Root = #whole::Root;
                type Value = #whole::Value;
                fn ast(&self) -> __p::Ast {
                    self.whole.ast()
                }
            }
            #[automatically_derived]
            impl<#root, #parameters #whole: __p::Term<#root>> __p::Term<#root> for #this where #predicates {
                type Value = #whole::Value;
                type Factor = #whole::Factor;
                fn into_term(self) -> __p::Ast {
                    self.whole.into_term()
                }
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl<#root, #parameters __V, #whole: __p::Operand<__V, #root>> __p::Operand<__V, #root> for #this where #predicates {
                fn into_operand(self) -> __p::OperandAst {
                    self.whole.into_operand()
                }
            }
        }
    }

    fn inherent(&self) -> TokenStream {
        let (root, whole) = (&self.item.names.root, &self.item.names.whole);
        let (parameters, predicates) = (self.item.parameters(), &self.predicates);
        let this = self.with_whole();
        let vis = visibility(&self.item.vis);
        let methods = self.methods.iter().map(|method| &method.tokens);
        let hidden = self.methods.iter().any(|method| method.ident == "whole");
        let whole_method = (!hidden).then(|| {
            quote! {
                /// The operators of the whole value, also where a field has an operator's name.
                #vis fn whole(&self) -> &#whole {
                    &self.whole
                }
            }
        });
        quote! {
            #[automatically_derived]
            #[allow(dead_code)]
            impl<#root, #parameters #whole: __p::Place<#root>> #this where #predicates {
                #whole_method
                #(#methods)*
            }
        }
    }
}

/// The accessors of fields.
pub(super) fn methods_of_fields(item: &Item, fields: &[Field]) -> Vec<Method> {
    fields.iter().filter_map(|field| method_of_field(item, field)).collect()
}

fn method_of_field(item: &Item, field: &Field) -> Option<Method> {
    let rust_name = field.ident.unraw().to_string();
    let path = quote!(__p::Place::path(&self.whole));
    let (doc, body) = match &field.storage {
        Storage::Skipped(_) => return None,
        Storage::Flattened => {
            (format!("The fields of `{rust_name}`, which stand beside the others."), quote!(__p::same(#path)))
        }
        Storage::Stored(stored) => {
            let name = &stored.name;
            let doc = if *name == rust_name {
                format!("`{name}`")
            } else {
                format!("`{rust_name}`, stored as `{name}`")
            };
            let aliases = &stored.aliases;
            let body = if aliases.is_empty() {
                quote!(__p::child(#path, #name))
            } else {
                quote!(__p::child_with_aliases(#path, #name, &[#(#aliases),*]))
            };
            (doc, body)
        }
    };
    let returns = codec::accessor(item, field);
    Some(method(&field.ident, &visibility(&field.vis), &doc, &returns, &body))
}

/// `<String as Value>::Accessor<R>`
pub(super) fn accessor_of(item: &Item, ty: &impl ToTokens) -> TokenStream {
    let root = &item.names.root;
    with_arguments(ty, "Accessor", &quote!(<#root>))
}

/// A method that gives another accessor.
pub(super) fn method(
    ident: &Ident,
    vis: &TokenStream,
    doc: &str,
    returns: &TokenStream,
    body: &TokenStream,
) -> Method {
    let ident = named(ident);
    let tokens = quote! {
        #[doc = #doc]
        #vis fn #ident(&self) -> #returns {
            #body
        }
    };
    Method { ident, tokens }
}

/// `is_card()` and `card()` of every variant.
pub(super) fn methods_of_enum(item: &Item, tagged: &TaggedEnum) -> Vec<Method> {
    tagged.variants.iter().flat_map(|variant| methods_of_variant(item, tagged, variant)).collect()
}

fn methods_of_variant(item: &Item, tagged: &TaggedEnum, variant: &Variant) -> Vec<Method> {
    use crate::ir::Content;
    let tag = &tagged.tag;
    let names: Vec<&String> = variant.names().collect();
    let vis = visibility(&item.vis);
    let root = &item.names.root;
    let test = named(&variant.accessors.test);
    let doc = format!("Whether it is `{}`.", variant.ident.unraw());
    let tokens = quote! {
        #[doc = #doc]
        #vis fn #test(&self) -> #root::Predicate where #root: __p::Root {
            __p::is_variant::<#root>(__p::Place::path(&self.whole), #tag, &[#(#names),*])
        }
    };
    let mut methods = vec![Method { ident: test, tokens }];
    let returns = match &variant.content {
        Content::Nothing => return methods,
        Content::Fields(_) => {
            let ident = variant_fields_name(item, variant);
            let arguments = item.arguments();
            quote!(#ident<#root, #arguments>)
        }
        // An option, since a document of another variant has no such value.
        Content::Body(ty) => with_arguments(&ty, "OptionAccessor", &quote!(<#root>)),
    };
    let doc = format!("The fields of `{}`; it also must be one.", variant.ident.unraw());
    let body = quote!(__p::variant(__p::Place::path(&self.whole), #tag, &[#(#names),*]));
    methods.push(method(&variant.accessors.enter, &vis, &doc, &returns, &body));
    methods
}

/// `PaymentCardFields`
pub(super) fn variant_fields_name(item: &Item, variant: &Variant) -> Ident {
    let name =
        quote::format_ident!("{}{}Fields", item.ident, variant.ident.unraw(), span = variant.ident.span());
    named(&name)
}

/// The accessors of an embedded type: `AddressFields<R, T, Whole>`, for `Value`'s associated types.
pub(super) fn embedded_accessor(item: &Item, whole: Option<&TokenStream>) -> TokenStream {
    let (ident, root, arguments) = (item.fields_name(), &item.names.root, item.arguments());
    match whole {
        Some(whole) => quote!(#ident<#root, #arguments #whole>),
        None => quote!(#ident<#root, #arguments>),
    }
}
