//! `bucket` and `bucket_auto`.

use super::group::split;
use super::grouped::Grouped;
use super::layout::Layout;
use super::outputs::Outputs;
use super::row::{ExprOf, RowType};
use super::{Aggregate, Comparable, Origin};
use crate::ast::{Expr as Ast, Literal, Path, Stage};
use crate::expr::{Computed, Inner, Present, Real, RealOf};
use crate::field::{ExprRoot, Operand, Place};
use crate::value::Value;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// One row for each range of values, from one boundary to below the next one. The second closure gets the lower
    /// boundary of the group, and the row; outputs are those of [`group_by`](Self::group_by).
    ///
    /// ```text
    /// users.aggregate().bucket(|u| u.age(), [0, 18, 65, 120], |from, u| {
    ///     AgeStats::grouped().from(from).people(count())
    /// })
    /// ```
    ///
    /// The boundaries have the field's type, and ascend. A row outside of all of them is an error of the server's,
    /// unless [`Buckets::default`] or [`Buckets::default_none`] gives such rows a bucket.
    ///
    /// MongoDB: `$bucket`, and `$project` where an output is more than an accumulator.
    pub fn bucket<C, B, O>(
        self,
        value: impl FnOnce(S::Fields<ExprOf<S>>) -> C,
        boundaries: B,
        outputs: impl FnOnce(<B::Key as Value>::Accessor<Grouped<S::Source>>, S::Fields<ExprOf<S>>) -> O,
    ) -> Aggregate<M, O::Row>
    where
        C: Computed<Root = ExprOf<S>>,
        C::Value: Value<Kind: Comparable<C::Value> + Present<C::Value>>,
        B: Boundaries<Inner<C::Value>>,
        O: Outputs<Grouped<S::Source>>,
    {
        let value = value(S::fields(&self.layout)).ast();
        let (boundaries, default) = boundaries.into_boundaries();
        let outputs = outputs(Place::at(Path::raw("_id")), S::fields(&self.layout)).into_outputs();
        let mut arguments = vec![("groupBy", value), ("boundaries", literals(boundaries))];
        arguments.extend(default.map(|default| ("default", Ast::Literal(default))));
        self.into_buckets("bucket", arguments, outputs)
    }

    /// One row for each of so many ranges of values, which the server chooses so that each has about as many rows.
    /// The second closure gets the range as `(min, max)`, and the row; outputs are those of
    /// [`group_by`](Self::group_by). A row is in the range whose `min` it reaches and whose `max` it does not; the
    /// last range includes its `max`.
    ///
    /// ```text
    /// orders.aggregate().bucket_auto(|o| o.total(), 4, |(min, max), o| {
    ///     Quarter::grouped().min(min).max(max).orders(count())
    /// })
    /// ```
    ///
    /// `(4, Granularity::E12)` in place of `4` rounds the boundaries to a series of preferred numbers; they are
    /// `f64` then, of decimals decimals, and the values must be numbers that are not negative.
    ///
    /// MongoDB: `$bucketAuto`, and `$project` where an output is more than an accumulator.
    pub fn bucket_auto<C, B, O>(
        self,
        value: impl FnOnce(S::Fields<ExprOf<S>>) -> C,
        buckets: B,
        outputs: impl FnOnce(RangeOf<B, C::Value, Grouped<S::Source>>, S::Fields<ExprOf<S>>) -> O,
    ) -> Aggregate<M, O::Row>
    where
        C: Computed<Root = ExprRoot<S::Source>>,
        C::Value: Value<Kind: Comparable<C::Value>>,
        B: BucketCount<C::Value>,
        O: Outputs<Grouped<S::Source>>,
    {
        let value = value(S::fields(&self.layout)).ast();
        let (number, granularity) = buckets.into_count();
        let range = (Place::at(Path::raw("_id.min")), Place::at(Path::raw("_id.max")));
        let outputs = outputs(range, S::fields(&self.layout)).into_outputs();
        let number = Ast::Literal(crate::ast::whole(i64::from(number)));
        let mut arguments = vec![("groupBy", value), ("buckets", number)];
        if let Some(granularity) = granularity {
            arguments.push(("granularity", Ast::Literal(Literal::text(granularity.name()))));
        }
        self.into_buckets("bucketAuto", arguments, outputs)
    }

    fn into_buckets<T>(
        self,
        operator: &'static str,
        mut arguments: Vec<(&'static str, Ast)>,
        outputs: Vec<(&'static str, Ast)>,
    ) -> Aggregate<M, T> {
        let (accumulators, project) = split(outputs);
        // Without outputs of its own the server counts.
        if !accumulators.is_empty() {
            arguments.push(("output", Ast::Object(accumulators)));
        }
        let buckets = self.into(Stage::operator(operator, arguments), Layout::new());
        match project {
            Some(fields) => buckets.with(Stage::Project(fields)),
            None => buckets,
        }
    }
}

fn literals(values: Vec<Literal>) -> Ast {
    Ast::List(values.into_iter().map(Ast::Literal).collect())
}

/// The boundaries of buckets over values of type `T`: an array or a list of them, or [`Buckets`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no boundaries between values of type `{T}`",
    label = "expected an array of `{T}`, or `Buckets::at([..])`"
)]
pub trait Boundaries<T> {
    /// The type of a bucket's key.
    type Key: Value;

