//! What an item means: closed types in which nothing is left to check.

mod field;
mod hook;
mod index;
mod item;
mod kinds;
mod variant;

pub(crate) use field::{Codec, Field, Fill, Missing, Storage, Stored};
pub(crate) use hook::{EVENTS, Event, Hook, HookOf};
pub(crate) use index::{Binds, Collation, Getter, Index, IndexKey, Order, Unique};
pub(crate) use item::{Item, Names, arguments, with_arguments};
pub(crate) use kinds::{Column, Columns, Data, Embedded, Form, Id, Model, Newtype, Projected, Projection};
pub(crate) use variant::{Accessors, Content, Other, TaggedEnum, TextEnum, TextVariant, Variant};
