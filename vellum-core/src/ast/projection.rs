//! What a projection takes out of a document.

use std::any::TypeId;

use super::Path;
use crate::schema::{FieldShape, Shape};

/// Where the value of a projection's field comes from, and what is taken of it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The lists that the way leads through, each from an element of the one before.
    pub lists: Vec<Path>,
    /// The rest of the way, from an element of the last list.
    pub path: Path,
    /// What is taken of what stands there.
    pub form: Form,
}

/// What is taken of a value.
#[derive(Debug, Clone)]
pub enum Form {
    /// All of it.
    Whole {
        /// Whether an element of a list may have no value and is an element all the same.
        optional: bool,
    },
    /// Of a flattened value its fields, which stand beside others.
    Beside(Vec<(&'static str, Source)>),
    /// Of a document the fields of another projection.
    Card(Card),
    /// Of a value that may be missing.
    Optional(Box<Form>),
    /// Of each element of a list.
    List(Box<Form>),
}

/// A projection inside of another.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    /// The projection, to know it again.
    pub id: TypeId,
    /// Its name in Rust.
    pub name: &'static str,
    /// Its fields. Asked for late, since a projection may contain itself.
    pub sources: fn() -> Vec<(&'static str, Source)>,
}

/// Whether a projection takes all of a document, each field under its own name and where it stands. Of one that
/// contains itself it is never asked.
pub(crate) fn takes_all(shape: Shape, sources: &[(&'static str, Source)]) -> bool {
    let in_place = |(name, source): &(&'static str, Source)| {
        source.lists.is_empty() && source.path.plain() == Some(*name)
    };
    let taken = |field: &FieldShape| {
        let of = sources.iter().find(|(name, _)| *name == field.name);
        of.is_some_and(|(_, source)| takes_whole(&source.form, (field.shape)()))
    };
    match shape {
        Shape::Document(fields) => {
            sources.iter().all(in_place) && fields().iter().all(|field| field.name == "_id" || taken(field))
        }
        _ => false,
    }
}

/// Whether all of a value is taken.
pub(crate) fn takes_whole(form: &Form, shape: Shape) -> bool {
    match (form, shape) {
        (Form::Whole { .. }, _) => true,
        (Form::Optional(inner), shape) => takes_whole(inner, shape),
        (form, Shape::Optional(inner)) => takes_whole(form, inner()),
        (Form::List(inner), Shape::List(element)) => takes_whole(inner, element()),
        (Form::Card(card), shape) => takes_all(shape, &(card.sources)()),
        (Form::Beside(_) | Form::List(_), _) => false,
    }
}
