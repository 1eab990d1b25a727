//! Rows that are looked at and let go: they may borrow from the bytes that they are read out of.

use super::stored::with_version;
use super::{Model, ProjectionOf};
use crate::ast::Source;
use crate::value::{Decoded, Reader};

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

    /// Reads what the server leaves of a document.
    #[doc(hidden)]
    fn read(document: Reader<'_>) -> Decoded<Self::At<'_>>;
}

#[diagnostic::do_not_recommend]
impl<M, P: ProjectionOf<M>> RowOf<M> for P {
    type At<'de> = P;

    fn sources() -> Vec<(&'static str, Source)> {
        P::sources()
    }

    #[inline]
    fn read(document: Reader<'_>) -> Decoded<P> {
        P::read(document)
    }
}

/// Reads a row of the model `T`, and hands it over.
#[inline]
pub(crate) fn visit_row<T: Model, P: RowOf<T>, R>(
    document: Reader<'_>,
    visit: impl FnOnce(P::At<'_>) -> R,
) -> Decoded<R> {
    match P::read(document) {
        Ok(row) => Ok(visit(row)),
        Err(fault) => match with_version::<T>(P::sources(), document) {
            // What is wrong besides would be an address in another document.
            Some(versioned) => match Reader::of_document(versioned.bytes()).and_then(P::read) {
                Ok(row) => Ok(visit(row)),
                Err(_) => Err(fault),
            },
            None => Err(fault),
        },
    }
}
