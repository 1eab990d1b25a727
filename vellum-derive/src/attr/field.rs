//! Keys on a field.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Path, Token};

use super::index::{FieldIndexAttr, UniqueAttr};
use super::reader::read_attributes;
use super::{FieldPath, Given, Owner, Slot, value};
use crate::errors::Errors;

/// All keys that a field may have; which of them fit is checked while they are read.
#[derive(Default)]
pub(crate) struct FieldAttr {
    pub(crate) id: Slot<()>,
    pub(crate) rename: Slot<LitStr>,
    pub(crate) aliases: Vec<Given<LitStr>>,
    pub(crate) default: Slot<Option<Path>>,
    pub(crate) skip: Slot<()>,
    pub(crate) flatten: Slot<()>,
    pub(crate) null: Slot<()>,
    pub(crate) serde: Slot<()>,
    pub(crate) bytes: Slot<()>,
    pub(crate) indexes: Vec<Given<FieldIndexAttr>>,
    pub(crate) unique: Slot<UniqueAttr>,
    pub(crate) path: Slot<FieldPath>,
}

impl FieldAttr {
    pub(crate) fn read(attributes: &[Attribute], owner: Owner, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        read_attributes(attributes, owner, errors, |key, input, errors| read.take(key, input, errors));
        read
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match key.to_string().as_str() {
            "id" => self.id.set(key, id(key, input)?),
            "rename" => self.rename.set(key, value::text(key, input)?),
            "alias" => {
                self.aliases.push(Given { key: key.clone(), value: value::text(key, input)? });
                Ok(())
            }
            "default" => self.default.set(key, default(key, input)?),
            "skip" => self.skip.set(key, value::flag(key, input)?),
            "flatten" => self.flatten.set(key, value::flag(key, input)?),
            "null" => self.null.set(key, value::flag(key, input)?),
            "serde" => self.serde.set(key, value::flag(key, input)?),
            "bytes" => self.bytes.set(key, value::flag(key, input)?),
            "index" => {
                let index = FieldIndexAttr::read(key, input, errors)?;
                self.indexes.push(Given { key: key.clone(), value: index });
                Ok(())
            }
            "unique" => self.unique.set(key, UniqueAttr::read(key, input)?),
            "path" => self.path.set(key, value::equals(key, input, " = address.city")?),
            _ => Ok(()),
        }
    }
}

fn id(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![=]) {
        return Err(syn::Error::new(
            key.span(),
            "`id = Type` belongs on the struct; a field is marked by `id` alone",
        ));
    }
    value::flag(key, input)
}

fn default(key: &Ident, input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if input.peek(Token![=]) {
        return value::path(key, input).map(Some);
    }
    value::flag(key, input)?;
    Ok(None)
}
