//! `geo_near`.

use std::ops::{Bound, RangeBounds};

use super::head::Head;
use super::row::RowType;
use super::{Aggregate, Origin};
use crate::ast::{self, Literal, Stage};
use crate::field::{Field, Geographic, Opt, Place};
use crate::value::Value;
use crate::value::geo::Point;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The documents nearest first, each with its distance in metres: `(place, distance)`.
    ///
    /// ```text
    /// places.aggregate().geo_near(|p| p.location(), Near::to(here).meters(..=500.0))
    /// ```
    ///
    /// The field needs a `2dsphere` index. Only filters may stand in front of this stage; they become its query.
    ///
    /// MongoDB: `$geoNear`.
    pub fn geo_near<P, N>(self, field: impl FnOnce(S::Fields<S::Root>) -> P, near: N) -> Aggregate<M, N::Row>
    where
        S: Head,
        P: GeoPlace<S::Root>,
        N: NearRow<S, P::Shape>,
    {
        let field = field(S::fields(&self.layout));
        let (near, with_location) = near.into_near();
        let (mut layout, distance) = self.layout.add();
        let mut location = None;
        if with_location {
            let (with_location, name) = layout.add();
            (layout, location) = (with_location, Some(name));
        }
        self.at_head(layout, "geo_near", |query| {
            Stage::reading(field.path(), |key| {
                let Near { point, min, max, multiplier } = near;
                let point = Literal::of(&point);
                Stage::GeoNear(ast::GeoNear { point, key, distance, location, min, max, multiplier, query })
            })
        })
    }
}

/// Fields under the root `R` with a place on the earth.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no place on the earth",
    label = "expected a field of a type of `vellum::geo`, such as `Point`"
)]
pub trait GeoPlace<R>: Place<R> {
    /// The type of the place.
    type Shape: Value;
}

#[diagnostic::do_not_recommend]
impl<R, T: Value<Kind: Geographic<T>>> GeoPlace<R> for Field<R, T> {
    type Shape = T;
}

#[diagnostic::do_not_recommend]
impl<R, T: Value<Kind: Geographic<T>>> GeoPlace<R> for Opt<R, T> {
    type Shape = T;
}

/// What `geo_near` takes, for fields of type `T` in rows of type `S`: [`Near`], with its location or without.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what is to be near",
    label = "expected `Near::to(point)`"
)]
pub trait NearRow<S, T> {
    /// The row.
    type Row: RowType;

    /// What is near, and whether the place that was found is wanted.
    #[doc(hidden)]
    fn into_near(self) -> (Near, bool);
}

impl<S: RowType, T> NearRow<S, T> for Near {
    type Row = (S, f64);

    fn into_near(self) -> (Near, bool) {
        (self, false)
    }
}

impl<S: RowType, T: Value> NearRow<S, T> for NearWithLocation {
    type Row = ((S, f64), T);

    fn into_near(self) -> (Near, bool) {
        (self.0, true)
    }
}

/// What is to be near: a point, and how far from it.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "it does nothing until `geo_near` gets it"]
pub struct Near {
    point: Point,
    min: Option<f64>,
    max: Option<f64>,
    multiplier: Option<f64>,
}

impl Near {
    /// Near to a point.
    ///
    /// MongoDB: `near`.
    pub fn to(point: Point) -> Self {
        Self { point, min: None, max: None, multiplier: None }
    }

    /// No nearer or farther than a range of metres, which includes its bounds: `..=500.0`, `10.0..=500.0`.
    ///
    /// MongoDB: `minDistance` and `maxDistance`.
    pub fn meters(mut self, meters: impl RangeBounds<f64>) -> Self {
        let distance = |bound: Bound<&f64>| match bound {
            Bound::Included(meters) | Bound::Excluded(meters) => Some(*meters),
            Bound::Unbounded => None,
        };
        (self.min, self.max) = (distance(meters.start_bound()), distance(meters.end_bound()));
        self
    }

    /// Gives distances in another unit: 0.001 for kilometres.
    ///
    /// MongoDB: `distanceMultiplier`.
    pub fn multiplier(mut self, factor: f64) -> Self {
        self.multiplier = Some(factor);
        self
    }

    /// With the place that was found: rows are `((place, distance), location)`.
    ///
    /// MongoDB: `includeLocs`.
    pub fn with_location(self) -> NearWithLocation {
        NearWithLocation(self)
    }
}

/// A [`Near`] that gives the place that was found, too.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "it does nothing until `geo_near` gets it"]
pub struct NearWithLocation(Near);
