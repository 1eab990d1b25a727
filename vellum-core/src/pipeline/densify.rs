//! `densify`.

use std::marker::PhantomData;
use std::ops::Range;

use super::row::{Changed, ExprOf, RowType};
use super::{Aggregate, Origin};
use crate::ast::{Expr as Ast, Literal, Stage, whole};
use crate::expr::DateUnit;
use crate::field::{Operand, Place};
use crate::value::{Value, kind};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// With rows in between, so that there is one for each step of a field. A row that is added has this field, and
    /// those that it is [partitioned by](Densify::partition_by), only; rows are therefore read as
    /// [`Document`](crate::bson::Document)s, unless a later stage gives them another type.
    ///
    /// ```text
    /// readings.aggregate().densify(|r| Densify::every(r.at(), 1, DateUnit::Hour).partition_by(r.sensor()))
    /// ```
    ///
    /// MongoDB: `$densify`.
    pub fn densify<T>(
        self,
        steps: impl FnOnce(S::Fields<ExprOf<S>>) -> Densify<ExprOf<S>, T>,
    ) -> Aggregate<M, Changed<S>> {
        let stage = steps(S::fields(&self.layout)).into_stage();
        let layout = self.layout.clone();
        self.into(stage, layout)
    }
}

/// The steps of a field for which there shall be rows. `T` is the field's type without `Option`.
#[derive(Debug)]
#[must_use = "steps do nothing until `densify` gets them"]
pub struct Densify<R, T> {
    field: Ast,
    partition: Vec<Ast>,
    step: Ast,
    unit: Option<DateUnit>,
    bounds: Ast,
    types: PhantomData<fn() -> (R, T)>,
}

impl<R, T> Densify<R, T> {
    fn new(field: Ast, step: Ast, unit: Option<DateUnit>) -> Self {
        let (partition, bounds) = (Vec::new(), word("full"));
        Self { field, partition, step, unit, bounds, types: PhantomData }
    }

    /// A row for each step of a field of numbers, from the least to the greatest number of all rows.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn step<P: Place<R>>(field: P, step: impl Operand<T>) -> Self
    where
        P::Value: Value<Kind: Stepped<P::Value, Value = T>>,
    {
        Self::new(path(&field), step.into_operand().into_expr(), None)
    }

    /// A row for each so many units of a field of dates, from the first to the last date of all rows.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn every<P: Place<R>>(field: P, units: u32, unit: DateUnit) -> Self
    where
        P::Value: Value<Kind: Dated<P::Value, Value = T>>,
    {
        Self::new(path(&field), Ast::Literal(whole(i64::from(units))), Some(unit))
    }

    /// For each value of another field on its own; called again, for each combination of values.
    ///
    /// MongoDB: `partitionByFields`.
    #[expect(clippy::needless_pass_by_value, reason = "accessors are made on the spot")]
    pub fn partition_by<P: Place<R>>(mut self, field: P) -> Self {
        self.partition.push(path(&field));
        self
    }

    /// From the least to the greatest value of each partition, not of all rows.
    ///
    /// MongoDB: `bounds: "partition"`.
    pub fn in_partition(mut self) -> Self {
        self.bounds = word("partition");
        self
    }

    /// From one value to below another one. Rows outside stay as they are.
    ///
    /// MongoDB: `bounds` with two values.
    pub fn range<V: Operand<T>>(mut self, values: Range<V>) -> Self {
        let value = |value: V| value.into_operand().into_expr();
        self.bounds = Ast::List(vec![value(values.start), value(values.end)]);
        self
    }

    fn into_stage(self) -> Stage {
        let mut range = vec![("step".to_owned(), self.step)];
        range.extend(self.unit.map(|unit| ("unit".to_owned(), unit.text())));
        range.push(("bounds".to_owned(), self.bounds));
        let mut arguments = vec![("field", self.field)];
        if !self.partition.is_empty() {
            arguments.push(("partitionByFields", Ast::List(self.partition)));
        }
        arguments.push(("range", Ast::Object(range)));
        Stage::operator("densify", arguments)
    }
}

fn word(word: &str) -> Ast {
    Ast::Literal(Literal::text(word))
}

/// A path by its name, as stages take it that want no expression.
pub(super) fn path<R>(field: &impl Place<R>) -> Ast {
    let path = field.path();
    match path.fault() {
        Some(reason) => Ast::Invalid { path: path.as_str().to_owned(), reason: reason.to_owned() },
        None => word(path.as_str()),
    }
}

/// Kinds whose values are numbers, and options of these.
#[diagnostic::on_unimplemented(
    message = "there are no steps between values of `{T}`",
    label = "only numbers are densified by steps",
    note = "dates are densified by units: `Densify::every(field, 1, DateUnit::Day)`"
)]
pub trait Stepped<T> {
    /// The type without `Option`.
    type Value;
}

/// Kinds whose values are dates, and options of these.
#[diagnostic::on_unimplemented(
    message = "there are no units of time between values of `{T}`",
    label = "only dates are densified by units",
    note = "numbers are densified by steps: `Densify::step(field, 1)`"
)]
pub trait Dated<T> {
    /// The type without `Option`.
    type Value;
}

macro_rules! densified {
    ($trait:ident: $($kind:ident)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<T> $trait<T> for kind::$kind {
                type Value = T;
            }
        )*

        #[diagnostic::do_not_recommend]
        impl<T: Value<Kind: $trait<T>>> $trait<Option<T>> for kind::Optional {
            type Value = <T::Kind as $trait<T>>::Value;
        }
    };
}

densified! { Stepped: Integer Double Decimal }
densified! { Dated: Date Day }
