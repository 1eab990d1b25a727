//! The outputs of a projection, which `project` and `group_by` fill: `CityStats::grouped().city(city)`.
//!
//! The builder's state is a tuple with an element for each field, `Set` or `Unset`. The fields' names are types,
//! too, so that a message can say which output it is about.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::codec::value_type;
use super::scope::{named, visibility};
use crate::ir::{Field, Item, Missing, Storage};

/// The builder, which stands beside the user's struct, and its impls. A struct whose fields are not all outputs
/// of their own has none.
pub(super) fn outputs(item: &Item, fields: &[Field], predicates: &TokenStream) -> (TokenStream, TokenStream) {
    if item.stub || fields.iter().any(|field| matches!(field.storage, Storage::Flattened)) {
        return (TokenStream::new(), TokenStream::new());
    }
    let fields: Vec<&Field> = fields.iter().filter(|field| field.stored().is_some()).collect();
    let builder = Builder {
        item,
        states: (0..fields.len()).map(|at| format_ident!("__F{at}")).collect(),
        ident: named(&format_ident!("{}Outputs", item.ident, span = item.ident.span())),
        fields,
        predicates,
    };
    (builder.definition(), builder.impls())
}

struct Builder<'a> {
    item: &'a Item,
    ident: Ident,
    fields: Vec<&'a Field>,
    /// The parameter for each field's state.
    states: Vec<Ident>,
    predicates: &'a TokenStream,
}

impl Builder<'_> {
    fn definition(&self) -> TokenStream {
        let Self { item, ident, .. } = self;
        let (vis, runtime, root) = (visibility(&item.vis), &item.runtime, &item.names.root);
        let (parameters, types) = (item.parameters(), item.type_arguments());
        let clause = item.user_predicates();
        let clause = (!clause.is_empty()).then(|| quote!(where #clause));
        let doc = format!("The outputs of [`{}`], given one by one.", item.title());
        quote! {
            #[doc = #doc]
            #[must_use = "outputs do nothing until a pipeline gets them"]
            #vis struct #ident<#root, #parameters __F>(
                #runtime::__private::Fill<#root, (__F, #types)>,
            ) #clause;
        }
    }

    fn impls(&self) -> TokenStream {
        let Self { item, ident, states, predicates, .. } = self;
        let (vis, root, path) = (visibility(&item.vis), &item.names.root, item.path());
        let (own, _, _) = item.generics.split_for_impl();
        let (parameters, arguments) = (item.parameters(), item.arguments());
        let names = self.fields.iter().map(|field| &field.ident);
        let unset = states.iter().map(|_| quote!(__p::Unset,));
        let unset = quote!((#(#unset)*));
        let methods = self.fields.iter().enumerate().map(|(at, field)| self.method(at, field));
        let required = self.fields.iter().zip(states).filter(|(field, _)| is_required(field));
        let required = required.map(|(field, state)| {
            let name = &field.ident;
            quote!(#state: __p::Given<__outputs::#name>,)
        });
        quote! {
            #[allow(non_camel_case_types)]
            mod __outputs {
                #(pub enum #names {})*
            }
            #[automatically_derived]
            #[allow(dead_code)]
            impl #own #path where #predicates {
                /// The outputs of a row, for `project` and `add_fields`: each field is computed from the row.
                #vis fn projected<#root>() -> #ident<__p::ExprRoot<#root>, #arguments #unset> {
                    #ident(__p::projected())
                }
                /// The outputs of a group, for `group_by`: each field is the key, an accumulator, or an expression
                /// over these.
                #vis fn grouped<#root>() -> #ident<__p::Grouped<#root>, #arguments #unset> {
                    #ident(__p::grouped())
                }
                /// The outputs of windows, for `set_window_fields`: each field is computed over rows around a row.
                #vis fn windowed<#root>() -> #ident<__p::Windowed<#root>, #arguments #unset> {
                    #ident(__p::windowed())
                }
            }
            #[automatically_derived]
            #[allow(dead_code)]
            impl<#root, #parameters #(#states),*> #ident<#root, #arguments (#(#states,)*)> where #predicates {
                #(#methods)*
            }
            #[automatically_derived]
            impl<#root, #parameters #(#states),*> __p::Outputs<#root> for #ident<#root, #arguments (#(#states,)*)>
            where
                #predicates
                #(#required)*
            {
                type Row = #path;
                fn into_outputs(self) -> ::std::vec::Vec<(&'static str, __p::Ast)> {
                    self.0.finish()
                }
            }
        }
    }

    fn method(&self, at: usize, field: &Field) -> TokenStream {
        let Self { item, ident, states, .. } = self;
        let (vis, root, arguments) = (visibility(&field.vis), &item.names.root, item.arguments());
        let name = field.stored().map(|stored| &stored.name);
        let (method, marker, ty, state) = (named(&field.ident), &field.ident, value_type(field), &states[at]);
        let after =
            states.iter().map(|other| if other == state { quote!(__p::Set,) } else { quote!(#other,) });
        let doc = format!("What fills `{}`.", field.ident.unraw());
        quote! {
            #[doc = #doc]
            #vis fn #method(
                self,
                __value: impl __p::Output<#ty, #root>,
            ) -> #ident<#root, #arguments (#(#after)*)>
            where
                #state: __p::Open<__outputs::#marker>,
            {
                #ident(self.0.with(#at, #name, __value))
            }
        }
    }
}

/// Whether a row without the field cannot be read.
fn is_required(field: &Field) -> bool {
    field.stored().is_some_and(|stored| matches!(stored.missing, Missing::AsType))
}
