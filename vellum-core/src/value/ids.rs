//! Ids: UUIDs, object ids, and what else may identify a document.

use serde::{Deserializer, Serializer};
use uuid::Uuid;

use super::{Decoded, Encoder, Fault, Reader, Value, kind, plain, plain_accessors};
use crate::bson::{ObjectId, element};
use crate::schema::Shape;

/// The BSON binary subtype of a UUID.
const UUID_SUBTYPE: u8 = 4;

/// What stands in front of a UUID's bytes: their number, and the subtype.
const UUID_PREFIX: [u8; 5] = [16, 0, 0, 0, UUID_SUBTYPE];

impl Value for Uuid {
    const TYPE: u8 = element::BINARY;
    const EXPECTED: &'static str = "UUID (binary subtype 4)";
    type Kind = kind::Uuid;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        let mut bytes = [0; 21];
        bytes[..5].copy_from_slice(&UUID_PREFIX);
        bytes[5..].copy_from_slice(self.as_bytes());
        out.raw(&bytes);
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        if r.header(&UUID_PREFIX) { Ok(Self::from_bytes(*r.array()?)) } else { Err(not_a_uuid(start)) }
    }

    fn shape() -> Shape {
        Shape::Scalar(element::BINARY)
    }
}

#[cold]
#[inline(never)]
fn not_a_uuid(start: Reader<'_>) -> Fault {
    let mut r = start;
    match r.binary() {
        Ok((UUID_SUBTYPE, _)) => start.refused(Uuid::EXPECTED, "UUID of another length"),
        Ok((subtype, _)) => start.refused(Uuid::EXPECTED, format!("binary subtype {subtype}")),
        Err(fault) => fault,
    }
}

impl Value for ObjectId {
    const TYPE: u8 = element::OBJECT_ID;
    const EXPECTED: &'static str = "objectId";
    type Kind = kind::ObjectId;
    plain_accessors!();

    #[inline]
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.bytes());
    }

    #[inline]
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Ok(Self::from_bytes(*r.array()?))
    }

    fn shape() -> Shape {
        Shape::Scalar(element::OBJECT_ID)
    }
}

/// Types that can be a document's id: everything that MongoDB accepts as `_id`.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be an id",
    label = "MongoDB refuses such values as `_id`",
    note = "use `Uuid`, `ObjectId`, text, a number, or an embedded document of such fields"
)]
pub trait Identifies<T> {}

macro_rules! identifies {
    ($($kind:ident)*) => {$(impl<T> Identifies<T> for kind::$kind {})*};
}

identifies! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Enumeration Document Reference Any
}

/// A type that can be a document's id.
///
/// Every id has a *plain form*, in which it stands in JSON and in addresses. It follows from how the id
/// is stored: a UUID is its text and an object id its hexadecimal text, never BSON's `{"$oid": ..}`;
/// text and numbers are themselves, a time is RFC 3339 in UTC, a decimal its digits, an embedded document
/// an object of plain values under their stored names.
pub trait Identifier: Value + Clone {
    /// Writes the plain form: `#[serde(serialize_with = "Identifier::serialize_plain")]` on a field.
    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain::serialize(self, serializer)
    }

    /// Reads the plain form: `#[serde(deserialize_with = "Identifier::deserialize_plain")]` on a field.
    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        plain::deserialize(deserializer)
    }
}

impl<T: Value<Kind: Identifies<T>> + Clone> Identifier for T {}

/// Ids that Vellum makes itself when a document is created.
#[diagnostic::on_unimplemented(
    message = "Vellum cannot generate ids of type `{Self}`",
    label = "only `Uuid`, `ObjectId` and newtypes over them are generated",
    note = "add a field `id: {Self}` (or mark one with `#[vellum(id)]`), so that the application says the id"
)]
pub trait GenerateId: Value {
    /// A new id.
    fn generate() -> Self;
}

/// Version 7: ids sort by the time of their creation, which keeps the index compact.
impl GenerateId for Uuid {
    fn generate() -> Self {
        Self::now_v7()
    }
}

impl GenerateId for ObjectId {
    fn generate() -> Self {
        Self::new()
    }
}
