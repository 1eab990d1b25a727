//! Models that are enums: one collection of several shapes.

use syn::{DataEnum, DeriveInput};

use super::model::Parts;
use super::stored_names::{Place, Taken};
use super::tagged::{Enumeration, tagged_enum};
use crate::attr::ContainerAttr;
use crate::errors::Errors;
use crate::ir::{self, Columns, Id, TaggedEnum};

pub(super) fn enumeration(
    data: &DataEnum,
    input: &DeriveInput,
    attr: &ContainerAttr,
    columns: Columns,
    taken: Taken,
    errors: &mut Errors,
) -> Parts {
    let tagged = if data.variants.is_empty() {
        errors.at(&input.ident, "an enum without variants has no documents");
        TaggedEnum::default()
    } else {
        let reserved = reserved(&columns);
        let around = Enumeration { input, attr, place: Place::ModelVariant, columns: taken, reserved };
        tagged_enum(data, around, errors)
    };
    let id = Id::Generated(attr.id.value().cloned());
    Parts { data: ir::Data::Enum(tagged), id, columns, fields: Vec::new() }
}

/// The accessors of the model's own, which no variant may hide.
fn reserved(columns: &Columns) -> Vec<&'static str> {
    let columns = [
        (columns.version.is_some(), "version"),
        (columns.created.is_some(), "created_at"),
        (columns.updated.is_some(), "updated_at"),
        (columns.deleted.is_some(), "deleted_at"),
    ];
    let declared = columns.into_iter().filter(|(declared, _)| *declared).map(|(_, name)| name);
    std::iter::once("id").chain(declared).collect()
}
