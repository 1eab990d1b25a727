//! `derive(Vellum)`

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Data, DataStruct, DeriveInput, Fields, FieldsNamed, LitStr};

use super::case::Case;
use super::field::{self, Lowered, Surroundings};
use super::stored_names::{Place, Taken};
use super::{columns, hooks, index, item, model_enum, unique};
use crate::attr::{ContainerAttr, Owner};
use crate::errors::Errors;
use crate::ir::{self, Columns, HookOf, Id, Model};

/// What the parts of a model tell each other.
pub(super) struct Parts {
    pub(super) data: ir::Data,
    pub(super) id: Id,
    pub(super) columns: Columns,
    /// The fields of a struct with what was written on them; none for an enum.
    pub(super) fields: Vec<Lowered>,
}

pub(crate) fn model(input: &DeriveInput, errors: &mut Errors) -> Option<Model> {
    let owner = if matches!(input.data, Data::Enum(_)) { Owner::ModelEnum } else { Owner::Model };
    let attr = ContainerAttr::read(&input.attrs, owner, errors);
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "a model has no parameters: one collection holds one type");
        return None;
    }
    let collection = collection(input, &attr, errors);
    let mut taken = Taken::default();
    let columns = columns::columns(&attr, &mut taken, errors);
    let parts = match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(named), .. }) => {
            structure(named, input, &attr, columns, taken, errors)
        }
        Data::Enum(data) => model_enum::enumeration(data, input, &attr, columns, taken, errors),
        Data::Struct(_) | Data::Union(_) => {
            errors
                .at(&input.ident, "a model is a struct with named fields, or an enum: `struct User { .. }`");
            Parts::empty(&attr, columns)
        }
    };
    Some(assemble(input, &attr, collection, parts, errors))
}

fn assemble(
    input: &DeriveInput,
    attr: &ContainerAttr,
    collection: String,
    mut parts: Parts,
    errors: &mut Errors,
) -> Model {
    let mut hooks = hooks::hooks(&attr.hooks, &HookOf::Model, errors);
    if let ir::Data::Enum(tagged) = &mut parts.data {
        hooks.append(&mut tagged.hooks);
    }
    let validate = hooks::validate(&attr.validate, cfg!(feature = "garde"), errors);
    let indexes = index::indexes(attr, &parts, errors);
    let getters = unique::getters(&parts.fields, &indexes);
    let shard_key = index::shard_key(attr, &parts, errors);
    let mut item = item::item(input, attr);
    item.stub = !errors.is_empty();
    Model {
        item,
        collection,
        data: parts.data,
        id: parts.id,
        columns: parts.columns,
        indexes,
        getters,
        shard_key,
        hooks,
        validate,
    }
}

impl Parts {
    /// Of an item that cannot be a model.
    fn empty(attr: &ContainerAttr, columns: Columns) -> Self {
        let data = ir::Data::Struct(Vec::new());
        Self { data, id: Id::Generated(attr.id.value().cloned()), columns, fields: Vec::new() }
    }

    /// Whether the name stands for a flattened field or a variant, whose fields are the document's own.
    pub(super) fn has_inner_fields_only(&self, name: &str) -> bool {
        match &self.data {
            ir::Data::Struct(fields) => {
                let mut flattened =
                    fields.iter().filter(|field| matches!(field.storage, ir::Storage::Flattened));
                flattened.any(|field| field.ident.unraw() == name)
            }
            ir::Data::Enum(tagged) => {
                tagged.variants.iter().any(|variant| variant.accessors.enter.unraw() == name)
            }
        }
    }

    /// The names that paths of fields begin with.
    pub(super) fn accessors(&self) -> Vec<String> {
        let mut names = vec!["id".to_owned()];
        names.extend(self.columns.all().flat_map(|column| &column.accessor).map(Ident::to_string));
        match &self.data {
            ir::Data::Struct(fields) => {
                let fields = fields.iter().filter(|field| field.has_accessor());
                names.extend(fields.map(|field| field.ident.unraw().to_string()));
            }
            ir::Data::Enum(tagged) => {
                names.extend(
                    tagged.variants.iter().map(|variant| variant.accessors.enter.unraw().to_string()),
                );
            }
        }
        names
    }
}

fn collection(input: &DeriveInput, attr: &ContainerAttr, errors: &mut Errors) -> String {
    let Some(literal) = attr.collection.value() else {
        // After a mistake in the keys, this one is most likely among them, misspelt.
        if errors.is_empty() {
            errors.at(&input.ident, "a model needs a collection: `#[vellum(collection = \"...\")]`");
        }
        return String::new();
    };
    check_collection(literal, errors);
    literal.value()
}

/// MongoDB's own restrictions.
fn check_collection(literal: &LitStr, errors: &mut Errors) {
    let name = literal.value();
    let wrong = if name.is_empty() {
        "is empty"
    } else if name.contains('$') {
        "holds a `$`"
    } else if name.contains('\0') {
        "holds a NUL character"
    } else if name.starts_with("system.") {
        "starts with `system.`, which the server keeps for itself"
    } else {
        return;
    };
    errors.at(literal, format!("the collection's name {wrong}"));
}

fn structure(
    named: &FieldsNamed,
    input: &DeriveInput,
    attr: &ContainerAttr,
    mut columns: Columns,
    mut taken: Taken,
    errors: &mut Errors,
) -> Parts {
    let case = Case::read(&attr.rename_all, errors);
    let around = Surroundings { input, owner: Owner::ModelField, case, place: Place::Model };
    let mut lowered = field::fields(named, around, &mut taken, errors);
    let id = id(&lowered, attr, errors);
    // The server keeps `_id` first, so that is the stored order.
    lowered.sort_by_key(|lowered| !lowered.is_id);
    for lowered in &lowered {
        columns::yield_accessor(&mut columns, &lowered.field);
    }
    let fields: Vec<_> = lowered.iter().map(|lowered| lowered.field.clone()).collect();
    Parts { data: ir::Data::Struct(fields), id, columns, fields: lowered }
}

fn id(lowered: &[Lowered], attr: &ContainerAttr, errors: &mut Errors) -> Id {
    let mut ids = lowered.iter().filter(|lowered| lowered.is_id);
    let Some(first) = ids.next() else { return Id::Generated(attr.id.value().cloned()) };
    let name = &first.field.ident;
    for second in ids {
        let ident = &second.field.ident;
        let why = if second.attr.id.is_given() { "is marked" } else { "is the id by its name" };
        errors.at(ident, format!("a model has one id: `{name}` is the id, and `{ident}` {why} too"));
    }
    if let Some(given) = attr.id.given() {
        errors.at(
            &given.key,
            format!("the field `{name}` is the id and says its type; `id = ..` is for models without"),
        );
    }
    Id::Own { field: name.clone(), ty: first.field.ty.clone() }
}
