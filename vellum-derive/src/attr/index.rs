//! `index(...)` on a model and on its fields, and `unique`.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr, Path, Token};

use super::reader::read_keys;
use super::{FieldPath, Slot, keys, value};
use crate::errors::Errors;
use crate::ir::Order;

const OPTIONS: [&str; 6] = ["name", "sparse", "hidden", "ttl", "collation", "partial"];

/// What may stand in every `index(...)`.
#[derive(Default)]
pub(crate) struct OptionsAttr {
    pub(crate) name: Slot<LitStr>,
    pub(crate) sparse: Slot<()>,
    pub(crate) hidden: Slot<()>,
    pub(crate) ttl: Slot<LitStr>,
    pub(crate) collation: Slot<CollationAttr>,
    pub(crate) partial: Slot<Path>,
}

impl OptionsAttr {
    fn take(
        &mut self,
        key: &Ident,
        input: ParseStream<'_>,
        errors: &mut Errors,
        others: &[&str],
    ) -> syn::Result<()> {
        match key.to_string().as_str() {
            "name" => self.name.set(key, value::text(key, input)?),
            "sparse" => self.sparse.set(key, value::flag(key, input)?),
            "hidden" => self.hidden.set(key, value::flag(key, input)?),
            "ttl" => self.ttl.set(key, value::equals(key, input, " = \"30d\"")?),
            "collation" => self.collation.set(key, CollationAttr::read(key, input, errors)?),
            "partial" => self.partial.set(key, value::path(key, input)?),
            other => {
                let known = [others, &OPTIONS].concat();
                Err(syn::Error::new(key.span(), keys::unknown("key", other, &known)))
            }
        }
    }
}

/// `index(keys(a = 1, b.c = -1), ...)` on a model.
#[derive(Default)]
pub(crate) struct IndexAttr {
    pub(crate) keys: Slot<Vec<IndexKeyAttr>>,
    pub(crate) unique: Slot<UniqueAttr>,
    pub(crate) options: OptionsAttr,
}

impl IndexAttr {
    pub(super) fn of_container(
        key: &Ident,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let mut read = Self::default();
        let mut faulty = false;
        value::list(key, input, "(keys(field = 1, other.field = -1))", |content| {
            read_keys(content, errors, |key, input, errors| {
                let taken = read.take(key, input, errors);
                faulty |= taken.is_err();
                taken
            });
            Ok(())
        })?;
        // After a mistake, `keys` is most likely in it.
        if !read.keys.is_given() && !faulty {
            return Err(syn::Error::new(key.span(), "an index needs keys: `index(keys(field = 1))`"));
        }
        Ok(read)
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match key.to_string().as_str() {
            "keys" => self.keys.set(key, index_keys(key, input)?),
            "unique" => self.unique.set(key, UniqueAttr::read(key, input)?),
            _ => self.options.take(key, input, errors, &["keys", "unique"]),
        }
    }
}

/// `address.city = 1`
#[derive(Clone)]
pub(crate) struct IndexKeyAttr {
    pub(crate) path: FieldPath,
    pub(crate) order: Order,
}

impl Parse for IndexKeyAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path: FieldPath = input.parse()?;
        if input.parse::<Option<Token![=]>>()?.is_none() {
            return Err(syn::Error::new_spanned(&path, format!("write `{path} = 1`, or -1, or \"text\"")));
        }
        Ok(Self { path, order: key_order(input)? })
    }
}

fn index_keys(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<IndexKeyAttr>> {
    let keys = Punctuated::<IndexKeyAttr, Token![,]>::parse_terminated;
    let keys = value::list(key, input, "(field = 1, other.field = -1)", keys)?;
    if keys.is_empty() {
        return Err(syn::Error::new(key.span(), "`keys` names no field"));
    }
    Ok(keys.into_iter().collect())
}

/// `1`, `-1`, `"text"`, ... as in MongoDB's own key documents.
fn key_order(input: ParseStream<'_>) -> syn::Result<Order> {
    const EXPECTED: &str = "a key is 1, -1, \"text\", \"2dsphere\", \"2d\" or \"hashed\"";
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        return named_order(&literal.value()).ok_or_else(|| syn::Error::new(literal.span(), EXPECTED));
    }
    let minus: Option<Token![-]> = input.parse()?;
    match input.parse::<LitInt>() {
        Ok(one) if one.base10_digits() == "1" && minus.is_some() => Ok(Order::Descending),
        Ok(one) if one.base10_digits() == "1" => Ok(Order::Ascending),
        Ok(other) => Err(syn::Error::new(other.span(), EXPECTED)),
        Err(error) => Err(syn::Error::new(error.span(), EXPECTED)),
    }
}

