//! Enums that are stored as documents with a tag.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{DataEnum, DeriveInput, Fields, Type};

use super::case::{self, Case};
use super::field::{self, Surroundings};
use super::stored_names::{self, Place, Taken};
use super::text::{Names, set_other};
use super::{generics, hooks};
use crate::attr::{ContainerAttr, Owner, VariantAttr};
use crate::errors::Errors;
use crate::ir::{Accessors, Content, HookOf, Other, TaggedEnum, Variant};

/// The tag of enums that name none.
const DEFAULT_TAG: &str = "type";

/// What the variants of an enum share.
pub(super) struct Enumeration<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) attr: &'a ContainerAttr,
    pub(super) place: Place,
    /// The columns of a model.
    pub(super) columns: Taken,
    /// The accessors that a model has for its id and its columns.
    pub(super) reserved: Vec<&'static str>,
}

struct Lowering<'a> {
    around: &'a Enumeration<'a>,
    variants: Case,
    fields: Case,
    names: Names,
    /// Accessors, and the variants that they are made for.
    accessors: HashMap<String, Ident>,
    taken: Taken,
}

pub(super) fn tagged_enum(data: &DataEnum, mut around: Enumeration<'_>, errors: &mut Errors) -> TaggedEnum {
    let tag = match around.attr.tag.value() {
        Some(literal) => {
            stored_names::check(&literal.value(), literal, around.place, errors);
            literal.value()
        }
        None => DEFAULT_TAG.to_owned(),
    };
    let mut taken = std::mem::take(&mut around.columns);
    match around.attr.tag.value() {
        Some(literal) => taken.tag(&tag, literal, errors),
        None => taken.tag(&tag, &around.input.ident, errors),
    }
    let mut lowering = Lowering {
        variants: Case::read(&around.attr.rename_all, errors),
        fields: Case::read(&around.attr.rename_all_fields, errors),
        names: Names::default(),
        accessors: HashMap::new(),
        taken,
        around: &around,
    };
    let mut tagged = TaggedEnum { tag, ..TaggedEnum::default() };
    for variant in &data.variants {
        lowering.variant(variant, &mut tagged, errors);
    }
    tagged
}

impl Lowering<'_> {
    fn variant(&mut self, variant: &syn::Variant, tagged: &mut TaggedEnum, errors: &mut Errors) {
        let in_model = self.around.place == Place::ModelVariant;
        let owner = if in_model { Owner::ModelVariant } else { Owner::Variant };
        let attr = VariantAttr::read(&variant.attrs, owner, errors);
        let ident = variant.ident.clone();
        let (name, aliases) = self.names.of_variant(&ident, &attr, self.variants, errors);
        if let Some(given) = attr.other.given() {
            let content = self.other_content(variant, errors);
            tagged.hooks.extend(hooks::hooks(&attr.hooks, &HookOf::Variant(ident.clone()), errors));
            set_other(&mut tagged.other, given, Other { ident, name, content }, &attr, errors);
            return;
        }
        let content = self.content(variant, &attr, errors);
        let of = match &content {
            Content::Body(ty) => HookOf::Content(ident.clone(), Box::new(ty.clone())),
            Content::Nothing | Content::Fields(_) => HookOf::Variant(ident.clone()),
        };
        tagged.hooks.extend(hooks::hooks(&attr.hooks, &of, errors));
        if let Some(accessors) = self.accessors(&ident, errors) {
            tagged.variants.push(Variant { ident, name, aliases, content, accessors });
        }
    }

    fn content(&mut self, variant: &syn::Variant, attr: &VariantAttr, errors: &mut Errors) -> Content {
        let named = match &variant.fields {
            Fields::Named(named) => named,
            other => {
                if let Some(given) = attr.rename_all.given() {
                    errors
                        .at(&given.key, "`rename_all` renames fields, and this variant has none with names");
                }
                return self.unnamed(other, errors);
            }
        };
        let case =
            if attr.rename_all.is_given() { Case::read(&attr.rename_all, errors) } else { self.fields };
        let around = Surroundings {
            input: self.around.input,
            owner: Owner::VariantField,
            case,
            place: self.around.place,
        };
        let mut taken = self.taken.clone();
        if self.around.place == Place::ModelVariant {
            refuse_id(named, errors);
        }
        let lowered = field::fields(named, around, &mut taken, errors);
        Content::Fields(lowered.into_iter().map(|lowered| lowered.field).collect())
    }

    fn unnamed(&self, fields: &Fields, errors: &mut Errors) -> Content {
        let mut types = fields.iter().map(|field| generics::without_self(&field.ty, self.around.input));
        match (types.next(), types.next()) {
            (None, _) => Content::Nothing,
            (Some(ty), None) => {
                check_unnamed(fields, errors);
                Content::Body(ty)
            }
            _ => {
                errors.at(fields, "a variant of several values needs names for them: `{ a: .., b: .. }`");
                Content::Nothing
            }
        }
    }

    fn other_content(&self, variant: &syn::Variant, errors: &mut Errors) -> Option<Type> {
        match (&variant.fields, self.around.place) {
            (Fields::Unit, _) => None,
            (Fields::Unnamed(fields), Place::Inner) if fields.unnamed.len() == 1 => {
                let ty = &fields.unnamed.first()?.ty;
                Some(generics::without_self(ty, self.around.input))
            }
            (fields, Place::Inner) => {
                errors.at(fields, "the variant for unknown names holds nothing, or one whole document");
                None
            }
            (fields, _) => {
                errors.at(fields, "in a model, the variant for unknown names holds nothing");
                None
            }
        }
    }

    /// `is_card()` and `card()`, unless another variant has them.
    fn accessors(&mut self, ident: &Ident, errors: &mut Errors) -> Option<Accessors> {
        let enter = case::snake(&ident.unraw().to_string());
        let test = format!("is_{enter}");
        for name in [&enter, &test] {
            let reserved = self.around.reserved.contains(&name.as_str());
            match self.accessors.insert(name.clone(), ident.clone()) {
                Some(first) => {
                    errors.at(
                        ident,
                        format!("`{first}` and `{ident}` would both have the accessor `{name}()`"),
                    );
                    return None;
                }
                None if reserved => {
                    errors.at(
                        ident,
                        format!("the accessor `{name}()` of this variant would hide the model's own"),
                    );
                    return None;
                }
                None => {}
            }
        }
        let span = ident.span();
        Some(Accessors {
            test: generics::accessor_name(&test, span),
            enter: generics::accessor_name(&enter, span),
        })
    }
}

fn refuse_id(named: &syn::FieldsNamed, errors: &mut Errors) {
    for field in &named.named {
        if let Some(ident) = field.ident.as_ref().filter(|ident| *ident == "id") {
            errors.at(
                ident,
                "an enum's id is declared on the enum, as `id = Type`, and is no field of a variant",
            );
        }
    }
}

/// What a variant holds stands beside the tag under its own names, so nothing can be said about it.
fn check_unnamed(fields: &Fields, errors: &mut Errors) {
    for attribute in fields.iter().flat_map(|field| &field.attrs) {
        if attribute.path().is_ident("vellum") {
            errors.at(
                attribute,
                "the fields of this value are stored themselves; give them keys where they are declared",
            );
        }
    }
}
