//! Rows that can be written into the collection of a model: `merge` and `out`.

use super::row::RowType;
use crate::ast::{Source, takes_whole};
use crate::bson::element;
use crate::model::{Doc, Model, Projection, ProjectionOf};
use crate::schema::{FieldShape, Shape};
use crate::value::Value;

/// Path and reason.
type Why = (String, String);

/// Rows that are documents of `T`, or parts of them.
#[diagnostic::on_unimplemented(
    message = "rows of type `{Self}` are no documents of `{T}`",
    label = "the rows cannot be written into the collection of `{T}`",
    note = "expected rows `Doc<{T}>`, or of a projection with `#[vellum(from = {T})]`"
)]
pub trait Covers<T>: RowType {
    /// Whether rows have the columns of the model, too.
    #[doc(hidden)]
    const WHOLE: bool;

    /// Why rows are not written; new documents need all fields.
    #[doc(hidden)]
    fn uncovered(as_new: bool) -> Option<Why>;
}

#[diagnostic::do_not_recommend]
impl<T: Model> Covers<T> for Doc<T> {
    const WHOLE: bool = true;

    fn uncovered(_: bool) -> Option<Why> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: Model, P: Projection + ProjectionOf<T> + RowType> Covers<T> for P {
    const WHOLE: bool = false;

    fn uncovered(as_new: bool) -> Option<Why> {
        let sources = P::sources();
        let elsewhere = sources
            .iter()
            .find(|(name, source)| !source.lists.is_empty() || source.path.plain() != Some(*name));
        if let Some((name, source)) = elsewhere {
            let path = source.path.as_str();
            let reason =
                format!("{} has the value of `{path}` here, which stands elsewhere in {}", P::NAME, T::NAME);
            return Some(((*name).to_owned(), reason));
        }
        if !as_new {
            return None;
        }
        if <T::Id as Value>::TYPE != element::OBJECT_ID && sources.iter().all(|(name, _)| *name != "_id") {
            let reason = format!(
                "new documents of {} need an id; add a field with `rename = \"_id\"` to {}",
                T::NAME,
                P::NAME
            );
            return Some(("_id".to_owned(), reason));
        }
        let lacking = lacking(T::shape(), &sources)?;
        Some((
            lacking.to_owned(),
            format!("new documents of {} need this field, which {} lacks", T::NAME, P::NAME),
        ))
    }
}

/// A field that must not be missing, and that a projection does not have as it is.
fn lacking(shape: Shape, sources: &[(&'static str, Source)]) -> Option<&'static str> {
    let Shape::Document(fields) = shape else { return None };
    fields().iter().find_map(|field| {
        if field.flattened {
            return lacking((field.shape)(), sources);
        }
        match sources.iter().find(|(name, _)| *name == field.name) {
            Some((_, source)) => (!takes_whole(&source.form, (field.shape)())).then_some(field.name),
            None => is_needed(field).then_some(field.name),
        }
    })
}

fn is_needed(field: &FieldShape) -> bool {
    field.name != "_id" && !field.defaulted && !matches!((field.shape)(), Shape::Optional(_))
}
