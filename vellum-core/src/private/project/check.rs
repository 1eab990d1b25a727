//! The end of a way: whether the projection's field can have its type, and what is taken of it.

use std::any::TypeId;
use std::collections::VecDeque;
use std::marker::PhantomData;

use crate::ast::{self, Form, Path, Source};
use crate::model::{Projection, ProjectionOf};
use crate::schema::{FieldShape, Shape};
use crate::value::Value;
use crate::value::bytes::Bytes;
use crate::value::serde::Serde;

/// A projection's field of type `P`, and what arrives there, of type `V`.
#[derive(Debug)]
pub struct Check<P, V> {
    pub(super) source: Source,
    pub(super) types: PhantomData<fn() -> (P, V)>,
}

/// The same type.
impl<T> Check<T, T> {
    /// The field's name, and where it comes from.
    #[expect(clippy::extra_unused_type_parameters, reason = "the type's tokens are where a mistake is shown")]
    pub fn __take<P>(self, name: &'static str) -> (&'static str, Source)
    where
        T: Value,
    {
        (name, whole::<T>(self.source))
    }
}

/// An option, where older documents may lack what the model has now.
impl<T> Check<Option<T>, T> {
    /// The field's name, and where it comes from.
    #[expect(clippy::extra_unused_type_parameters, reason = "the type's tokens are where a mistake is shown")]
    pub fn __take<P>(self, name: &'static str) -> (&'static str, Source)
    where
        T: Value,
    {
        (name, whole::<T>(self.source))
    }
}

/// An option of another projection, where older documents may lack what the model has now.
pub trait TakeOptional {
    /// The field's name, and where it comes from.
    fn __take<P>(self, name: &'static str) -> (&'static str, Source);
}

impl<T: ProjectedFrom<V>, V> TakeOptional for Check<Option<T>, V> {
    fn __take<P>(self, name: &'static str) -> (&'static str, Source) {
        (name, taken(T::form(), self.source))
    }
}

/// Everything else: another projection, or a mistake.
pub trait Take<V> {
    /// The field's name, and where it comes from.
    fn __take<P: ProjectedFrom<V>>(&self, name: &'static str) -> (&'static str, Source);
}

impl<T, V> Take<V> for Check<T, V> {
    fn __take<P: ProjectedFrom<V>>(&self, name: &'static str) -> (&'static str, Source) {
        (name, taken(P::form(), self.source.clone()))
    }
}

/// Types that a projection's field can have where the type `T` arrives, besides `T` itself.
#[diagnostic::on_unimplemented(
    message = "the model's value is of type `{T}`, the projection's field of type `{Self}`",
    label = "expected `{T}`",
    note = "behind an `Option` or a variant a value is an `Option`, and behind a list a `Vec`"
)]
pub trait ProjectedFrom<T> {
    /// What is taken of the value.
    #[doc(hidden)]
    fn form() -> Form;
}

/// The form of a projection inside of another.
pub fn card<P: Projection + ProjectionOf<M>, M>() -> Form {
    Form::Card(ast::Card { id: TypeId::of::<P>(), name: P::NAME, sources: P::sources })
}

#[diagnostic::do_not_recommend]
impl<P: ProjectedFrom<T>, T> ProjectedFrom<Option<T>> for Option<P> {
    fn form() -> Form {
        Form::Optional(Box::new(P::form()))
    }
}

macro_rules! projected_lists {
    ($([$($length:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<P: ProjectedFrom<T>, T, $($length)*> ProjectedFrom<$list> for Vec<P> {
            fn form() -> Form {
                Form::List(Box::new(P::form()))
            }
        }
    )*};
}

projected_lists! {
    [] Vec<T>;
    [] VecDeque<T>;
    [] Box<[T]>;
    [const LENGTH: usize] [T; LENGTH];
}

/// An option that is encoded as a whole, by serde or as bytes.
macro_rules! encoded_options {
    ($($wrapper:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> ProjectedFrom<$wrapper<T>> for $wrapper<Option<T>> {
            fn form() -> Form {
                Form::Whole { optional: true }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> ProjectedFrom<Option<$wrapper<T>>> for $wrapper<Option<T>> {
            fn form() -> Form {
                Form::Whole { optional: true }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> ProjectedFrom<Option<$wrapper<Option<T>>>> for $wrapper<Option<T>> {
            fn form() -> Form {
                Form::Whole { optional: true }
            }
        }
    )*};
}

encoded_options! { Serde Bytes }

/// The source of a whole value. A flattened one has no path of its own: its fields are named.
fn whole<T: Value>(source: Source) -> Source {
    let mut shape = T::shape();
    let mut optional = false;
    for _ in &source.lists {
        if let Shape::List(element) = present(shape) {
            shape = element();
            optional |= matches!(shape, Shape::Optional(_));
        }
    }
    let form = if source.path.as_str().is_empty() {
        Form::Beside(beside(present(shape)))
    } else {
        Form::Whole { optional }
    };
    Source { form, ..source }
}

/// The source of a part. The lists that the way leads through are in its type, but not at its end.
pub(super) fn taken(mut form: Form, source: Source) -> Source {
    for _ in &source.lists {
        while let Form::Optional(inner) = form {
            form = *inner;
        }
        if let Form::List(inner) = form {
            form = *inner;
        }
    }
    Source { form: simplified(form), ..source }
}

/// Of a list or an option that is taken whole, there is nothing to say about what is inside.
fn simplified(form: Form) -> Form {
    match form {
        Form::Optional(inner) => match simplified(*inner) {
            Form::Whole { .. } => Form::Whole { optional: true },
            inner => Form::Optional(Box::new(inner)),
        },
        Form::List(inner) => match simplified(*inner) {
            Form::Whole { .. } => Form::Whole { optional: false },
            inner => Form::List(Box::new(inner)),
        },
        form => form,
    }
}

fn present(shape: Shape) -> Shape {
    if let Shape::Optional(inner) = shape { inner() } else { shape }
}

/// The fields of a flattened type, from where they stand.
fn beside(shape: Shape) -> Vec<(&'static str, Source)> {
    let field = |name, aliases| {
        let path = Path::root().child_with_aliases(name, aliases);
        (name, Source { lists: Vec::new(), path, form: Form::Whole { optional: false } })
    };
    let named = |shape: &FieldShape| {
        if shape.flattened { beside((shape.shape)()) } else { vec![field(shape.name, shape.aliases)] }
    };
    match shape {
        Shape::Document(fields) => fields().iter().flat_map(named).collect(),
        Shape::Enum { tag, variants } => {
            let mut fields = vec![field(tag, &[])];
            for (name, source) in
                variants.iter().flat_map(|variant| (variant.fields)().iter().flat_map(named))
            {
                if fields.iter().all(|(known, _)| *known != name) {
                    fields.push((name, source));
                }
            }
            fields
        }
        _ => Vec::new(),
    }
}
