//! `#[vellum(serde)]`: a type that is stored through its own serde impls.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::reader::TOO_DEEP;
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

/// Element type and bytes of a value; no error where it fails, since serde's own text may hold data.
fn serialize<T: Serialize>(value: &T) -> Option<(u8, Vec<u8>)> {
    let mut document = serialize_to_vec(&Outgoing { value }).ok()?;
    // Behind the length stand element type and the empty key; the end is one byte.
    document.truncate(document.len().saturating_sub(1));
    let element_type = *document.get(4)?;
    Some((element_type, document.split_off(6)))
}

const REFUSED: &str = "a value that serde or BSON refuses";

/// Appends what serde wrote, whose depth nobody has counted yet.
fn append(element_type: u8, bytes: &[u8], out: &mut Encoder) {
    if Reader::of_value_in(out.depth(), bytes).depth_of(element_type).is_err() {
        out.refuse(TOO_DEEP);
    }
    out.raw(bytes);
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
        Some((element_type, bytes)) => append(element_type, &bytes, out),
        None => out.refuse(REFUSED),
    }
}

/// [`Value::element_type`] of a newtype whose content is stored through serde.
pub fn element_type<T: Foreign>(value: &T) -> u8 {
    serialize(value).map_or(element::DOCUMENT, |(element_type, _)| element_type)
}

/// Appends a `serde` field. A value that serde writes as null is a missing field, as everywhere.
pub fn encode_field<T: Foreign, const N: usize>(value: &T, header: &[u8; N], out: &mut Encoder) {
    match serialize(value) {
        Some((element::NULL, _)) => {}
        Some((element_type, bytes)) => {
            out.header_of_type(element_type, header);
            append(element_type, &bytes, out);
        }
        None => out.refuse_field(header, REFUSED),
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
        let depth = r.depth_of(element_type)?;
        let value = &start.rest()[..start.rest().len() - r.rest().len()];
        // Serde's own text holds data.
        read_at_depth(depth, element_type, value).ok_or_else(|| {
            start.refused(Self::EXPECTED, format!("{} that serde refuses", element::name(element_type)))
        })
    }

    fn absent() -> Option<Self> {
        read(element::NULL, &[])
    }

    fn shape() -> Shape {
        Shape::Scalar(0)
    }
}

/// How deep values are deserialized on the stack at hand. `bson` takes up to 25 kB for a level in a
/// debug build, and an async task has 2 MB.
const SHALLOW: u8 = 24;

/// Room for [`MAX_DEPTH`](super::MAX_DEPTH) levels.
const STACK: usize = 1 << 24;

fn read_at_depth<T: Foreign>(depth: u8, element_type: u8, value: &[u8]) -> Option<Serde<T>> {
    if depth <= SHALLOW {
        return read(element_type, value);
    }
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        let reading = builder.spawn_scoped(scope, || read(element_type, value)).ok()?;
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What serde makes of a value.
fn read<T: Foreign>(element_type: u8, value: &[u8]) -> Option<Serde<T>> {
    let mut document = Encoder::with_capacity(value.len() + 8);
    document.document(|out| {
        out.key(element_type, "");
        out.raw(value);
    });
    deserialize_from_slice::<Incoming<T>>(document.bytes()).ok().map(|incoming| Serde(incoming.value))
}
