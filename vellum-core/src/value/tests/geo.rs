//! GeoJSON shapes.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{comes_back, is_stored_as, read_bson, refused};
use crate::bson::{Bson, bson};
use crate::value::geo::{
    Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, Position,
};

fn position() -> impl Strategy<Value = Position> {
    [-180.0..=180.0, -90.0..=90.0]
}

fn line() -> impl Strategy<Value = Vec<Position>> {
    vec(position(), 0..6)
}

fn geometry() -> impl Strategy<Value = Geometry> {
    let shape = prop_oneof![
        position().prop_map(|coordinates| Point { coordinates }.into()),
        line().prop_map(|coordinates| LineString { coordinates }.into()),
        vec(line(), 0..3).prop_map(|coordinates| Polygon { coordinates }.into()),
        line().prop_map(|coordinates| MultiPoint { coordinates }.into()),
        vec(line(), 0..3).prop_map(|coordinates| MultiLineString { coordinates }.into()),
        vec(vec(line(), 0..3), 0..3).prop_map(|coordinates| MultiPolygon { coordinates }.into()),
    ];
    shape.prop_recursive(3, 8, 3, |inner| vec(inner, 0..3).prop_map(Geometry::GeometryCollection))
}

proptest! {
    #[test]
    fn every_shape_comes_back(shape in geometry()) {
        comes_back(&shape);
        comes_back(&Some(shape.clone()));
        match shape {
            Geometry::Point(shape) => comes_back(&shape),
            Geometry::LineString(shape) => comes_back(&shape),
            Geometry::Polygon(shape) => comes_back(&shape),
            Geometry::MultiPoint(shape) => comes_back(&shape),
            Geometry::MultiLineString(shape) => comes_back(&shape),
            Geometry::MultiPolygon(shape) => comes_back(&shape),
            Geometry::GeometryCollection(shapes) => comes_back(&shapes),
        }
    }
}

#[test]
fn shapes_are_stored_as_geojson() {
    let point = bson!({ "type": "Point", "coordinates": [1.5, -2.5] });
    is_stored_as(&Point::new(1.5, -2.5), point.clone());
    is_stored_as(&Geometry::from(Point::new(1.5, -2.5)), point.clone());
    let line = bson!({ "type": "LineString", "coordinates": [[0.0, 1.0], [2.0, 3.0]] });
    is_stored_as(&LineString::new([[0.0, 1.0], [2.0, 3.0]]), line.clone());
    let ring =
        bson!({ "type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]] });
    is_stored_as(&Polygon::new([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]), ring.clone());
    is_stored_as(&Polygon::new([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), ring);
    is_stored_as(&Polygon::new([]), bson!({ "type": "Polygon", "coordinates": [[]] }));
    let both = Geometry::GeometryCollection(vec![
        Point::new(1.5, -2.5).into(),
        LineString::new([[0.0, 1.0], [2.0, 3.0]]).into(),
    ]);
    is_stored_as(&both, bson!({ "type": "GeometryCollection", "geometries": [point, line] }));
}

#[test]
fn shapes_are_read_in_any_order_and_out_of_whole_numbers() {
    let stored = bson!({ "crs": {}, "coordinates": [1, 2_i64], "bbox": [], "type": "Point" });
    assert_eq!(read_bson(stored.clone()), Ok(Point::new(1.0, 2.0)));
    assert_eq!(read_bson(stored), Ok(Geometry::Point(Point::new(1.0, 2.0))));
}

#[test]
fn what_is_no_such_shape_is_refused_with_its_path() {
    let of = |kind: &str, coordinates: Bson| bson!({ "type": kind, "coordinates": coordinates });
    let line = of("LineString", bson!([[0.0, 1.0], [2.0, "3"]]));
    assert_eq!(read_bson::<Point>(line.clone()), refused("v", "GeoJSON Point", "another GeoJSON type"));
    assert_eq!(read_bson::<LineString>(line.clone()), refused("v.coordinates[1][1]", "f64", "string"));
    assert_eq!(read_bson::<Geometry>(line), refused("v.coordinates[1][1]", "f64", "string"));
    assert_eq!(
        read_bson::<Geometry>(of("Ring", bson!([]))),
        refused("v", "GeoJSON shape", "another GeoJSON type")
    );
    let found = "array of 3 elements instead of 2";
    assert_eq!(read_bson::<Point>(of("Point", bson!([1, 2, 3]))), refused("v.coordinates", "array", found));
    let found = "no such field";
    assert_eq!(read_bson::<Point>(bson!({ "coordinates": [1, 2] })), refused("v.type", "string", found));
    assert_eq!(read_bson::<Point>(bson!({ "type": "Point" })), refused("v.coordinates", "array", found));
    assert_eq!(read_bson::<Point>(bson!({ "type": 1 })), refused("v.type", "string", "int32"));
    let collection = bson!({ "type": "GeometryCollection", "geometries": [{ "type": "Point" }] });
    assert_eq!(read_bson::<Geometry>(collection), refused("v.geometries[0].coordinates", "array", found));
    let collection = bson!({ "type": "GeometryCollection" });
    assert_eq!(read_bson::<Geometry>(collection), refused("v.geometries", "array", found));
    assert_eq!(read_bson::<Point>(bson!([1, 2])), refused("v", "GeoJSON Point", "array"));
}
