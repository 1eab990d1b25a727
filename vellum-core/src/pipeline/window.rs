//! Values over windows of rows, which only stand in the outputs of `set_window_fields`.

use std::marker::PhantomData;
use std::ops::{RangeFrom, RangeFull, RangeInclusive, RangeToInclusive};

use rust_decimal::Decimal;

use super::grouped::Grouped;
use crate::ast::{self, Expr as Ast, Literal, Operand as AnyOperand, Path};
use crate::expr::{Computed, DateUnit, Expr, Inner, Present, Real, RealOf};
use crate::field::{Computing, ExprRoot, Numeric, Operand, Root, Test};
use crate::update::Update;
use crate::value::Value;

/// The root of values over windows of rows of `S`.
#[derive(Debug)]
pub struct Windowed<S>(PhantomData<fn() -> S>);

impl<S: 'static> Root for Windowed<S> {
    type Predicate = Expr<Self, bool>;

    fn test(path: &Path, test: Test) -> Expr<Self, bool> {
        Expr::from_ast(test.of(ast::field_expr(path)))
    }

    fn assign(path: &Path, value: Option<AnyOperand>) -> Update<Self> {
        Update::from_ast(ast::Update::computed(path, value.map(AnyOperand::into_expr)))
    }
}

impl<S: 'static> Computing for Windowed<S> {}

/// An accumulator without a window is over the whole partition.
#[diagnostic::do_not_recommend]
impl<S, T> Operand<T, Windowed<S>> for Expr<Grouped<S>, T> {
    fn into_operand(self) -> AnyOperand {
        AnyOperand::Expr(self.into_ast())
    }
}

#[diagnostic::do_not_recommend]
impl<S, T> Operand<Option<T>, Windowed<S>> for Expr<Grouped<S>, T> {
    fn into_operand(self) -> AnyOperand {
        AnyOperand::Expr(self.into_ast())
    }
}

impl<S, T> Expr<Grouped<S>, T> {
    /// The accumulator over a window of rows around each row, in `set_window_fields`:
    /// `sum(o.total()).over(Window::documents(..=0))` is a running total. `Window::documents(..)` is the whole partition,
    /// as is an output that is an accumulator alone.
    ///
    /// MongoDB: `window` in `$setWindowFields`.
    #[expect(clippy::needless_pass_by_value, reason = "a window is made on the spot")]
    pub fn over(self, window: Window) -> Expr<Windowed<S>, T> {
        Expr::from_ast(self.into_ast().replaced(&mut |part| match part {
            Ast::Accumulator(function) => window.around(*function),
            other => other,
        }))
    }
}

/// Which rows around a row are meant, the row itself being at 0.
///
/// ```text
/// Window::documents(-1..=1)                   // with the row before and the row after it
/// Window::documents(..=0)                     // from the first row of the partition
/// Window::range(-10..=10)                     // whose value of the order is at most 10 less or more
/// Window::time(-1..=0, DateUnit::Month)       // of the month before its date in the order
/// ```
#[derive(Debug, Clone)]
#[must_use = "a window does nothing until a function gets it"]
pub struct Window(Ast);

impl Window {
    /// So many rows before (below 0) and behind (above 0) the row, in the order of the window.
    ///
    /// MongoDB: `documents`.
    pub fn documents(rows: impl WindowBounds<i64>) -> Self {
        Self(Ast::Object(vec![("documents".to_owned(), bounds(rows))]))
    }

    /// Rows whose value differs so much from that of the row. The window needs an order by one field of numbers,
    /// ascending.
    ///
    /// MongoDB: `range`.
    pub fn range<T: Span>(difference: impl WindowBounds<T>) -> Self {
        Self(Ast::Object(vec![("range".to_owned(), bounds(difference))]))
    }

    /// Rows whose date is so many units before (below 0) or behind (above 0) that of the row. The window needs an
    /// order by one field of dates, ascending.
    ///
    /// MongoDB: `range` with `unit`.
    pub fn time(difference: impl WindowBounds<i64>, unit: DateUnit) -> Self {
        Self(Ast::Object(vec![("range".to_owned(), bounds(difference)), ("unit".to_owned(), unit.text())]))
    }

