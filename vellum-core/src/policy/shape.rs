//! Finding what is declared at a path.

use crate::schema::{FieldShape, Shape};

/// What a path leads to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Declared {
    /// A field with a name.
    Field(FieldShape),
    /// A map's entry of this shape.
    Entry(Shape),
    /// An element of a list.
    Element,
}

/// What is declared at a path: nothing where it leads nowhere, and several where variants of an enum have
/// fields of one name.
pub(super) fn declared_at(shape: Shape, path: &str) -> Vec<Declared> {
    let (name, rest) = split(path);
    let mut found = Vec::new();
    for field in fields(shape) {
        if field.flattened {
            found.extend(declared_at((field.shape)(), path));
        } else if field.name == name {
            match rest {
                None => found.push(Declared::Field(field)),
                Some(rest) => found.extend(below((field.shape)(), rest)),
            }
        }
    }
    found
}

/// The declared field at a path.
pub(super) fn field_at(shape: Shape, path: &str) -> Option<FieldShape> {
    declared_at(shape, path).into_iter().find_map(|declared| match declared {
        Declared::Field(field) => Some(field),
        Declared::Entry(_) | Declared::Element => None,
    })
}

/// The same, from a field's value on: a list's elements and a map's entries take a part of the path.
fn below(shape: Shape, path: &str) -> Vec<Declared> {
    let (_, rest) = split(path);
    match (shape, rest) {
        (Shape::Optional(inner), _) => below(inner(), path),
        (Shape::List(item) | Shape::Set(item) | Shape::Map(item), Some(rest)) => below(item(), rest),
        (Shape::List(_) | Shape::Set(_), None) => vec![Declared::Element],
        (Shape::Map(item), None) => vec![Declared::Entry(item())],
        (document, _) => declared_at(document, path),
    }
}

fn split(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)))
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
