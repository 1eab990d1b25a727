//! References to documents of other models.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Doc, Model};
use crate::ast;
use crate::bson::ObjectId;
use crate::field::Operand;
use crate::schema::Shape;
use crate::value::{Decoded, Encoder, Identifier, MapKey, Reader, Sequence, Value, kind, plain_accessors};

/// The id of a document of the model `T`, stored as that id alone, and in JSON, too.
pub struct Ref<T: Model> {
    id: T::Id,
}

impl<T: Model> Ref<T> {
    /// A reference to the document with this id.
    pub fn new(id: T::Id) -> Self {
        Self { id }
    }

    /// The id of the document.
    pub fn id(&self) -> &T::Id {
        &self.id
    }
}

/// Kinds of fields that refer to documents.
#[diagnostic::on_unimplemented(
    message = "`{T}` refers to no documents",
    label = "expected a field of type `Ref<..>`, or an option or a list of that"
)]
pub trait Refers<T> {
    /// The model of the documents.
    type Target: Model;

    /// What is loaded of one field: a document that may be gone, or several.
    type Loaded: Send + 'static;

    /// What is loaded, out of the documents that are there.
    #[doc(hidden)]
    fn loaded(found: Vec<Doc<Self::Target>>) -> Self::Loaded;
}

/// What a field of type `T` refers to.
pub type Loaded<T> = <<T as Value>::Kind as Refers<T>>::Loaded;

#[diagnostic::do_not_recommend]
impl<T: Model> Refers<Ref<T>> for kind::Reference {
    type Target = T;
    type Loaded = Option<Doc<T>>;

    fn loaded(found: Vec<Doc<T>>) -> Option<Doc<T>> {
        found.into_iter().next()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Refers<T>>> Refers<Option<T>> for kind::Optional {
    type Target = <T::Kind as Refers<T>>::Target;
    type Loaded = Loaded<T>;

    fn loaded(found: Vec<Doc<Self::Target>>) -> Loaded<T> {
        T::Kind::loaded(found)
    }
}

macro_rules! several_references {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Sequence<Item: Value<Kind: Refers<T::Item>>>> Refers<T> for kind::$kind {
            type Target = <<T::Item as Value>::Kind as Refers<T::Item>>::Target;
            type Loaded = Vec<Doc<Self::Target>>;

            fn loaded(found: Vec<Doc<Self::Target>>) -> Self::Loaded {
                found
            }
        }
    )*};
}

several_references! { List Array Set }

impl<T: Model> Value for Ref<T> {
    const TYPE: u8 = T::Id::TYPE;
    const EXPECTED: &'static str = T::Id::EXPECTED;
    type Kind = kind::Reference;
    plain_accessors!();

    fn encode(&self, out: &mut Encoder) {
        self.id.encode(out);
    }

    fn element_type(&self) -> u8 {
        self.id.element_type()
    }

    fn encode_field<const N: usize>(&self, header: &[u8; N], out: &mut Encoder) {
        self.id.encode_field(header, out);
    }

    fn decode(r: &mut Reader<'_>) -> Decoded<Self> {
        T::Id::decode(r).map(Self::new)
    }

    fn decode_as(element_type: u8, r: &mut Reader<'_>) -> Decoded<Self> {
        T::Id::decode_as(element_type, r).map(Self::new)
    }

    fn normalize(&mut self) {
        self.id.normalize();
    }

    fn shape() -> Shape {
        T::Id::shape()
    }
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "`Copy` asks more of the id than `Clone`")]
impl<T: Model> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone() }
    }
}

impl<T: Model<Id: Copy>> Copy for Ref<T> {}

impl<T: Model<Id: fmt::Debug>> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref<{}>({:?})", T::NAME, self.id)
    }
}

impl<T: Model<Id: PartialEq>> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<T: Model<Id: Eq>> Eq for Ref<T> {}

impl<T: Model<Id: Hash>> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl<T: Model<Id: PartialOrd>> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.id.partial_cmp(&other.id)
    }
}

impl<T: Model<Id: Ord>> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(&other.id)
    }
}

/// The [plain form](Identifier) of the target's id.
impl<T: Model> Serialize for Ref<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize_plain(serializer)
    }
}

/// The [plain form](Identifier) of the target's id.
impl<'de, T: Model> Deserialize<'de> for Ref<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::Id::deserialize_plain(deserializer).map(Self::new)
    }
}

impl<T: Model<Id: MapKey>> MapKey for Ref<T> {
    fn to_key(&self) -> std::borrow::Cow<'_, str> {
        self.id.to_key()
    }

    fn from_key(text: &str) -> Option<Self> {
        T::Id::from_key(text).map(Self::new)
    }
}

macro_rules! reference_operands {
    ($($operand:ty => |$this:ident| $id:expr),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Model, R> Operand<Ref<T>, R> for $operand {
            fn into_operand(self) -> ast::Operand {
                let $this = self;
                ast::Operand::Literal(ast::Literal::of($id))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Model, R> Operand<Option<Ref<T>>, R> for $operand {
            fn into_operand(self) -> ast::Operand {
                let $this = self;
                ast::Operand::Literal(ast::Literal::of($id))
            }
        }
    )*};
}

reference_operands! {
    Ref<T> => |this| &this.id,
    &Ref<T> => |this| &this.id,
    &Doc<T> => |this| this.id()
}

/// A reference stands for the id that it holds, and an id for a reference to its document.
macro_rules! id_operands {
    ($($id:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Model<Id = $id>, R> Operand<$id, R> for Ref<T> {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(ast::Literal::of(&self.id))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Model<Id = $id>, R> Operand<$id, R> for &Ref<T> {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(ast::Literal::of(&self.id))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Model<Id = $id>, R> Operand<Ref<T>, R> for $id {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(ast::Literal::of(&self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Model<Id = $id>, R> Operand<Ref<T>, R> for &$id {
            fn into_operand(self) -> ast::Operand {
                ast::Operand::Literal(ast::Literal::of(self))
            }
        }
    )*};
}

id_operands! { uuid::Uuid ObjectId String i64 i32 }
