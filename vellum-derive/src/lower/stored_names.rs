//! Stored names: which are allowed, and which are taken.

use std::collections::HashMap;

use quote::ToTokens;

use crate::errors::Errors;

/// Where a stored name is used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A field of a model beside its id.
    Model,
    /// A field of a model that is an enum.
    ModelVariant,
    /// Anything inside a document.
    Inner,
}

/// Reports a name that MongoDB reads as something else.
pub(super) fn check(name: &str, tokens: impl ToTokens, place: Place, errors: &mut Errors) {
    let wrong = match (name, place) {
        ("", _) => "a stored name cannot be empty".to_owned(),
        ("_id", Place::Model) => "`_id` is the id; mark its field with `#[vellum(id)]`".to_owned(),
        ("_id", Place::ModelVariant) => "`_id` is the id, which an enum declares as `id = Type`".to_owned(),
        _ if name.starts_with('$') => format!("the stored name `{name}` starts with `$` like an operator"),
        _ if name.contains('.') => {
            format!("the stored name `{name}` holds a dot, which MongoDB reads as a path")
        }
        _ if name.contains('\0') => "a stored name cannot hold a NUL character".to_owned(),
        _ => return,
    };
    errors.at(tokens, wrong);
}

/// Names that are in use in one document.
#[derive(Default, Clone)]
pub(super) struct Taken(HashMap<String, Holder>);

#[derive(Clone)]
enum Holder {
    Field(String),
    /// A column, and what to write to give it another name.
    Column {
        declared: String,
        fix: String,
    },
    Tag,
}

impl Taken {
    /// A column's name; `fix` renames it.
    pub(super) fn column(
        &mut self,
        name: &str,
        declared: &str,
        fix: &str,
        at: impl ToTokens,
        errors: &mut Errors,
    ) {
        let holder = Holder::Column { declared: declared.to_owned(), fix: fix.to_owned() };
        if self.0.insert(name.to_owned(), holder).is_some() {
            errors.at(at, format!("two columns are stored as `{name}`"));
        }
    }

    /// The name of an enum's tag.
    pub(super) fn tag(&mut self, name: &str, at: impl ToTokens, errors: &mut Errors) {
        if let Some(Holder::Column { declared, fix }) = self.0.insert(name.to_owned(), Holder::Tag) {
            let message = format!(
                "the tag `{name}` is the column of `{declared}`; rename one, the column with `{fix}`"
            );
            errors.at(at, message);
        }
    }

    /// A stored name or alias of the field `rust_name`.
    pub(super) fn field(&mut self, name: &str, rust_name: &str, at: impl ToTokens, errors: &mut Errors) {
        match self.0.get(name) {
            None => {
                self.0.insert(name.to_owned(), Holder::Field(rust_name.to_owned()));
            }
            Some(Holder::Field(first)) if first == rust_name => {
                errors.at(at, format!("`{name}` is a stored name of this field already"));
            }
            Some(Holder::Field(first)) => {
                errors.at(at, format!("two fields are stored as `{name}`: `{first}` and `{rust_name}`"));
            }
            Some(Holder::Tag) => {
                errors.at(
                    at,
                    format!("`{name}` is the enum's tag; rename the field, or the tag with `tag = \"...\"`"),
                );
            }
            Some(Holder::Column { declared, fix }) => {
                let message =
                    format!("`{name}` is the column of `{declared}`; give the column another name: `{fix}`");
                errors.at(at, message);
            }
        }
    }

    /// Reports a field whose Rust name is a column's, whatever it is stored as.
    pub(super) fn check_rust_name(&self, rust_name: &str, at: impl ToTokens, errors: &mut Errors) -> bool {
        match self.0.get(rust_name) {
            Some(Holder::Column { declared, fix }) => {
                errors.at(
                    at,
                    format!(
                        "`{rust_name}` is the column of `{declared}`; give the column another name: `{fix}`"
                    ),
                );
                false
            }
            _ => true,
        }
    }
}
