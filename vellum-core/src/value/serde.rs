//! `#[vellum(serde)]`: a type that is stored through its own serde impls.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Decoded, Encoder, Reader, Value, kind, plain_accessors};
use crate::bson::{deserialize_from_slice, element, serialize_to_vec};
use crate::schema::Shape;

/// Stands for a field of type `T` that is stored through serde.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serde<T>(pub T);

/// `bson` serializes whole documents only: the value is the one field, without name, of this one.
#[derive(Serialize)]
struct Outgoing<'a, T> {
    #[serde(rename = "")]
    value: &'a T,
}

#[derive(Deserialize)]
struct Incoming<T> {
    #[serde(rename = "")]
    value: T,
}

/// Element type and bytes of a value.
fn serialize<T: Serialize>(value: &T) -> Result<(u8, Vec<u8>), String> {
    let mut document = serialize_to_vec(&Outgoing { value }).map_err(|error| error.to_string())?;
    // Behind the length stand element type and the empty key; the end is one byte.
    document.truncate(document.len().saturating_sub(1));
    match document.get(4).copied() {
        Some(element_type) => Ok((element_type, document.split_off(6))),
        None => Err("serde wrote no value".to_owned()),
    }
}

/// Types that `#[vellum(serde)]` can store.
#[diagnostic::on_unimplemented(
    message = "`serde` needs `{Self}` to be `Serialize` and `Deserialize`",
    label = "no serde impls for `{Self}`",
    note = "add `#[derive(Serialize, Deserialize)]` to `{Self}`"
)]
pub trait Foreign: Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Foreign for T {}

/// [`Value::encode`] of a newtype whose content is stored through serde.
pub fn encode<T: Foreign>(value: &T, out: &mut Encoder) {
    match serialize(value) {
        Ok((_, bytes)) => out.raw(&bytes),
        Err(reason) => out.refuse(reason),
    }
}

/// [`Value::element_type`] of a newtype whose content is stored through serde.
pub fn element_type<T: Foreign>(value: &T) -> u8 {
    serialize(value).map_or(element::NULL, |(element_type, _)| element_type)
}

/// Appends a `serde` field. A value that serde writes as null is a missing field, as everywhere.
pub fn encode_field<T: Foreign, const N: usize>(value: &T, header: &[u8; N], out: &mut Encoder) {
    match serialize(value) {
        Ok((element::NULL, _)) => {}
        Ok((element_type, bytes)) => {
            out.header_of_type(element_type, header);
            out.raw(&bytes);
        }
        Err(reason) => out.refuse_field(header, reason),
    }
}

impl<T: Foreign> Value for Serde<T> {
    const TYPE: u8 = 0;
    const EXPECTED: &'static str = "a value that serde reads";
    type Kind = kind::Foreign;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        encode(&self.0, out);
    }

    fn element_type(&self) -> u8 {
        element_type(&self.0)
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        encode_field(&self.0, header, out);
    }

    /// Never called: no header carries the type 0.
    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        Err(r.malformed("an element without type"))
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        let start = *r;
        r.skip(element_type)?;
        let value = &start.rest()[..start.rest().len() - r.rest().len()];
        read(element_type, value).map_err(|found| start.refused(Self::EXPECTED, found))
    }

    fn absent() -> Option<Self> {
        read(element::NULL, &[]).ok()
    }

    fn shape() -> Shape {
        Shape::Scalar(0)
    }
}

/// What serde makes of a value; an error says the element type, since serde's own text holds data.
fn read<T: DeserializeOwned>(element_type: u8, value: &[u8]) -> Result<Serde<T>, String> {
    let mut document = Encoder::with_capacity(value.len() + 8);
    document.document(|out| {
        out.key(element_type, "");
        out.raw(value);
    });
    match deserialize_from_slice::<Incoming<T>>(document.bytes()) {
        Ok(incoming) => Ok(Serde(incoming.value)),
        Err(_) => Err(format!("{} that serde refuses", element::name(element_type))),
    }
}
