//! Which part of a row something is in, as a type.

use std::marker::PhantomData;

/// The root of the accessors that `unwind` gives: they know which part of the row they are in.
#[derive(Debug)]
pub struct Part<L>(PhantomData<fn() -> L>);

/// The whole row.
#[derive(Debug)]
pub enum Whole {}

/// The left side of what is at `L`.
#[derive(Debug)]
pub struct First<L>(PhantomData<fn() -> L>);

/// The right side of what is at `L`.
#[derive(Debug)]
pub struct Second<L>(PhantomData<fn() -> L>);

/// A place in rows of the type `S`.
pub trait Site<S> {
    /// The type of what is there.
    type Part;

    /// The row with another type there.
    type With<T>;
}

impl<S> Site<S> for Whole {
    type Part = S;
    type With<T> = T;
}

impl<S, A, B, L: Site<S, Part = (A, B)>> Site<S> for First<L> {
    type Part = A;
    type With<T> = L::With<(T, B)>;
}

impl<S, A, B, L: Site<S, Part = (A, B)>> Site<S> for Second<L> {
    type Part = B;
    type With<T> = L::With<(A, T)>;
}
