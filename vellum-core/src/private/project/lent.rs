//! Fields that borrow: which of the model's types they can stand for.

use std::any::TypeId;
use std::borrow::Cow;

use super::check::{Check, ProjectedFrom, TakeOptional, taken};
use crate::ast::{self, Form, Source};
use crate::bson::Binary;
use crate::model::RowOf;
use crate::value::bytes::Bytes;
use crate::value::{Value, kind};

/// Stands for a field of type `T` that borrows: never the model's own type, even where they look alike.
#[derive(Debug)]
pub struct Lent<T>(T);

impl<T: ProjectedFrom<V>, V> TakeOptional for Check<Lent<Option<T>>, V> {
    fn __take<P>(self, name: &'static str) -> (&'static str, Source) {
        (name, taken(T::form(), self.source))
    }
}

/// Kinds whose values are stored as text.
pub trait StoredAsText {}

impl StoredAsText for kind::Text {}

/// Types whose values are stored as bytes, and always there.
pub trait StoredAsBytes {}

impl StoredAsBytes for Binary {}
impl StoredAsBytes for Bytes<Vec<u8>> {}
impl StoredAsBytes for Bytes<Box<[u8]>> {}
impl<const N: usize> StoredAsBytes for Bytes<[u8; N]> {}

const WHOLE: Form = Form::Whole { optional: false };

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: StoredAsText>> ProjectedFrom<T> for &str {
    fn form() -> Form {
        WHOLE
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: StoredAsText>> ProjectedFrom<T> for Cow<'_, str> {
    fn form() -> Form {
        WHOLE
    }
}

#[diagnostic::do_not_recommend]
impl<T: StoredAsBytes> ProjectedFrom<T> for &[u8] {
    fn form() -> Form {
        WHOLE
    }
}

/// The model's option is encoded as a whole.
#[diagnostic::do_not_recommend]
impl<'a, T> ProjectedFrom<Bytes<Option<T>>> for Option<&'a [u8]>
where
    &'a [u8]: ProjectedFrom<Bytes<T>>,
{
    fn form() -> Form {
        WHOLE
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T> ProjectedFrom<Option<Bytes<Option<T>>>> for Option<&'a [u8]>
where
    &'a [u8]: ProjectedFrom<Bytes<T>>,
{
    fn form() -> Form {
        WHOLE
    }
}

/// The form of a projection that borrows inside of another. A type with a lifetime is known by its
/// `'static` form, `Known`.
pub fn lent_card<P: RowOf<M>, M, Known: 'static>(name: &'static str) -> Form {
    Form::Card(ast::Card { id: TypeId::of::<Known>(), name, sources: P::sources })
}

/// Whoever keeps rows: in a list, a stream or a page.
#[derive(Debug)]
pub enum Keeper {}

/// Nobody keeps what borrows. Nothing implements it: it is there for its message.
#[diagnostic::on_unimplemented(
    message = "`{P}` borrows from the server's bytes, so its rows cannot be kept",
    label = "`{P}` is not an owned projection",
    note = "visit them: `.for_each_row::<{P}>(|row| ..)`, or select a projection without a lifetime"
)]
pub trait Keeps<P> {}