    /// The boundaries, and the key of what is outside of them.
    #[doc(hidden)]
    fn into_boundaries(self) -> (Vec<Literal>, Option<Literal>);
}

#[diagnostic::do_not_recommend]
impl<T: Value, V: Operand<T>, const N: usize> Boundaries<T> for [V; N] {
    type Key = T;

    fn into_boundaries(self) -> (Vec<Literal>, Option<Literal>) {
        (self.into_iter().map(literal).collect(), None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value, V: Operand<T>> Boundaries<T> for Vec<V> {
    type Key = T;

    fn into_boundaries(self) -> (Vec<Literal>, Option<Literal>) {
        (self.into_iter().map(literal).collect(), None)
    }
}

fn literal<T, V: Operand<T>>(value: V) -> Literal {
    value.into_operand().into_literal()
}

/// Boundaries of buckets, and what becomes of rows outside of them.
#[derive(Debug, Clone)]
#[must_use = "boundaries do nothing until `bucket` gets them"]
pub struct Buckets<V> {
    boundaries: Vec<V>,
    default: Option<V>,
}

impl<V> Buckets<V> {
    /// Buckets from each boundary to below the next one.
    pub fn at(boundaries: impl IntoIterator<Item = V>) -> Self {
        Self { boundaries: boundaries.into_iter().collect(), default: None }
    }

    /// The key of a bucket for rows outside; it has to lie outside of the boundaries, too.
    ///
    /// MongoDB: `default`.
    pub fn default(mut self, key: V) -> Self {
        self.default = Some(key);
        self
    }

    /// A bucket with the key `None` for rows outside. Keys are options then.
    ///
    /// MongoDB: `default: null`.
    pub fn default_none(self) -> BucketsOrNone<V> {
        BucketsOrNone(self.boundaries)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value, V: Operand<T>> Boundaries<T> for Buckets<V> {
    type Key = T;

    fn into_boundaries(self) -> (Vec<Literal>, Option<Literal>) {
        (self.boundaries.into_iter().map(literal).collect(), self.default.map(literal))
    }
}

/// Boundaries of buckets, with a bucket `None` for rows outside of them.
#[derive(Debug, Clone)]
#[must_use = "boundaries do nothing until `bucket` gets them"]
pub struct BucketsOrNone<V>(Vec<V>);

#[diagnostic::do_not_recommend]
impl<T, V: Operand<T>> Boundaries<T> for BucketsOrNone<V>
where
    Option<T>: Value,
{
    type Key = Option<T>;

    fn into_boundaries(self) -> (Vec<Literal>, Option<Literal>) {
        (self.0.into_iter().map(literal).collect(), Some(Literal::null()))
    }
}

/// How many buckets there are to be over values of type `T`: a number, or a number and a [`Granularity`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number of buckets over values of type `{T}`",
    label = "expected a number, or `(number, granularity)` where the values are numbers"
)]
pub trait BucketCount<T> {
    /// The type of the ends of a bucket.
    type Bound: Value;

    /// The number, and what the ends are rounded to.
    #[doc(hidden)]
    fn into_count(self) -> (u32, Option<Granularity>);
}

#[diagnostic::do_not_recommend]
impl<T: Value> BucketCount<T> for u32 {
    type Bound = T;

    fn into_count(self) -> (u32, Option<Granularity>) {
        (self, None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Real<T>>> BucketCount<T> for (u32, Granularity)
where
    RealOf<T>: Value,
{
    type Bound = RealOf<T>;

    fn into_count(self) -> (u32, Option<Granularity>) {
        (self.0, Some(self.1))
    }
}

type Bound<B, T, R> = <<B as BucketCount<T>>::Bound as Value>::Accessor<R>;

/// Both ends of a bucket, as accessors.
pub type RangeOf<B, T, R> = (Bound<B, T, R>, Bound<B, T, R>);

/// A series of preferred numbers that the ends of buckets are rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it all")]
#[non_exhaustive]
pub enum Granularity {
    R5,
    R10,
    R20,
    R40,
    R80,
    /// 1, 2, 5, 10, 20, 50 and so on.
    OneTwoFive,
    E6,
    E12,
    E24,
    E48,
    E96,
    E192,
    PowersOf2,
}

impl Granularity {
    fn name(self) -> &'static str {
        match self {
            Self::R5 => "R5",
            Self::R10 => "R10",
            Self::R20 => "R20",
            Self::R40 => "R40",
            Self::R80 => "R80",
            Self::OneTwoFive => "1-2-5",
            Self::E6 => "E6",
            Self::E12 => "E12",
            Self::E24 => "E24",
            Self::E48 => "E48",
            Self::E96 => "E96",
            Self::E192 => "E192",
            Self::PowersOf2 => "POWERSOF2",
        }
    }
}
