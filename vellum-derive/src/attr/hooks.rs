//! `hooks(before_insert = [normalize, check_quota], after_insert = announce)`

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Path, Token, bracketed, token};

use super::reader::read_keys;
use super::{Given, value};
use crate::errors::Errors;

/// Each event as it is written, with the methods that it calls.
#[derive(Default)]
pub(crate) struct HooksAttr(pub(crate) Vec<Given<Methods>>);

/// One method, or a list of them.
pub(crate) struct Methods(pub(crate) Vec<Path>);

impl HooksAttr {
    pub(super) fn read(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        value::list(key, input, "(before_insert = method)", |content| {
            let mut read = Self::default();
            read_keys(content, errors, |event, input, _| {
                let methods = value::equals(event, input, " = [method, other_method]")?;
                read.0.push(Given { key: event.clone(), value: methods });
                Ok(())
            });
            Ok(read)
        })
    }
}

impl Parse for Methods {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Bracket) {
            return Path::parse_mod_style(input).map(|one| Self(vec![one]));
        }
        let content;
        bracketed!(content in input);
        let paths = Punctuated::<Path, Token![,]>::parse_terminated_with(&content, Path::parse_mod_style)?;
        Ok(Self(paths.into_iter().collect()))
    }
}
