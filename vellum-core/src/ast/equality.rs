//! Equality, as a person means it: documents field by field, sets without order.

use super::{Comparison, Condition, Filter, Literal, Path};
use crate::bson::element;
use crate::schema::{FieldShape, Shape, VariantShape};
use crate::value::Reader;

/// The value at `path` equals a value of this shape.
pub(crate) fn equality(path: &Path, literal: Literal, shape: Shape) -> Filter {
    if literal.fault().is_some() {
        return Filter::test(path, Condition::Eq(literal));
    }
    match (shape, literal.element_type()) {
        (Shape::Optional(inner), kind) if kind != element::NULL => equality(path, literal, inner()),
        (Shape::Document(fields), element::DOCUMENT) => {
            with_document(&literal, |document| same_fields(path, document, fields()))
        }
        (Shape::Enum { tag, variants }, element::DOCUMENT) => {
            with_document(&literal, |document| same_variant(path, document, tag, variants))
        }
        (Shape::Variants(variants), element::STRING) => {
            let text = literal.reader().str().unwrap_or_default();
            let names = variants.iter().find(|names| names.contains(&text)).copied();
            Filter::test(path, Condition::text_in(names.unwrap_or(&[text])))
        }
        (Shape::Set(item), element::ARRAY) => same_set(path, &literal, item()),
        (Shape::List(item), element::ARRAY) if item().is_document() => same_list(path, &literal, item()),
        _ => Filter::test(path, Condition::Eq(literal)),
    }
}

/// The value at `path` is there and another, or is missing. Under a variant of an enum, the variant is
/// still required.
pub(crate) fn inequality(path: &Path, literal: Literal, shape: Shape) -> Filter {
    if is_plain(shape) && !literal.is_pattern() {
        Filter::test(path, Condition::Ne(literal))
    } else {
        equality(path, literal, shape).negated()
    }
}

/// Whether values are compared by one operator.
fn is_plain(shape: Shape) -> bool {
    match shape {
        Shape::Optional(inner) => is_plain(inner()),
        Shape::List(item) => !item().is_document(),
        Shape::Variants(variants) => variants.iter().all(|names| names.len() == 1),
        Shape::Scalar(_) | Shape::Map(_) => true,
        Shape::Set(_) | Shape::Document(_) | Shape::Enum { .. } => false,
    }
}

/// The value at `path` equals one of these. `$in` reads patterns, and documents that start with `$`, as
/// something else than values.
pub(crate) fn one_of(path: &Path, literals: Vec<Literal>, shape: Shape) -> Filter {
    let apart = |literal: &Literal| literal.needs_eq() || !is_plain(shape);
    let (apart, together): (Vec<_>, Vec<_>) = literals.into_iter().partition(apart);
    let mut choices: Vec<Filter> = apart.into_iter().map(|literal| equality(path, literal, shape)).collect();
    if !together.is_empty() || choices.is_empty() {
        choices.insert(0, Filter::test(path, Condition::In(together)));
    }
    Filter::or(choices)
}

/// The value at `path` equals none of these.
pub(crate) fn none_of(path: &Path, literals: Vec<Literal>, shape: Shape) -> Filter {
    if is_plain(shape) && !literals.iter().any(Literal::needs_eq) {
        Filter::test(path, Condition::NotIn(literals))
    } else {
        one_of(path, literals, shape).negated()
    }
}

/// A list holds an element that equals a value.
pub(crate) fn holds(path: &Path, literal: Literal, item: Shape) -> Filter {
    let is_element = path.as_str().is_empty();
    if item.is_document() || item.is_array() || is_element {
        equality(&Path::root(), literal, item).of_some_element(path)
    } else {
        Filter::test(path, Condition::Eq(literal))
    }
}

impl Filter {
    /// The value at `path` lies between bounds; of a list that is walked through, one and the same element.
    pub(crate) fn between(path: &Path, bounds: &[(Comparison, Literal)]) -> Self {
        let at = |path: &Path| {
            let each = bounds.iter().map(|(comparison, literal)| {
                Self::test(path, Condition::Compare(*comparison, literal.clone()))
            });
            Self::and(each.collect())
        };
        match path.split_at_list() {
            Some((list, below)) if bounds.len() > 1 => at(&below).of_some_element(&list),
            _ => at(path),
        }
    }
}

fn with_document(literal: &Literal, compare: impl FnOnce(Reader<'_>) -> Filter) -> Filter {
    literal.reader().document().map_or(Filter::Nothing, compare)
}

/// A field that the value has not is missing or null.
fn same_fields(path: &Path, document: Reader<'_>, fields: &[FieldShape]) -> Filter {
    let each = fields.iter().map(|field| {
        let shape = (field.shape)();
        if field.flattened {
            return match shape {
                Shape::Document(inner) => same_fields(path, document, inner()),
                Shape::Enum { tag, variants } => same_variant(path, document, tag, variants),
                _ => Filter::All,
            };
        }
        let path = path.child_with_aliases(field.name, field.aliases);
        equality(&path, stored(document, field.name), shape)
    });
    Filter::and(each.collect())
}

fn same_variant(path: &Path, document: Reader<'_>, tag: &'static str, variants: &[VariantShape]) -> Filter {
    let name = document.find_str(tag).unwrap_or_default();
    match variants.iter().find(|variant| variant.names.contains(&name)) {
        Some(variant) => Filter::and(vec![
            Filter::test(&path.child(tag), Condition::text_in(variant.names)),
            same_fields(path, document, (variant.fields)()),
        ]),
        None => Filter::test(&path.child(tag), Condition::Eq(Literal::text(name))),
    }
}

fn stored(document: Reader<'_>, name: &str) -> Literal {
    match document.find(name) {
        Ok(Some((element_type, value))) => Literal::read(element_type, value).unwrap_or_else(Literal::null),
        _ => Literal::null(),
    }
}

fn elements(literal: &Literal) -> Vec<Literal> {
    let mut all = Vec::new();
    if let Ok(mut elements) = literal.reader().document() {
        while let Ok(Some(element_type)) = elements.next_element() {
            all.extend(Literal::read(element_type, elements));
            if elements.skip(element_type).is_err() {
                break;
            }
        }
    }
    all
}

fn size(path: &Path, length: usize) -> Filter {
    Filter::test(path, Condition::Size(length as i64))
}

fn same_set(path: &Path, literal: &Literal, item: Shape) -> Filter {
    let elements = elements(literal);
    let size = size(path, elements.len());
    if elements.is_empty() {
        return size;
    }
    // Operators on a list's own elements do not look into elements that are lists.
    let in_list = path.as_str().is_empty();
    let all = if item.is_document() || in_list {
        let each = elements.into_iter().map(|element| equality(&Path::root(), element, item));
        Condition::AllMatch(each.collect())
    } else {
        Condition::All(elements)
    };
    Filter::and(vec![size, Filter::test(path, all)])
}

fn same_list(path: &Path, literal: &Literal, item: Shape) -> Filter {
    let elements = elements(literal);
    let mut all = vec![size(path, elements.len())];
    for (at, element) in elements.into_iter().enumerate() {
        all.push(equality(&path.index(at), element, item));
    }
    Filter::and(all)
}
