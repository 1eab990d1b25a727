//! What a way leads through, and what that makes of the type at its end.

use std::marker::PhantomData;

use crate::ast::Path;
use crate::field::Place;
use crate::value::{Sequence, Value, kind};

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
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document Map Geo
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

lists! { List Array Set }

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
