//! What a projection's fields are filled with: by `project` from a row, by `group_by` from a group.

use std::marker::PhantomData;

use super::grouped::Grouped;
use super::window::Windowed;
use crate::ast::Expr as Ast;
use crate::field::{ExprRoot, Operand};
use crate::model::Projection;
use crate::value::Value;

/// An output that has been given.
#[derive(Debug)]
pub enum Set {}

/// An output that has not been given.
#[derive(Debug)]
pub enum Unset {}

/// Values that can fill an output of type `T`, computed under the root `R`.
#[diagnostic::on_unimplemented(
    message = "an output of type `{T}` cannot be filled with `{Self}` here",
    label = "expected a value of type `{T}`",
    note = "inside of `group_by`, an output is the key, an accumulator such as `count()` or `max(u.age())`, or an \
            expression over these; inside of `set_window_fields` it is an accumulator, a function such as `rank()`, \
            or an expression over these"
)]
pub trait Output<T, R> {
    /// The value without types.
    #[doc(hidden)]
    fn into_output(self) -> Ast;
}

#[diagnostic::do_not_recommend]
impl<T, R, V: Operand<T, R>> Output<T, R> for V {
    fn into_output(self) -> Ast {
        self.into_operand().into_expr()
    }
}

/// The state of an output `F` that is required.
#[diagnostic::on_unimplemented(
    message = "the output `{F}` is missing",
    label = "add `.{F}(..)` to the outputs that are given here"
)]
pub trait Given<F> {}

impl<F> Given<F> for Set {}

/// The state of an output `F` that can still be given.
#[diagnostic::on_unimplemented(message = "the output `{F}` is given twice", label = "given already")]
pub trait Open<F> {}

impl<F> Open<F> for Unset {}

/// All outputs of a projection, made by `CityStats::projected()` from a row, by `CityStats::grouped()` from a group
/// and by `CityStats::windowed()` from the rows around a row, with a call for each field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of outputs here",
    label = "expected the outputs of a projection",
    note = "`project` and `add_fields` take `CityStats::projected()`, `group_by` takes `CityStats::grouped()`, and \
            `set_window_fields` takes `CityStats::windowed()`, with your projection in place of `CityStats`"
)]
pub trait Outputs<R> {
    /// The projection.
    type Row: Projection + Value;

    /// Each field's stored name, and what it is filled with.
    #[doc(hidden)]
    fn into_outputs(self) -> Vec<(&'static str, Ast)>;
}

/// The outputs given so far, with the state `F`. Behind the builders that the derive generates.
#[derive(Debug)]
#[doc(hidden)]
pub struct Fill<R, F>(Vec<(usize, &'static str, Ast)>, PhantomData<fn() -> (R, F)>);

impl<R, F> Fill<R, F> {
    /// With one more.
    #[must_use]
    pub fn with<T, G>(mut self, place: usize, name: &'static str, value: impl Output<T, R>) -> Fill<R, G> {
        self.0.push((place, name, value.into_output()));
        Fill(self.0, PhantomData)
    }

    /// All, in the order of the fields.
    pub fn finish(mut self) -> Vec<(&'static str, Ast)> {
        self.0.sort_by_key(|(place, ..)| *place);
        self.0.into_iter().map(|(_, name, value)| (name, value)).collect()
    }
}

/// The outputs of a row.
#[doc(hidden)]
pub fn projected<S, F>() -> Fill<ExprRoot<S>, F> {
    Fill(Vec::new(), PhantomData)
}

/// The outputs of a group.
#[doc(hidden)]
pub fn grouped<S, F>() -> Fill<Grouped<S>, F> {
    Fill(Vec::new(), PhantomData)
}

/// The outputs of windows.
#[doc(hidden)]
pub fn windowed<S, F>() -> Fill<Windowed<S>, F> {
    Fill(Vec::new(), PhantomData)
}
