//! `UserRepository`

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::codec::value_type;
use super::scope::{named, visibility};
use crate::ir::{Field, Getter, Model};

/// `UserRepository`
pub(super) fn name(model: &Model) -> Ident {
    let ident = &model.item.ident;
    named(&format_ident!("{}Repository", ident, span = ident.span()))
}

/// The struct, which stands beside the user's.
pub(super) fn definition(model: &Model) -> TokenStream {
    let item = &model.item;
    let (vis, name, ident, runtime) = (visibility(&item.vis), name(model), &item.ident, &item.runtime);
    let doc = format!("The documents of [`{}`] in one database.", item.title());
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #vis struct #name(#runtime::__private::Repository<#ident>);
    }
}

pub(super) fn impls(model: &Model) -> TokenStream {
    let (name, ident) = (name(model), &model.item.ident);
    let vis = visibility(&model.item.vis);
    let getters = model.getters.iter().map(|getter| self::getter(model, getter));
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #name {
            /// The documents in this database.
            #vis fn new(__database: &__p::Database) -> Self {
                Self(__p::Repository::new(__database))
            }
            /// The same repository in another database, or in a transaction.
            #vis fn within(&self, __database: &__p::Database) -> Self {
                Self(self.0.within(__database))
            }
            #(#getters)*
        }
        #[automatically_derived]
        impl ::core::ops::Deref for #name {
            type Target = __p::Repository<#ident>;
            fn deref(&self) -> &__p::Repository<#ident> {
                &self.0
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<__p::Repository<#ident>> for #name {
            fn from(__repository: __p::Repository<#ident>) -> Self {
                Self(__repository)
            }
        }
    }
}

/// `get_by_email`
fn getter(model: &Model, getter: &Getter) -> TokenStream {
    let model_ident = &model.item.ident;
    let (name, vis) = (named(&getter.ident), visibility(&getter.vis));
    let arguments = getter.fields.iter().map(|field| argument(model_ident, field));
    let filters = getter.fields.iter().map(|field| {
        let (path, argument) = (own_path(field), argument_name(field));
        let ty = value_type(field);
        quote!(__p::UniqueOperand::<#ty, #model_ident>::unique_key(#argument, &#path))
    });
    let names: Vec<String> = getter.fields.iter().map(|field| format!("`{}`", field.ident.unraw())).collect();
    let doc = format!("The document with this {}, which is unique.", names.join(" and "));
    quote! {
        #[doc = #doc]
        ///
        /// # Errors
        ///
        /// As for `get`.
        #vis async fn #name(&self, #(#arguments),*) -> __p::Result<__p::Option<__p::Doc<#model_ident>>> {
            __p::get_by(&self.0, #(#filters)&*).await
        }
    }
}

/// `__email: impl UniqueOperand<String, User>`
fn argument(model: &Ident, field: &Field) -> TokenStream {
    let name = argument_name(field);
    let ty = value_type(field);
    quote!(#name: impl __p::UniqueOperand<#ty, #model>)
}

/// The field's name, but none that could mean a constant of the user's.
fn argument_name(field: &Field) -> Ident {
    format_ident!("__{}", field.ident.unraw())
}

/// The path of a field of the document itself.
fn own_path(field: &Field) -> TokenStream {
    let (name, aliases) =
        field.stored().map_or(("", &[][..]), |stored| (stored.name.as_str(), &stored.aliases));
    if aliases.is_empty() {
        quote!(__p::Path::root().child(#name))
    } else {
        quote!(__p::Path::root().child_with_aliases(#name, &[#(#aliases),*]))
    }
}
