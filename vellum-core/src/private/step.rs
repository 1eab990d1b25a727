//! Stepping along the path of an index key. A key may lead through lists, which the macro cannot know:
//! the two traits have a method of the same name, and the one that takes `self` by value wins where
//! its bounds hold.

use crate::field::{Field, ItemAccessor, Listed, Opt, Place};
use crate::value::Value;
use crate::value::kind::Elements;

/// An accessor on the way of a path.
#[derive(Debug)]
pub struct Step<P>(pub P);

/// A list: on to its elements.
pub trait StepIn {
    /// The accessor of an element.
    type Inner;

    /// The accessor of an element.
    fn __step(self) -> Self::Inner;
}

impl<R, C: Value<Kind: Elements<C> + Listed<C>>> StepIn for Step<Field<R, C>> {
    type Inner = ItemAccessor<R, C>;

    fn __step(self) -> Self::Inner {
        self.0.any()
    }
}

impl<R, C: Value<Kind: Elements<C> + Listed<C>>> StepIn for Step<Opt<R, C>> {
    type Inner = ItemAccessor<R, C>;

    fn __step(self) -> Self::Inner {
        Place::at(self.0.path().any())
    }
}

/// Everything else: as it is.
pub trait StepOver<R> {
    /// The same accessor.
    type Inner;

    /// The same accessor.
    fn __step(&self) -> Self::Inner;
}

impl<R, P: Place<R>> StepOver<R> for Step<P> {
    type Inner = P;

    fn __step(&self) -> P {
        P::at(self.0.path().clone())
    }
}
