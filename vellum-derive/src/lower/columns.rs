//! Columns: what Vellum keeps in every document of a collection.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::stored_names::{self, Place, Taken};
use crate::attr::{ContainerAttr, Slot};
use crate::errors::Errors;
use crate::ir::{Column, Columns, Field};

/// A column as it is declared: the key that declares it, its default name, and the key that renames it.
struct Declared<'a> {
    key: &'a Ident,
    name: &'static str,
    rename: &'static str,
    written: &'a Slot<LitStr>,
}

pub(super) fn columns(attr: &ContainerAttr, taken: &mut Taken, errors: &mut Errors) -> Columns {
    let mut columns = Columns::default();
    if let Some(given) = attr.versioned.given() {
        let declared =
            Declared { key: &given.key, name: "version", rename: "column", written: &given.value.column };
        columns.version = Some(declared.lower(taken, errors));
    }
    if let Some(given) = attr.timestamps.given() {
        let created = Declared {
            key: &given.key,
            name: "created_at",
            rename: "created",
            written: &given.value.created,
        };
        let updated = Declared {
            key: &given.key,
            name: "updated_at",
            rename: "updated",
            written: &given.value.updated,
        };
        columns.created = Some(created.lower(taken, errors));
        columns.updated = Some(updated.lower(taken, errors));
    }
    if let Some(given) = attr.soft_delete.given() {
        let declared =
            Declared { key: &given.key, name: "deleted_at", rename: "column", written: &given.value.column };
        columns.deleted = Some(declared.lower(taken, errors));
    }
    columns
}

impl Declared<'_> {
    fn lower(self, taken: &mut Taken, errors: &mut Errors) -> Column {
        let declared = self.key.to_string();
        let fix = format!("{declared}({} = \"...\")", self.rename);
        let name = match self.written.value() {
            Some(literal) => {
                let name = literal.value();
                stored_names::check(&name, literal, Place::Inner, errors);
                if name == "_id" {
                    errors.at(literal, "`_id` is the id's name, not a column's");
                }
                taken.column(&name, &declared, &fix, literal, errors);
                name
            }
            None => {
                taken.column(self.name, &declared, &fix, self.key, errors);
                self.name.to_owned()
            }
        };
        Column { name, accessor: Some(Ident::new(self.name, self.key.span())) }
    }
}

impl Columns {
    fn all_mut(&mut self) -> impl Iterator<Item = &mut Column> {
        [&mut self.version, &mut self.created, &mut self.updated, &mut self.deleted].into_iter().flatten()
    }
}

/// A field that is called like a renamed column's accessor wins over it.
pub(super) fn yield_accessor(columns: &mut Columns, field: &Field) {
    for column in columns.all_mut() {
        if column.accessor.as_ref().is_some_and(|accessor| *accessor == field.ident.unraw()) {
            column.accessor = None;
        }
    }
}
