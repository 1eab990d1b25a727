//! Enums that are stored as text.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{DataEnum, Fields, LitStr};

use super::case::Case;
use crate::attr::{Given, Owner, VariantAttr};
use crate::errors::Errors;
use crate::ir::{Other, TextEnum, TextVariant};

/// Whether all variants are texts: none has data but, if there is one, the variant for unknown texts.
pub(super) fn is_text(data: &DataEnum) -> bool {
    data.variants.iter().all(|variant| match &variant.fields {
        Fields::Unit => true,
        Fields::Unnamed(fields) => fields.unnamed.len() == 1 && is_other(variant),
        Fields::Named(_) => false,
    })
}

/// Looks ahead for `other`; mistakes are reported when the variant is lowered.
fn is_other(variant: &syn::Variant) -> bool {
    VariantAttr::read(&variant.attrs, Owner::Variant, &mut Errors::default()).other.is_given()
}

pub(super) fn text_enum(data: &DataEnum, case: Case, errors: &mut Errors) -> TextEnum {
    let mut texts = TextEnum::default();
    let mut names = Names::default();
    for variant in &data.variants {
        let attr = VariantAttr::read(&variant.attrs, Owner::Variant, errors);
        if let Some(given) = attr.rename_all.given() {
            errors.at(&given.key, "`rename_all` renames fields, and this variant has none");
        }
        let (name, aliases) = names.of_variant(&variant.ident, &attr, case, errors);
        if let Some(given) = attr.other.given() {
            let content = variant.fields.iter().next().map(|field| field.ty.clone());
            set_other(
                &mut texts.other,
                given,
                Other { ident: variant.ident.clone(), name, content },
                &attr,
                errors,
            );
        } else {
            texts.variants.push(TextVariant { ident: variant.ident.clone(), name, aliases });
        }
    }
    texts
}

/// Notes the variant for what is unknown, of which there is one.
pub(super) fn set_other(
    slot: &mut Option<Other>,
    given: &Given<()>,
    other: Other,
    attr: &VariantAttr,
    errors: &mut Errors,
) {
    if let Some(alias) = attr.aliases.first() {
        errors
            .at(&alias.key, "`other` and `alias` contradict each other: it is read under every unknown name");
    }
    if let Some(first) = slot {
        errors.at(&given.key, format!("`{}` is the variant for unknown names already", first.ident));
    } else {
        *slot = Some(other);
    }
}

/// Texts that are in use in one enum.
#[derive(Default)]
pub(super) struct Names(std::collections::HashMap<String, Ident>);

impl Names {
    /// The text of a variant and its older ones.
    pub(super) fn of_variant(
        &mut self,
        ident: &Ident,
        attr: &VariantAttr,
        case: Case,
        errors: &mut Errors,
    ) -> (String, Vec<String>) {
        let name = match attr.rename.value() {
            Some(literal) => self.take(literal.value(), literal, ident, errors),
            None => self.take(case.of_variant(&ident.unraw().to_string()), ident, ident, errors),
        };
        let literals = attr.aliases.iter().map(|given| &given.value);
        let aliases =
            literals.map(|literal: &LitStr| self.take(literal.value(), literal, ident, errors)).collect();
        (name, aliases)
    }

    fn take(&mut self, name: String, at: impl quote::ToTokens, ident: &Ident, errors: &mut Errors) -> String {
        match self.0.get(&name) {
            Some(first) if first == ident => {
                errors.at(at, format!("`{name}` is a name of this variant already"));
            }
            Some(first) => {
                errors.at(at, format!("two variants are stored as `{name}`: `{first}` and `{ident}`"));
            }
            None => {
                self.0.insert(name.clone(), ident.clone());
            }
        }
        name
    }
}