    fn around(&self, function: Ast) -> Ast {
        Ast::Accumulator(Box::new(Ast::Window(Box::new(function), Box::new(self.0.clone()))))
    }
}

fn bounds<T: Span>(range: impl WindowBounds<T>) -> Ast {
    let word = |word| Ast::Literal(Literal::text(word));
    let bound = |bound: Option<T>| match bound {
        None => word("unbounded"),
        Some(here) if here == T::default() => word("current"),
        Some(other) => other.literal(),
    };
    let (lower, upper) = range.into_bounds();
    Ast::List(vec![bound(lower), bound(upper)])
}

/// Types of the bounds of a window.
#[diagnostic::on_unimplemented(
    message = "a window has no bounds of type `{Self}`",
    label = "expected numbers: `i32`, `i64`, `f64` or `Decimal`"
)]
pub trait Span: Default + PartialEq {
    /// As it is sent.
    #[doc(hidden)]
    fn literal(self) -> Ast;
}

macro_rules! spans {
    ($($type:ty, |$span:ident| $literal:expr;)*) => {$(
        impl Span for $type {
            fn literal(self) -> Ast {
                let $span = self;
                Ast::Literal($literal)
            }
        }
    )*};
}

spans! {
    i32, |span| Literal::of(&span);
    i64, |span| ast::whole(span);
    f64, |span| Literal::of(&span);
    Decimal, |span| Literal::of(&span);
}

/// Ranges that a window can have: `-1..=1`, `..=0`, `0..` and `..`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no bounds of a window",
    label = "expected `-1..=1`, `..=0`, `0..` or `..`",
    note = "the ends of a window are part of it, so its range is written with `..=`"
)]
pub trait WindowBounds<T> {
    /// Both bounds, where there are any.
    #[doc(hidden)]
    fn into_bounds(self) -> (Option<T>, Option<T>);
}

