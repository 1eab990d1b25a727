//! GeoJSON shapes, stored as MongoDB's `2dsphere` indexes want them.
//!
//! A position is `[longitude, latitude]`, in degrees, in this order.

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::element;
use crate::schema::Shape as Stored;

/// Longitude and latitude in degrees.
pub type Position = [f64; 2];

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident($coordinates:ty))*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            /// The positions, as GeoJSON nests them.
            pub coordinates: $coordinates,
        }

        impl $name {
            fn write(&self, out: &mut Encoder) {
                out.field_str("type", stringify!($name));
                out.key(element::ARRAY, "coordinates");
                self.coordinates.encode(out);
            }
        }

        impl Value for $name {
            const TYPE: u8 = element::DOCUMENT;
            const EXPECTED: &'static str = concat!("GeoJSON ", stringify!($name));
            type Kind = kind::Geo;
            plain_accessors!();

            fn encode(&self, out: &mut Encoder) {
                out.document(|out| self.write(out));
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let start = *r;
                let document = r.document()?;
                if document.find_str("type")? != stringify!($name) {
                    return Err(start.refused(Self::EXPECTED, "another GeoJSON type"));
                }
                Ok(Self { coordinates: coordinates(document)? })
            }

            fn shape() -> Stored {
                Stored::Scalar(element::DOCUMENT)
            }
        }

        impl From<$name> for Geometry {
            fn from(shape: $name) -> Self {
                Self::$name(shape)
            }
        }

        impl Shape for $name {}
    )*};
}

/// The field `coordinates` of a GeoJSON document.
fn coordinates<T: Value>(document: Reader<'_>) -> Decoded<T> {
    let found = document.find("coordinates")?;
    let value = found.map(|(element_type, mut value)| T::decode_as(element_type, &mut value)).transpose()?;
    T::required(value, "coordinates", document.at())
}

shapes! {
    /// One place.
    Point(Position)
    /// A line through two places or more.
    LineString(Vec<Position>)
    /// An area: its outer ring and its holes. The first position of a ring is repeated at its end.
    Polygon(Vec<Vec<Position>>)
    /// Several places.
    MultiPoint(Vec<Position>)
    /// Several lines.
    MultiLineString(Vec<Vec<Position>>)
    /// Several areas.
    MultiPolygon(Vec<Vec<Vec<Position>>>)
}

impl Eq for Point {}

impl Point {
    /// A place by its longitude and latitude, in degrees.
    pub fn new(longitude: f64, latitude: f64) -> Self {
        Self { coordinates: [longitude, latitude] }
    }

    /// Degrees east of Greenwich.
    pub fn longitude(&self) -> f64 {
        self.coordinates[0]
    }

    /// Degrees north of the equator.
    pub fn latitude(&self) -> f64 {
        self.coordinates[1]
    }
}

impl LineString {
    /// A line through these places.
    pub fn new(positions: impl IntoIterator<Item = Position>) -> Self {
        Self { coordinates: positions.into_iter().collect() }
    }
}

impl Polygon {
    /// An area without holes. The ring is closed if it is open.
    pub fn new(ring: impl IntoIterator<Item = Position>) -> Self {
        let mut ring: Vec<Position> = ring.into_iter().collect();
        if let (Some(first), Some(last)) = (ring.first().copied(), ring.last())
            && first != *last
        {
            ring.push(first);
        }
        Self { coordinates: vec![ring] }
    }
}

/// Any GeoJSON shape.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Geometry {
    /// One place.
    Point(Point),
    /// A line.
    LineString(LineString),
    /// An area.
    Polygon(Polygon),
    /// Several places.
    MultiPoint(MultiPoint),
    /// Several lines.
    MultiLineString(MultiLineString),
    /// Several areas.
    MultiPolygon(MultiPolygon),
    /// Shapes of several kinds.
    GeometryCollection(Vec<Geometry>),
}

impl Value for Geometry {
    const TYPE: u8 = element::DOCUMENT;
    const EXPECTED: &'static str = "GeoJSON shape";
    type Kind = kind::Geo;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        out.document(|out| match self {
            Self::Point(shape) => shape.write(out),
            Self::LineString(shape) => shape.write(out),
            Self::Polygon(shape) => shape.write(out),
            Self::MultiPoint(shape) => shape.write(out),
            Self::MultiLineString(shape) => shape.write(out),
            Self::MultiPolygon(shape) => shape.write(out),
            Self::GeometryCollection(shapes) => {
                out.field_str("type", "GeometryCollection");
                out.key(element::ARRAY, "geometries");
                shapes.encode(out);
            }
        });
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        let document = r.document()?;
        Ok(match document.find_str("type")? {
            "Point" => Self::Point(Point { coordinates: coordinates(document)? }),
            "LineString" => Self::LineString(LineString { coordinates: coordinates(document)? }),
            "Polygon" => Self::Polygon(Polygon { coordinates: coordinates(document)? }),
            "MultiPoint" => Self::MultiPoint(MultiPoint { coordinates: coordinates(document)? }),
            "MultiLineString" => {
                Self::MultiLineString(MultiLineString { coordinates: coordinates(document)? })
            }
            "MultiPolygon" => Self::MultiPolygon(MultiPolygon { coordinates: coordinates(document)? }),
            "GeometryCollection" => Self::GeometryCollection(geometries(document)?),
            _ => return Err(start.refused(Self::EXPECTED, "another GeoJSON type")),
        })
    }

    fn shape() -> Stored {
        Stored::Scalar(element::DOCUMENT)
    }
}

fn geometries(document: Reader<'_>) -> Decoded<Vec<Geometry>> {
    let found = document.find("geometries")?;
    let value =
        found.map(|(element_type, mut value)| Vec::decode_as(element_type, &mut value)).transpose()?;
    Vec::required(value, "geometries", document.at())
}

/// Shapes that a field can be compared with by `intersects`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no GeoJSON shape",
    label = "expected a type of `vellum::geo`"
)]
pub trait Shape: Value {}

impl Shape for Geometry {}

/// All places up to a distance from a centre, on the sphere. Not stored, only searched with.
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// The middle.
    pub center: Point,
    /// The distance in metres.
    pub radius: f64,
}

impl Circle {
    /// All places up to `radius` metres from `center`.
    pub fn new(center: Point, radius: f64) -> Self {
        Self { center, radius }
    }
}
