//! GeoJSON. Distances are in metres; a hundredth of a degree on the equator is 1113 of them.

use vellum::geo::{Circle, LineString, Point, Polygon};
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::Seed;

pub fn rows() -> Vec<Row> {
    let q = Seed::q();
    let corners = [[-0.01, -0.01], [0.035, -0.01], [0.035, 0.01], [-0.01, 0.01]];
    let ring = [[-0.01, -0.01], [0.035, -0.01], [0.035, 0.01], [-0.01, 0.01], [-0.01, -0.01]];
    let ring: Vec<Vec<f64>> = ring.iter().map(|corner| corner.to_vec()).collect();
    let square = doc! { "type": "Polygon", "coordinates": [ring] };
    let line = doc! { "type": "LineString", "coordinates": [[0.0, 0.0], [0.02, 0.0]] };
    vec![
        row(
            "within polygon",
            q.spot().within(Polygon::new(corners)),
            doc! { "spot": { "$geoWithin": { "$geometry": square.clone() } } },
        ),
        row(
            "within circle",
            q.spot().within(Circle::new(Point::new(0.0, 0.0), 6_378.1)),
            doc! { "spot": { "$geoWithin": { "$centerSphere": [[0.0, 0.0], 0.001] } } },
        ),
        row(
            "intersects line",
            q.spot().intersects(LineString::new([[0.0, 0.0], [0.02, 0.0]])),
            doc! { "spot": { "$geoIntersects": { "$geometry": line } } },
        ),
        row(
            "intersects polygon",
            q.spot().intersects(Polygon::new(corners)),
            doc! { "spot": { "$geoIntersects": { "$geometry": square } } },
        ),
        row("within route", q.route().within(Polygon::new(corners)), doc! { "_id": { "$lt": 2 } }),
        row("intersects route", q.route().intersects(Polygon::new(corners)), doc! { "_id": { "$lt": 4 } }),
        row(
            "eq point",
            q.spot().eq(Point::new(0.05, 0.0)),
            doc! { "spot": { "$eq": { "type": "Point", "coordinates": [0.05, 0.0] } } },
        ),
    ]
}

/// What sorts by itself has no opposite.
pub fn near() -> Vec<Row> {
    let q = Seed::q();
    let origin = Point::new(0.0, 0.0);
    let geometry = doc! { "type": "Point", "coordinates": [0.0, 0.0] };
    let near =
        |min: f64, max: f64| doc! { "$geometry": geometry.clone(), "$minDistance": min, "$maxDistance": max };
    vec![
        row(
            "near point",
            q.spot().near(origin.clone()),
            doc! { "spot": { "$near": { "$geometry": geometry.clone() } } },
        )
        .all(),
        row(
            "near_within range",
            q.spot().near_within(origin.clone(), 500.0..=4_000.0),
            doc! { "spot": { "$near": near(500.0, 4_000.0) } },
        ),
        row(
            "near_within distance",
            q.spot().near_within(origin, ..=4_000.0),
            doc! { "spot": { "$near": near(0.0, 4_000.0) } },
        ),
    ]
}
