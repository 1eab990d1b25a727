//! The fields of projections. An expansion walks from the model to each of them by its accessors, and
//! the types say what arrives: behind an option or a variant an option, behind a list a list.
//!
//! What the macro cannot know, methods of one name decide, as in `step`: an inherent method comes
//! before one of a trait, and one that takes `self` by value before one that takes a reference.

use std::any::TypeId;
use std::collections::VecDeque;
use std::marker::PhantomData;

use crate::ast::{self, Form, Path, Source};
use crate::field::{Elem, Place};
use crate::model::{Embedded, Model, ProjectionOf};
use crate::schema::{FieldShape, Shape};
use crate::value::bytes::Bytes;
use crate::value::serde::Serde;
use crate::value::{Sequence, Value, kind};

/// What a projection is taken from.
#[derive(Debug)]
pub struct Origin<M>(PhantomData<fn() -> M>);

/// What a projection is taken from.
pub fn origin<M>() -> Origin<M> {
    Origin(PhantomData)
}

/// A model.
pub trait OfModel<M: Model> {
    /// The way's beginning.
    fn __root(self) -> Walk<M, M::Fields<M>, Direct>;
}

impl<M: Model> OfModel<M> for Origin<M> {
    fn __root(self) -> Walk<M, M::Fields<M>, Direct> {
        Walk::new()
    }
}

/// An embedded type.
pub trait OfEmbedded<M> {
    /// The way's beginning.
    fn __root(&self) -> Walk<Elem<M>, M::Accessor<Elem<M>>, Direct>
    where
        M: Projectable;
}

impl<M> OfEmbedded<M> for Origin<M> {
    fn __root(&self) -> Walk<Elem<M>, M::Accessor<Elem<M>>, Direct>
    where
        M: Projectable,
    {
        Walk::new()
    }
}

/// Embedded types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a model nor an embedded type",
    label = "a projection is taken from one of these",
    note = "add `#[derive(Vellum)]` or `#[derive(Embedded)]` to `{Self}`"
)]
pub trait Projectable: Value {}

#[diagnostic::do_not_recommend]
impl<T: Embedded> Projectable for T {}

/// A way through the model, now at the accessor `P`. `W` says what it has led through.
#[derive(Debug)]
pub struct Walk<R, P, W> {
    lists: Vec<Path>,
    place: P,
    passed: PhantomData<fn() -> (R, W)>,
}

impl<R, P: Place<R>, W> Walk<R, P, W> {
    fn new() -> Self {
        Self { lists: Vec::new(), place: P::at(Path::root()), passed: PhantomData }
    }

    /// On to a field.
    pub fn go<Q: Place<R>>(self, field: impl FnOnce(P) -> Q) -> Walk<R, Q, W> {
        Walk { lists: self.lists, place: field(self.place), passed: PhantomData }
    }

    /// Into the value: through options, into lists, beyond a variant's test.
    pub fn enter(mut self) -> Walk<R, <P::Value as Inside<R>>::Place<P>, <P::Value as Inside<R>>::Through<W>>
    where
        P::Value: Inside<R>,
    {
        let place = <P::Value as Inside<R>>::enter(self.place, &mut self.lists);
        Walk { lists: self.lists, place, passed: PhantomData }
    }

    /// The end of the way, for a field of type `T`.
    pub fn check<T>(self) -> Check<T, <W as Around<P::Value>>::Value>
    where
        W: Around<P::Value>,
    {
        let source = Source {
            lists: self.lists,
            path: self.place.path().clone(),
            form: Form::Whole { optional: false },
        };
        Check { source, types: PhantomData }
    }
}

/// Straight to the field.
#[derive(Debug)]
pub enum Direct {}

/// Through an option, and before that through `W`.
#[derive(Debug)]
pub struct InOption<W>(PhantomData<W>);

/// Through a list, and before that through `W`.
#[derive(Debug)]
pub struct InList<W>(PhantomData<W>);

/// What becomes of a field of type `V` at the end of a way.
pub trait Around<V> {
    /// The type of what arrives.
    type Value;
}

impl<V> Around<V> for Direct {
    type Value = V;
}

impl<V: Value<Kind: OrNone<V>>, W: Around<<V::Kind as OrNone<V>>::Option>> Around<V> for InOption<W> {
    type Value = W::Value;
}

impl<V, W: Around<Vec<V>>> Around<V> for InList<W> {
    type Value = W::Value;
}

