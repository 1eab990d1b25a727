//! Keys on a struct or enum.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, Type};

use super::index::IndexAttr;
use super::reader::{read_attributes, read_keys};
use super::{FieldPath, Given, HooksAttr, Owner, Slot, keys, value};
use crate::errors::Errors;

/// `timestamps`, or `timestamps(created = "...", updated = "...")`
#[derive(Default)]
pub(crate) struct TimestampsAttr {
    pub(crate) created: Slot<LitStr>,
    pub(crate) updated: Slot<LitStr>,
}

/// `versioned`, or `versioned(column = "...")`
#[derive(Default)]
pub(crate) struct ColumnAttr {
    pub(crate) column: Slot<LitStr>,
}

/// All keys that a struct or enum may have; which of them fit is checked while they are read.
#[derive(Default)]
pub(crate) struct ContainerAttr {
    pub(crate) collection: Slot<LitStr>,
    pub(crate) rename_all: Slot<LitStr>,
    pub(crate) rename_all_fields: Slot<LitStr>,
    pub(crate) id: Slot<Type>,
    pub(crate) timestamps: Slot<TimestampsAttr>,
    pub(crate) versioned: Slot<ColumnAttr>,
    pub(crate) soft_delete: Slot<ColumnAttr>,
    pub(crate) indexes: Vec<Given<IndexAttr>>,
    pub(crate) shard_key: Slot<Vec<FieldPath>>,
    pub(crate) hooks: Slot<HooksAttr>,
    pub(crate) validate: Slot<()>,
    pub(crate) runtime: Slot<Path>,
    pub(crate) tag: Slot<LitStr>,
    pub(crate) into: Slot<Type>,
    pub(crate) try_from: Slot<Type>,
    pub(crate) from: Slot<Path>,
}

impl ContainerAttr {
    pub(crate) fn read(attributes: &[Attribute], owner: Owner, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        read_attributes(attributes, owner, errors, |key, input, errors| read.take(key, input, errors));
        read
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match key.to_string().as_str() {
            "collection" => self.collection.set(key, value::text(key, input)?),
            "rename_all" => self.rename_all.set(key, value::text(key, input)?),
            "rename_all_fields" => self.rename_all_fields.set(key, value::text(key, input)?),
            "id" => self.id.set(key, value::typ(key, input)?),
            "timestamps" => self.timestamps.set(key, timestamps(key, input, errors)?),
            "versioned" => self.versioned.set(key, column(key, input, errors)?),
            "soft_delete" => self.soft_delete.set(key, column(key, input, errors)?),
            "index" => {
                let index = IndexAttr::of_container(key, input, errors)?;
                self.indexes.push(Given { key: key.clone(), value: index });
                Ok(())
            }
            "shard_key" => self.shard_key.set(key, shard_key(key, input)?),
            "hooks" => self.hooks.set(key, HooksAttr::read(key, input, errors)?),
            "validate" => self.validate.set(key, value::flag(key, input)?),
            "crate" => self.runtime.set(key, value::text(key, input)?.parse_with(Path::parse_mod_style)?),
            "tag" => self.tag.set(key, value::text(key, input)?),
            "into" => self.into.set(key, value::typ(key, input)?),
            "try_from" => self.try_from.set(key, value::typ(key, input)?),
            "from" => self.from.set(key, value::equals(key, input, " = Model")?),
            _ => Ok(()),
        }
    }
}

fn column(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<ColumnAttr> {
    let read = value::optional_list(key, input, |content| {
        let mut read = ColumnAttr::default();
        read_keys(content, errors, |inner, input, _| match inner.to_string().as_str() {
            "column" => read.column.set(inner, value::text(inner, input)?),
            other => Err(syn::Error::new(inner.span(), keys::unknown("key", other, &["column"]))),
        });
        Ok(read)
    })?;
    Ok(read.unwrap_or_default())
}

fn timestamps(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<TimestampsAttr> {
    let read = value::optional_list(key, input, |content| {
        let mut read = TimestampsAttr::default();
        read_keys(content, errors, |inner, input, _| match inner.to_string().as_str() {
            "created" => read.created.set(inner, value::text(inner, input)?),
            "updated" => read.updated.set(inner, value::text(inner, input)?),
            "column" => Err(syn::Error::new(
                inner.span(),
                "`timestamps` has two columns: write `created = \"...\"` and `updated = \"...\"`",
            )),
            other => Err(syn::Error::new(inner.span(), keys::unknown("key", other, &["created", "updated"]))),
        });
        Ok(read)
    })?;
    Ok(read.unwrap_or_default())
}

fn shard_key(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<FieldPath>> {
    let paths = Punctuated::<FieldPath, Token![,]>::parse_terminated;
    let paths = value::list(key, input, "(field, other.field)", paths)?;
    if paths.is_empty() {
        return Err(syn::Error::new(key.span(), "`shard_key` names no field"));
    }
    Ok(paths.into_iter().collect())
}
