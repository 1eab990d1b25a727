//! The order of keyset pages: its keys, and where a document stands in it.

use crate::ast::Literal;
use crate::bson::{Bson, Document, element};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::schema::{FieldShape, Shape};
use crate::value::{Decoded, Reader, Value};

const ID: &str = "_id";

const OF_LIST: &str =
    "pages cannot continue a sort through a list: the document stands at its least or greatest element";
const OF_ANY: &str = "pages cannot continue a sort by a field whose type only its values know";

/// One key of an order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) path: String,
    pub(super) descending: bool,
}

/// The keys of an order in which no two documents are equal: the last one is the id.
#[derive(Debug)]
pub(super) struct Order(Vec<Key>);

/// The order with the id behind it, in the direction of its last key, so that an index over both serves
/// the order and its opposite. Nothing behind the id counts.
pub(super) fn with_id(mut sort: Document) -> Document {
    if !sort.contains_key(ID) {
        let last = sort.iter().last().and_then(|(_, direction)| direction.as_i32());
        sort.insert(ID, last.unwrap_or(1));
    }
    sort
}

impl Order {
    /// The order of a sort as it would be sent.
    pub(super) fn of<T: Model>(sort: Document, collated: bool) -> Result<Self> {
        let invalid = |path: &str, reason: &str| {
            Err(Error::InvalidFilter { path: path.to_owned(), reason: reason.to_owned() })
        };
        let mut keys = Vec::new();
        for (path, direction) in with_id(sort) {
            let Bson::Int32(direction) = direction else {
                return invalid(&path, "pages cannot continue a sort by the score of a text search");
            };
            match class_at::<T>(&path) {
                Err(reason) => return invalid(&path, reason),
                // Two ids may differ and still be the same text in a collation.
                Ok(element::STRING | element::DOCUMENT) if collated && path == ID => {
                    return invalid(ID, "pages with a collation need ids without text, which tell all apart");
                }
                Ok(_) => {}
            }
            let last = path == ID;
            keys.push(Key { path, descending: direction < 0 });
            if last {
                break;
            }
        }
        Ok(Self(keys))
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.0
    }

    /// The order as it is sent.
    pub(super) fn document(&self, reversed: bool) -> Document {
        let direction = |key: &Key| if key.descending == reversed { 1 } else { -1 };
        self.0.iter().map(|key| (key.path.clone(), Bson::Int32(direction(key)))).collect()
    }

    /// Where a stored document stands: the value of each key, null for one that is missing.
    pub(super) fn position(&self, document: &[u8]) -> Result<Vec<Literal>> {
        let value = |key: &Key| {
            let literal = value_at(document, &key.path).unwrap_or_else(|_| Literal::null());
            match literal.element_type() {
                element::ARRAY => Err(OF_LIST),
                element::REGEX | element::UNDEFINED | element::MIN_KEY | element::MAX_KEY => Err(OF_ANY),
                _ => Ok(literal),
            }
            .map_err(|reason| Error::InvalidFilter { path: key.path.clone(), reason: reason.to_owned() })
        };
        self.0.iter().map(value).collect()
    }
}

/// What is stored at a path; an array on the way is given as it is.
fn value_at(document: &[u8], path: &str) -> Decoded<Literal> {
    let (mut at, mut element_type) = (Reader::of_document(document)?, element::DOCUMENT);
    for (depth, name) in path.split('.').enumerate() {
        if depth > 0 {
            match element_type {
                element::DOCUMENT => at = at.document()?,
                element::ARRAY => break,
                _ => return Ok(Literal::null()),
            }
        }
        match at.find(name)? {
            Some(found) => (element_type, at) = found,
            None => return Ok(Literal::null()),
        }
    }
    let mut behind = at;
    behind.skip(element_type)?;
    let length = at.rest().len() - behind.rest().len();
    Ok(Literal::stored(element_type, &at.rest()[..length]))
}

/// The class of values at a path of the model, in which MongoDB compares them, by one of its element types.
fn class_at<T: Model>(path: &str) -> Result<u8, &'static str> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if first == ID {
        return class(T::Id::shape(), rest);
    }
    if rest.is_none() && T::COLUMNS.names().contains(&Some(path)) {
        let is_version = T::COLUMNS.version == Some(path);
        return Ok(if is_version { element::DOUBLE } else { element::DATE });
    }
    class(T::shape(), Some(path))
}

fn class(shape: Shape, path: Option<&str>) -> Result<u8, &'static str> {
    let Some(path) = path else { return class_of_value(shape) };
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    match shape {
        Shape::Optional(inner) => class(inner(), Some(path)),
        Shape::List(_) | Shape::Set(_) => Err(OF_LIST),
        Shape::Map(value) => class(value(), rest),
        Shape::Document(fields) => class_of_field(fields(), name, path, rest).unwrap_or(Err(OF_ANY)),
        Shape::Enum { tag, .. } if tag == name && rest.is_none() => Ok(element::STRING),
        Shape::Enum { variants, .. } => {
            let of_variant =
                |fields: fn() -> &'static [FieldShape]| class_of_field(fields(), name, path, rest);
            let mut classes = variants.iter().filter_map(|variant| of_variant(variant.fields));
            let first = classes.next().unwrap_or(Err(OF_ANY))?;
            for other in classes {
                if other? != first {
                    return Err(OF_ANY);
                }
            }
            Ok(first)
        }
        Shape::Scalar(0) => Err(OF_ANY),
        other if other.is_array() => Err(OF_LIST),
        // Whatever lies below a single value is missing everywhere; below a shape of its own it need not be.
        Shape::Scalar(_) | Shape::Variants(_) => Err(OF_ANY),
    }
}

fn class_of_field(
    fields: &[FieldShape],
    name: &str,
    path: &str,
    rest: Option<&str>,
) -> Option<Result<u8, &'static str>> {
    let own = fields.iter().find(|field| !field.flattened && field.name == name);
    if let Some(field) = own {
        return Some(class((field.shape)(), rest));
    }
    let mut flattened = fields.iter().filter(|field| field.flattened);
    flattened
        .find_map(|field| class((field.shape)(), Some(path)).map_or_else(some_list, |class| Some(Ok(class))))
}

/// A flattened field that has no such field itself leaves the search to the next one.
fn some_list(reason: &'static str) -> Option<Result<u8, &'static str>> {
    (reason == OF_LIST).then_some(Err(reason))
}

fn class_of_value(shape: Shape) -> Result<u8, &'static str> {
    match shape {
        Shape::Optional(inner) => class_of_value(inner()),
        Shape::Scalar(0 | element::REGEX) => Err(OF_ANY),
        Shape::Scalar(element::ARRAY) | Shape::List(_) | Shape::Set(_) => Err(OF_LIST),
        Shape::Scalar(element::INT32 | element::INT64 | element::DECIMAL128) => Ok(element::DOUBLE),
        Shape::Scalar(element_type) => Ok(element_type),
        Shape::Variants(_) => Ok(element::STRING),
        Shape::Map(_) | Shape::Document(_) | Shape::Enum { .. } => Ok(element::DOCUMENT),
    }
}