/// An option of the type, which may be one already.
pub trait OrNone<T> {
    /// The option.
    type Option;
}

/// What a way meets at a place whose value has the type.
pub trait Inside<R> {
    /// The accessor of what is inside.
    type Place<P: Place<R>>: Place<R>;

    /// What the way has led through then.
    type Through<W>;

    /// Goes inside.
    fn enter<P: Place<R>>(place: P, lists: &mut Vec<Path>) -> Self::Place<P>;
}

/// A variant: in documents of another one there is nothing.
impl<R> Inside<R> for () {
    type Place<P: Place<R>> = P;
    type Through<W> = InOption<W>;

    fn enter<P: Place<R>>(place: P, _: &mut Vec<Path>) -> P {
        place
    }
}

impl<R, T: Value<Kind: InsideOf<R, T>>> Inside<R> for T {
    type Place<P: Place<R>> = <T::Kind as InsideOf<R, T>>::Place;
    type Through<W> = <T::Kind as InsideOf<R, T>>::Through<W>;

    fn enter<P: Place<R>>(place: P, lists: &mut Vec<Path>) -> Self::Place<P> {
        Place::at(T::Kind::enter(place.path().clone(), lists))
    }
}

/// [`Inside`], for the types of a kind.
pub trait InsideOf<R, T> {
    /// The accessor of what is inside.
    type Place: Place<R>;

    /// What the way has led through then.
    type Through<W>;

    /// The path of what is inside, from an element of the last list.
    fn enter(path: Path, lists: &mut Vec<Path>) -> Path;
}

macro_rules! single {
    ($($kind:ident)*) => {$(
        impl<R, T: Value> InsideOf<R, T> for kind::$kind {
            type Place = T::Accessor<R>;
            type Through<W> = W;

            fn enter(path: Path, _: &mut Vec<Path>) -> Path {
                path
            }
        }

        impl<T> OrNone<T> for kind::$kind {
            type Option = Option<T>;
        }
    )*};
}

single! {
    Text Integer Double Decimal Bool Date Timestamp ObjectId Uuid Binary Regex Enumeration Document Map Geo
    Reference Any Foreign
}

macro_rules! lists {
    ($($kind:ident)*) => {$(
        impl<R, T: Sequence<Item: Value<Kind: InsideOf<R, T::Item>>>> InsideOf<R, T> for kind::$kind {
            type Place = <<T::Item as Value>::Kind as InsideOf<R, T::Item>>::Place;
            type Through<W> = <<T::Item as Value>::Kind as InsideOf<R, T::Item>>::Through<InList<W>>;

            fn enter(path: Path, lists: &mut Vec<Path>) -> Path {
                lists.push(path);
                <<T::Item as Value>::Kind as InsideOf<R, T::Item>>::enter(Path::root(), lists)
            }
        }

        impl<T> OrNone<T> for kind::$kind {
            type Option = Option<T>;
        }
    )*};
}

lists! { List Set }

impl<R, T: Value<Kind: InsideOf<R, T>>> InsideOf<R, Option<T>> for kind::Optional {
    type Place = <T::Kind as InsideOf<R, T>>::Place;
    type Through<W> = <T::Kind as InsideOf<R, T>>::Through<InOption<W>>;

    fn enter(path: Path, lists: &mut Vec<Path>) -> Path {
        T::Kind::enter(path, lists)
    }
}

impl<T> OrNone<Option<T>> for kind::Optional {
    type Option = Option<T>;
}

/// A projection's field of type `P`, and what arrives there, of type `V`.
#[derive(Debug)]
pub struct Check<P, V> {
    source: Source,
    types: PhantomData<fn() -> (P, V)>,
}

/// The same type.
impl<T> Check<T, T> {
    /// The field's name, and where it comes from.
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
pub fn card<P: ProjectionOf<M>, M>() -> Form {
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
    for _ in &source.lists {
        if let Shape::List(element) = present(shape) {
            shape = element();
        }
    }
    let form = if source.path.as_str().is_empty() {
        Form::Beside(beside(present(shape)))
    } else {
        Form::Whole { optional: matches!(shape, Shape::Optional(_)) }
    };
    Source { form, ..source }
}

/// The source of a part. The lists that the way leads through are in its type, but not at its end.
fn taken(mut form: Form, source: Source) -> Source {
    for _ in &source.lists {
        while let Form::Optional(inner) = form {
            form = *inner;
        }
        if let Form::List(inner) = form {
            form = *inner;
        }
    }
    Source { form, ..source }
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
