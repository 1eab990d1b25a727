//! Rows that are looked at and let go: they may borrow from the bytes that they are read out of.

use super::stored::{nothing_but, with_version};
use super::{Model, ProjectionOf};
use crate::ast::Source;
use crate::value::{Decoded, Reader, View};

/// A projection of the model `M` whose rows can be visited: one that owns its data, or one with a lifetime,
/// `Row<'a>`, that borrows from the server's bytes. Written by `#[derive(Projection)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection of `{M}`",
    label = "`{M}` cannot be visited as `{Self}`",
    note = "add `#[derive(Projection)]` and `#[vellum(from = {M})]` to `{Self}`"
)]
pub trait RowOf<M> {
    /// The row, which lives as long as the bytes that it is read out of.
    type At<'de>;

    /// Each field: the name that it is read under, and what of the model it is.
    #[doc(hidden)]
    fn sources() -> Vec<(&'static str, Source)>;

    /// Reads what the server leaves of a document: the fields, and `beside` them perhaps columns.
    #[doc(hidden)]
    fn read<'de>(document: Reader<'de>, beside: &[&str]) -> Decoded<Self::At<'de>>;
}

#[diagnostic::do_not_recommend]
impl<M, P: ProjectionOf<M>> RowOf<M> for P {
    type At<'de> = P;

    fn sources() -> Vec<(&'static str, Source)> {
        P::sources()
    }

    #[inline]
    fn read(document: Reader<'_>, _: &[&str]) -> Decoded<P> {
        P::read(document)
    }
}

/// Reads the elements of a row that borrows.
#[inline]
pub fn read_view<'de, T: View<'de>>(document: Reader<'de>, beside: &[&str]) -> Decoded<T> {
    let mut ordered = document;
    if let Some(view) = T::decode_fields(&mut ordered)?
        && nothing_but(beside, ordered)?
    {
        return Ok(view);
    }
    unordered(document)
}

#[cold]
#[inline(never)]
fn unordered<'de, T: View<'de>>(document: Reader<'de>) -> Decoded<T> {
    T::decode_unordered(document.reread())
}

/// Hands a row of the model `T` over.
#[inline]
pub(crate) fn visit_row<T: Model, P: RowOf<T>, R>(
    document: Reader<'_>,
    beside: &[&str],
    visit: impl FnOnce(P::At<'_>) -> R,
) -> Decoded<R> {
    let fault = match P::read(document, beside) {
        Ok(row) => return Ok(visit(row)),
        Err(fault) => fault,
    };
    let Some(versioned) = with_version::<T>(P::sources(), document) else { return Err(fault) };
    match Reader::of_document(versioned.bytes()).and_then(|document| P::read(document, beside)) {
        Ok(row) => Ok(visit(row)),
        // What is wrong besides would be an address in another document.
        Err(_) => Err(fault),
    }
}
