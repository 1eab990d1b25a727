//! `derive(Projection)`

use syn::{Data, DataStruct, DeriveInput, Fields, FieldsNamed};

use super::case::Case;
use super::field::{self, Lowered, Surroundings};
use super::stored_names::{Place, Taken};
use super::{item, lent};
use crate::attr::{ContainerAttr, FieldPath, Owner};
use crate::errors::Errors;
use crate::ir::{Projected, Projection};

pub(crate) fn projection(input: &DeriveInput, errors: &mut Errors) -> Option<Projection> {
    let attr = ContainerAttr::read(&input.attrs, Owner::Projection, errors);
    let lifetime = lent::lifetime(input, &attr, errors).ok()?;
    let mut said_by_rustc = false;
    let fields = match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(named), .. }) => {
            let mut lowered = fields(named, input, &attr, errors);
            for field in &mut lowered {
                said_by_rustc |= lent::field(field, lifetime.as_ref(), errors).is_err();
            }
            lowered.into_iter().map(|lowered| projected(lowered, &attr, errors)).collect()
        }
        _ => {
            errors.at(&input.ident, "a projection is a struct with named fields: `struct Card { .. }`");
            Vec::new()
        }
    };
    let mut item = item::item(input, &attr);
    item.stub = !errors.is_empty() || said_by_rustc;
    Some(Projection { item, source: attr.from.value().cloned(), lifetime, fields })
}

fn fields(
    named: &FieldsNamed,
    input: &DeriveInput,
    attr: &ContainerAttr,
    errors: &mut Errors,
) -> Vec<Lowered> {
    let case = Case::read(&attr.rename_all, errors);
    let around = Surroundings { input, owner: Owner::ProjectionField, case, place: Place::Inner };
    field::fields(named, around, &mut Taken::default(), errors)
}

fn projected(lowered: Lowered, attr: &ContainerAttr, errors: &mut Errors) -> Projected {
    if let (Some(given), false) = (lowered.attr.path.given(), attr.from.is_given()) {
        errors.at(&given.key, "`path` needs `from = Model` on the struct");
    }
    let path = match lowered.attr.path.value() {
        Some(path) => path.clone(),
        None => FieldPath::from(lowered.field.ident.clone()),
    };
    Projected { field: lowered.field, path }
}
