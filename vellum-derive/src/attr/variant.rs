//! Keys on a variant.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr};

use super::reader::read_attributes;
use super::{Given, HooksAttr, Owner, Slot, value};
use crate::errors::Errors;

/// All keys that a variant may have.
#[derive(Default)]
pub(crate) struct VariantAttr {
    pub(crate) rename: Slot<LitStr>,
    pub(crate) aliases: Vec<Given<LitStr>>,
    pub(crate) rename_all: Slot<LitStr>,
    pub(crate) other: Slot<()>,
    pub(crate) hooks: Slot<HooksAttr>,
}

impl VariantAttr {
    pub(crate) fn read(attributes: &[Attribute], owner: Owner, errors: &mut Errors) -> Self {
        let mut read = Self::default();
        read_attributes(attributes, owner, errors, |key, input, errors| read.take(key, input, errors));
        read
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match key.to_string().as_str() {
            "rename" => self.rename.set(key, value::text(key, input)?),
            "alias" => {
                self.aliases.push(Given { key: key.clone(), value: value::text(key, input)? });
                Ok(())
            }
            "rename_all" => self.rename_all.set(key, value::text(key, input)?),
            "hooks" => self.hooks.set(key, HooksAttr::read(key, input, errors)?),
            "other" => self.other.set(key, value::flag(key, input)?),
            _ => Ok(()),
        }
    }
}
