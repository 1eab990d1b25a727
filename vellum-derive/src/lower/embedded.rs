//! `derive(Embedded)`

use quote::ToTokens as _;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, FieldsUnnamed, Type};

use super::case::Case;
use super::field::{self, Surroundings};
use super::stored_names::{Place, Taken};
use super::tagged::{Enumeration, tagged_enum};
use super::{generics, item, text};
use crate::attr::{ContainerAttr, FieldAttr, Owner};
use crate::errors::Errors;
use crate::ir::{Codec, Embedded, Form, Newtype};

pub(crate) fn embedded(input: &DeriveInput, errors: &mut Errors) -> Option<Embedded> {
    let owner = if matches!(input.data, Data::Enum(_)) { Owner::EmbeddedEnum } else { Owner::Embedded };
    let attr = ContainerAttr::read(&input.attrs, owner, errors);
    if !item::owns_its_data(input, errors) {
        return None;
    }
    let through = through(&attr, errors);
    let form = match (&through, &input.data) {
        (Some(stored), Data::Struct(_) | Data::Enum(_)) => Form::Through(stored.clone()),
        (_, Data::Struct(data)) => structure(data, input, &attr, errors),
        (_, Data::Enum(data)) => enumeration(data, input, &attr, errors),
        (_, Data::Union(data)) => {
            errors.at(data.union_token, "a union does not say which of its fields is stored; use an enum");
            Form::Document(Vec::new())
        }
    };
    let mut item = item::item(input, &attr);
    item.stub = !errors.is_empty();
    Some(Embedded { item, form })
}

/// `into = S, try_from = S`
fn through(attr: &ContainerAttr, errors: &mut Errors) -> Option<Type> {
    let (given, other, missing) = match (attr.into.given(), attr.try_from.given()) {
        (None, None) => return None,
        (Some(into), Some(try_from)) => {
            if into.value.to_token_stream().to_string() != try_from.value.to_token_stream().to_string() {
                errors.at(
                    &try_from.value,
                    "`into` and `try_from` name the one type that is stored: both the same",
                );
            }
            refuse_beside_through(attr, errors);
            return Some(into.value.clone());
        }
        (Some(into), None) => (into, "into", "try_from"),
        (None, Some(try_from)) => (try_from, "try_from", "into"),
    };
    errors.at(&given.key, format!("`{other}` needs `{missing}`: values are written and read"));
    Some(given.value.clone())
}

fn refuse_beside_through(attr: &ContainerAttr, errors: &mut Errors) {
    for key in [attr.tag.key(), attr.rename_all.key(), attr.rename_all_fields.key()].into_iter().flatten() {
        errors
            .at(key, format!("`into` and `{key}` contradict each other: the other type says what is stored"));
    }
}

fn structure(data: &DataStruct, input: &DeriveInput, attr: &ContainerAttr, errors: &mut Errors) -> Form {
    match &data.fields {
        Fields::Named(named) => {
            let case = Case::read(&attr.rename_all, errors);
            let around = Surroundings { input, owner: Owner::EmbeddedField, case, place: Place::Inner };
            let lowered = field::fields(named, around, &mut Taken::default(), errors);
            Form::Document(lowered.into_iter().map(|lowered| lowered.field).collect())
        }
        Fields::Unnamed(unnamed) => newtype(unnamed, input, attr, errors),
        Fields::Unit => {
            errors.at(&input.ident, "a unit struct has nothing to store; give it fields: `{ .. }`");
            Form::Document(Vec::new())
        }
    }
}

fn newtype(unnamed: &FieldsUnnamed, input: &DeriveInput, attr: &ContainerAttr, errors: &mut Errors) -> Form {
    if let Some(key) = attr.rename_all.key() {
        errors.at(key, "`rename_all` renames fields, and this struct has none with names");
    }
    let mut fields = unnamed.unnamed.iter();
    let (Some(only), None) = (fields.next(), fields.next()) else {
        errors.at(
            unnamed,
            "a tuple struct is stored as its one field; several fields need names: `{ a: .., b: .. }`",
        );
        return Form::Document(Vec::new());
    };
    let attr = FieldAttr::read(&only.attrs, Owner::NewtypeField, errors);
    super::conflicts::check(&attr, false, errors);
    let codec = match field::codec(&attr) {
        Codec::Null => Codec::Plain,
        other => other,
    };
    Form::Newtype(Newtype { ty: generics::without_self(&only.ty, input), codec })
}

fn enumeration(data: &DataEnum, input: &DeriveInput, attr: &ContainerAttr, errors: &mut Errors) -> Form {
    if data.variants.is_empty() {
        errors.at(&input.ident, "an enum without variants has no values to store");
        return Form::Document(Vec::new());
    }
    if attr.tag.is_given() || !text::is_text(data) {
        let around =
            Enumeration { input, attr, place: Place::Inner, columns: Taken::default(), reserved: Vec::new() };
        return Form::Tagged(tagged_enum(data, around, errors));
    }
    if let Some(key) = attr.rename_all_fields.key() {
        errors.at(key, "`rename_all_fields` renames fields of variants, and no variant has any");
    }
    let case = Case::read(&attr.rename_all, errors);
    Form::Text(text::text_enum(data, case, errors))
}
