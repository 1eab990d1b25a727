//! Documents as parts of rows: what a join finds, and what accumulators gather.

use super::rows::Row;
use crate::bson::element;
use crate::field::{Field, Opt};
use crate::model::{Doc, Model, Row as Readable, encode};
use crate::schema::Shape;
use crate::value::{Decoded, Encoder, Reader, Value, kind};

macro_rules! nested {
    ($type:ident, |$it:ident| $document:expr, |$reader:ident| $read:expr) => {
        impl<M: Model> Value for $type<M> {
            const TYPE: u8 = element::DOCUMENT;
            const EXPECTED: &'static str = "document";
            type Kind = kind::Document;
            type Accessor<R> = M::Fields<R>;
            type OptionAccessor<R> = Opt<R, Self>;
            type Wrapped<R, N: Value> = Field<R, N>;
            type WrappedOption<R, N: Value> = Opt<R, N>;

            fn encode(&self, out: &mut Encoder) {
                let $it = self;
                let document: &Doc<M> = $document;
                match encode(document.id(), &**document, document.stored(), 0) {
                    Ok(bytes) => out.raw(&bytes),
                    Err(fault) => out.refuse(fault.reason),
                }
            }

            fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
                let $reader = r.document()?;
                $read
            }

            fn shape() -> Shape {
                M::shape()
            }
        }
    };
}

nested!(Doc, |document| document, |reader| Readable::read(reader));
nested!(Row, |row| row.document(), |reader| Readable::read(reader).map(Row::new));
