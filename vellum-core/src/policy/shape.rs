//! Finding the declared field that a path leads to.

use crate::schema::{FieldShape, Shape};

/// The declared field at a path; `None` where the path ends in a list or a map, or leads nowhere.
pub(super) fn field_at(shape: Shape, path: &str) -> Option<FieldShape> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let step = |field: FieldShape| match rest {
        None => Some(field),
        Some(rest) => below((field.shape)(), rest),
    };
    fields(shape).into_iter().find_map(|field| {
        if field.flattened {
            field_at((field.shape)(), path)
        } else if field.name == name {
            step(field)
        } else {
            None
        }
    })
}

/// The same, from a field's value on: a list's elements and a map's entries take a part of the path.
fn below(shape: Shape, path: &str) -> Option<FieldShape> {
    match shape {
        Shape::Optional(inner) => below(inner(), path),
        Shape::List(item) | Shape::Set(item) | Shape::Map(item) => below(item(), path.split_once('.')?.1),
        document => field_at(document, path),
    }
}

fn fields(shape: Shape) -> Vec<FieldShape> {
    match shape {
        Shape::Document(fields) => fields().to_vec(),
        Shape::Enum { variants, .. } => {
            variants.iter().flat_map(|variant| (variant.fields)().to_vec()).collect()
        }
        Shape::Optional(inner) => fields(inner()),
        _ => Vec::new(),
    }
}