#[diagnostic::do_not_recommend]
impl<T: Span> WindowBounds<T> for RangeInclusive<T> {
    fn into_bounds(self) -> (Option<T>, Option<T>) {
        let (start, end) = self.into_inner();
        (Some(start), Some(end))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Span> WindowBounds<T> for RangeToInclusive<T> {
    fn into_bounds(self) -> (Option<T>, Option<T>) {
        (None, Some(self.end))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Span> WindowBounds<T> for RangeFrom<T> {
    fn into_bounds(self) -> (Option<T>, Option<T>) {
        (Some(self.start), None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Span> WindowBounds<T> for RangeFull {
    fn into_bounds(self) -> (Option<T>, Option<T>) {
        (None, None)
    }
}

fn function<S, T>(function: Ast) -> Expr<Windowed<S>, T> {
    Expr::from_ast(Ast::Accumulator(Box::new(function)))
}

macro_rules! positions {
    ($($(#[$doc:meta])* $name:ident = $operator:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nMongoDB: `$", $operator, "`.")]
        pub fn $name<S>() -> Expr<Windowed<S>, i64> {
            function(Ast::Named($operator, Vec::new()))
        }
    )*};
}

positions! {
    /// The row's place in the order, from 1; rows that are equal in it share a place, and the next one is as much
    /// later.
    rank = "rank";
    /// The row's place in the order, from 1; rows that are equal in it share a place, and the next one follows.
    dense_rank = "denseRank";
    /// The row's number in the order, from 1.
    document_number = "documentNumber";
}

/// The value of the row that is so many rows behind (above 0) or before (below 0); `None` where there is none.
///
/// MongoDB: `$shift`.
pub fn shift<S, C>(value: C, by: i64) -> Expr<Windowed<S>, Option<Inner<C::Value>>>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
    C::Value: Value<Kind: Present<C::Value>>,
{
    let by = Ast::Literal(ast::whole(by));
    function(Ast::Named("shift", vec![("output", value.ast()), ("by", by)]))
}

/// The value of the row that is so many rows behind (above 0) or before (below 0), or another one where there is
/// none.
///
/// MongoDB: `$shift` with `default`.
pub fn shift_or<S, C>(value: C, by: i64, default: impl Operand<C::Value>) -> Expr<Windowed<S>, C::Value>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
    C::Value: Value,
{
    let by = Ast::Literal(ast::whole(by));
    let default = default.into_operand().into_expr();
    function(Ast::Named("shift", vec![("output", value.ast()), ("by", by), ("default", default)]))
}

macro_rules! rates {
    ($($(#[$doc:meta])* $name:ident, $(#[$doc_per:meta])* $per:ident = $operator:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nMongoDB: `$", $operator, "`.")]
        pub fn $name<S, C>(value: C, window: Window) -> Expr<Windowed<S>, Option<RealOf<C::Value>>>
        where
            C: Computed<Root = ExprRoot<S>>,
            S: 'static,
            C::Value: Value<Kind: Real<C::Value> + Numeric<C::Value>>,
        {
            Expr::from_ast(window.around(Ast::Named($operator, vec![("input", value.ast())])))
        }

        $(#[$doc_per])*
        #[doc = concat!("\n\nMongoDB: `$", $operator, "` with `unit`.")]
        pub fn $per<S, C>(value: C, unit: DateUnit, window: Window) -> Expr<Windowed<S>, Option<RealOf<C::Value>>>
        where
            C: Computed<Root = ExprRoot<S>>,
            S: 'static,
            C::Value: Value<Kind: Real<C::Value> + Numeric<C::Value>>,
        {
            let arguments = vec![("input", value.ast()), ("unit", unit.text())];
            Expr::from_ast(window.around(Ast::Named($operator, arguments)))
        }
    )*};
}

rates! {
    /// How fast the value grows over a window, by the field of numbers that it is ordered by; `None` for a window
    /// of one row.
    derivative,
    /// How fast the value grows over a window, by the field of dates that it is ordered by: for each `unit`, which
    /// is a week or less. `None` for a window of one row.
    derivative_per = "derivative";
    /// The area below the values over a window, by the field of numbers that it is ordered by.
    integral,
    /// The area below the values over a window, by the field of dates that it is ordered by, in a `unit`, which is a
    /// week or less.
    integral_per = "integral";
}

macro_rules! smoothed {
    ($($(#[$doc:meta])* $name:ident($parameter:ident: $type:ty) = $key:literal, $argument:expr;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nMongoDB: `$expMovingAvg` with `", $key, "`.")]
        pub fn $name<S, C>(value: C, $parameter: $type) -> Expr<Windowed<S>, RealOf<C::Value>>
        where
            C: Computed<Root = ExprRoot<S>>,
            S: 'static,
            C::Value: Value<Kind: Real<C::Value>>,
        {
            let argument = Ast::Literal($argument);
            function(Ast::Named("expMovingAvg", vec![("input", value.ast()), ($key, argument)]))
        }
    )*};
}

smoothed! {
    /// The average up to the row, in which rows count the less the earlier they are; about so many of them count.
    exp_moving_avg(rows: u32) = "N", ast::whole(i64::from(rows));
    /// The average up to the row, in which each row counts `1 - weight` of what the next one does. The weight lies
    /// between 0 and 1.
    exp_moving_avg_alpha(weight: f64) = "alpha", Literal::of(&weight);
}

/// What numbers with gaps become: `f64`, of decimals a decimal.
type Filled<T> = Option<RealOf<Inner<T>>>;

/// The value, or where it is missing one on the straight line between the values before and behind it. The window
/// needs an order by one field of numbers or dates.
///
/// MongoDB: `$linearFill`.
pub fn linear_fill<S, C>(value: C) -> Expr<Windowed<S>, Filled<C::Value>>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
    C::Value: Value<Kind: Real<C::Value>>,
    Inner<C::Value>: Value<Kind: Real<Inner<C::Value>>>,
{
    function(Ast::one("linearFill", value.ast()))
}

/// The value, or where it is missing the last one before it.
///
/// MongoDB: `$locf`.
pub fn locf<S, C>(value: C) -> Expr<Windowed<S>, C::Value>
where
    C: Computed<Root = ExprRoot<S>>,
    S: 'static,
{
    function(Ast::one("locf", value.ast()))
}
