//! The fields of projections. An expansion walks from the model to each of them by its accessors, and
//! the types say what arrives: behind an option or a variant an option, behind a list a list.
//!
//! What the macro cannot know, methods of one name decide, as in `step`: an inherent method comes
//! before one of a trait, and one that takes `self` by value before one that takes a reference.

mod check;
mod inside;
mod lent;

pub use check::{ProjectedFrom, Take, TakeOptional, card};
pub use lent::{Keeper, Keeps, Lent, lent_card};

use std::marker::PhantomData;

use crate::ast::{Form, Path, Source};
use crate::field::{Elem, Place};
use crate::model::{Embedded, Model};
use crate::value::Value;
use check::Check;
use inside::{Around, Direct, Inside};

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

/// The way that goes on inside of the value at `P`.
type Entered<R, P, W> = Walk<R, PlaceInside<R, P>, Through<R, P, W>>;
type PlaceInside<R, P> = <<P as Place<R>>::Value as Inside<R>>::Place<P>;
type Through<R, P, W> = <<P as Place<R>>::Value as Inside<R>>::Through<W>;

impl<R, P: Place<R>, W> Walk<R, P, W> {
    fn new() -> Self {
        Self { lists: Vec::new(), place: P::at(Path::root()), passed: PhantomData }
    }

    /// On to a field.
    pub fn go<Q: Place<R>>(self, field: impl FnOnce(P) -> Q) -> Walk<R, Q, W> {
        Walk { lists: self.lists, place: field(self.place), passed: PhantomData }
    }

    /// Into the value: through options, into lists, beyond a variant's test.
    pub fn enter(mut self) -> Entered<R, P, W>
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
