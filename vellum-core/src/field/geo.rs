//! Operators on GeoJSON fields. All distances are in metres.

use std::ops::{Bound, RangeBounds};

use super::{Field, Geographic, Matching};
use crate::ast::{self, Area as Ast, Condition, Literal};
use crate::filter::Filter;
use crate::value::Value;
use crate::value::geo::{Circle, MultiPolygon, Point, Polygon, Shape};

/// Areas that a field can lie `within`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no inside",
    label = "expected `Polygon`, `MultiPolygon` or `Circle`"
)]
pub trait Area {
    /// The area as the query says it.
    #[doc(hidden)]
    fn to_ast(&self) -> Ast;
}

#[diagnostic::do_not_recommend]
impl Area for Polygon {
    fn to_ast(&self) -> Ast {
        Ast::Geometry(Literal::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl Area for MultiPolygon {
    fn to_ast(&self) -> Ast {
        Ast::Geometry(Literal::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl Area for Circle {
    fn to_ast(&self) -> Ast {
        Ast::circle(self.center.coordinates, self.radius)
    }
}

impl<R, T> Field<R, T> {
    /// Nearest first. Needs a `2dsphere` index on the field.
    ///
    /// MongoDB: `$near`.
    pub fn near(&self, point: Point) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Geographic<T>>,
    {
        self.near_within(point, ..)
    }

    /// Nearest first, and no nearer or farther than a range of metres: `..=500.0`, `10.0..=500.0`.
    /// Needs a `2dsphere` index on the field.
    ///
    /// MongoDB: `$near` with `$minDistance` and `$maxDistance`, which include their bounds.
    #[expect(clippy::needless_pass_by_value, reason = "a point to search from is made on the spot")]
    pub fn near_within(&self, point: Point, meters: impl RangeBounds<f64>) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Geographic<T>>,
    {
        let distance = |bound: Bound<&f64>| match bound {
            Bound::Included(meters) | Bound::Excluded(meters) => Some(*meters),
            Bound::Unbounded => None,
        };
        let (min, max) = (distance(meters.start_bound()), distance(meters.end_bound()));
        let near = Condition::Near { point: Literal::of(&point), min, max };
        Filter::from_ast(ast::Filter::test(&self.path, near))
    }

    /// Wholly inside an area.
    ///
    /// MongoDB: `$geoWithin`.
    pub fn within(&self, area: impl Area) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Geographic<T>>,
    {
        Filter::from_ast(ast::Filter::test(&self.path, Condition::Within(area.to_ast())))
    }

    /// Shares at least one place with a shape.
    ///
    /// MongoDB: `$geoIntersects`.
    #[expect(clippy::needless_pass_by_value, reason = "a shape to search with is made on the spot")]
    pub fn intersects(&self, shape: impl Shape) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Geographic<T>>,
    {
        Filter::from_ast(ast::Filter::test(&self.path, Condition::Intersects(Literal::of(&shape))))
    }
}

#[diagnostic::do_not_recommend]
impl<A: Area> Area for &A {
    fn to_ast(&self) -> Ast {
        (**self).to_ast()
    }
}