fn named_order(name: &str) -> Option<Order> {
    match name {
        "text" => Some(Order::Text),
        "2dsphere" => Some(Order::Sphere),
        "2d" => Some(Order::Plane),
        "hashed" => Some(Order::Hashed),
        _ => None,
    }
}

/// `index`, `index(desc)`, `index(text, weight = 5)`, `index("2dsphere")`, ... on a field.
#[derive(Default)]
pub(crate) struct FieldIndexAttr {
    pub(crate) order: Slot<Order>,
    pub(crate) weight: Slot<LitInt>,
    pub(crate) options: OptionsAttr,
}

impl FieldIndexAttr {
    pub(super) fn read(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let read = value::optional_list(key, input, |content| {
            let mut read = Self::default();
            if content.peek(LitStr) {
                read.order.set(key, key_order(content)?)?;
                if !content.is_empty() {
                    content.parse::<Token![,]>()?;
                }
            }
            read_keys(content, errors, |key, input, errors| read.take(key, input, errors));
            Ok(read)
        })?;
        Ok(read.unwrap_or_default())
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let order = match key.unraw().to_string().as_str() {
            "asc" => Order::Ascending,
            "desc" => Order::Descending,
            "weight" => return self.weight.set(key, value::number(key, input)?),
            name => match named_order(name) {
                Some(order) => order,
                None => {
                    return self.options.take(
                        key,
                        input,
                        errors,
                        &["asc", "desc", "text", "hashed", "weight"],
                    );
                }
            },
        };
        value::flag(key, input)?;
        self.order
            .set(key, order)
            .map_err(|_| syn::Error::new(key.span(), "an index of one field has one order"))
    }
}

/// `unique`, `unique(live)`, `unique(missing)`
#[derive(Clone)]
pub(crate) enum UniqueAttr {
    Present,
    Live(Ident),
    Missing(Ident),
}

impl UniqueAttr {
    pub(super) fn read(key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(value::optional_list(key, input, Self::form)?.unwrap_or(Self::Present))
    }

    fn form(content: ParseStream<'_>) -> syn::Result<Self> {
        let word = content.call(Ident::parse_any)?;
        if !content.is_empty() {
            return Err(content.error("`unique` has one form"));
        }
        match word.to_string().as_str() {
            "live" => Ok(Self::Live(word)),
            "missing" => Ok(Self::Missing(word)),
            other => Err(syn::Error::new(
                word.span(),
                keys::unknown("form of `unique`", other, &["live", "missing"]),
            )),
        }
    }
}

/// `collation(locale = "en", strength = 2, ...)`
#[derive(Default)]
pub(crate) struct CollationAttr {
    pub(crate) locale: Slot<LitStr>,
    pub(crate) strength: Slot<LitInt>,
    pub(crate) case_first: Slot<LitStr>,
    pub(crate) alternate: Slot<LitStr>,
    pub(crate) max_variable: Slot<LitStr>,
    pub(crate) case_level: Slot<bool>,
    pub(crate) numeric_ordering: Slot<bool>,
    pub(crate) normalization: Slot<bool>,
    pub(crate) backwards: Slot<bool>,
}

impl CollationAttr {
    const KEYS: [&str; 9] = [
        "locale",
        "strength",
        "case_first",
        "alternate",
        "max_variable",
        "case_level",
        "numeric_ordering",
        "normalization",
        "backwards",
    ];

    fn read(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let mut read = Self::default();
        value::list(key, input, "(locale = \"en\", strength = 2)", |content| {
            read_keys(content, errors, |key, input, _| read.take(key, input));
            Ok(())
        })?;
        Ok(read)
    }

    fn take(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "locale" => self.locale.set(key, value::text(key, input)?),
            "strength" => self.strength.set(key, value::number(key, input)?),
            "case_first" => self.case_first.set(key, value::text(key, input)?),
            "alternate" => self.alternate.set(key, value::text(key, input)?),
            "max_variable" => self.max_variable.set(key, value::text(key, input)?),
            "case_level" => self.case_level.set(key, value::boolean(key, input)?),
            "numeric_ordering" => self.numeric_ordering.set(key, value::boolean(key, input)?),
            "normalization" => self.normalization.set(key, value::boolean(key, input)?),
            "backwards" => self.backwards.set(key, value::boolean(key, input)?),
            other => Err(syn::Error::new(key.span(), keys::unknown("key", other, &Self::KEYS))),
        }
    }
}
