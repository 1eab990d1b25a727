//! `lookup`.
#![expect(clippy::type_complexity, reason = "the type of a row says what is in it")]

use super::lookup_with::join;
use super::row::{ExprOf, RowType};
use super::{Aggregate, Origin};
use crate::ast::{self, StageSource};
use crate::field::{Field, Id, Opt, Place};
use crate::model::{Doc, Model, Ref};
use crate::value::{Sequence, Value, kind};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The row with the documents of another model beside it whose field equals one of the row: after
    /// `users.aggregate().lookup(|u| u.id(), Order::q().customer())` a row is `(user, orders)`.
    ///
    /// Both fields must have the same key: the id of `User`, and `Ref<User>`, alone, as an option and in a list, have
    /// the key `User`; of everything else the key is the type of its elements. Documents that are deleted softly
    /// are not joined.
    ///
    /// MongoDB: `$lookup` with `localField` and `foreignField`. It joins missing fields with missing ones.
    pub fn lookup<L, F>(
        self,
        local: impl FnOnce(S::Fields<ExprOf<S>>) -> L,
        foreign: F,
    ) -> Aggregate<M, (S, Vec<Doc<F::Model>>)>
    where
        F: Foreign,
        L: JoinKey<ExprOf<S>, Key: SameKey<F::Key>>,
    {
        let local = local(S::fields(&self.layout));
        let (layout, into) = self.layout.add();
        let stage = join(local.path(), &foreign.foreign(), source::<F::Model>(), into);
        self.into(stage, layout)
    }
}

/// The documents of a model, for a stage that asks for them.
pub(super) fn source<M: Model>() -> StageSource {
    StageSource { collection: M::COLLECTION, columns: M::COLUMNS, stages: Vec::new() }
}

/// Fields that a join can start from, under the root `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field that documents can be joined on",
    label = "expected a field of the row, such as `u.id()`"
)]
pub trait JoinKey<R>: Place<R> {
    /// What has to be the same on both sides.
    type Key;
}

impl<R, T: Value<Kind: KeyOf<T>>> JoinKey<R> for Field<R, T> {
    type Key = <T::Kind as KeyOf<T>>::Key;
}

impl<R, T: Value<Kind: KeyOf<T>>> JoinKey<R> for Opt<R, T> {
    type Key = <T::Kind as KeyOf<T>>::Key;
}

impl<R, M: Model> JoinKey<R> for Id<R, M> {
    type Key = Ref<M>;
}

/// Keys of which both sides of a join have the same.
#[diagnostic::on_unimplemented(
    message = "a field with the key `{Self}` cannot be joined with one with the key `{K}`",
    label = "the keys differ",
    note = "the id of `User`, and `Ref<User>` alone, in an option and in a list, have the key `Ref<User>`; other fields \
            have their own or their elements' type"
)]
pub trait SameKey<K> {}

impl<K> SameKey<K> for K {}

/// Fields of another model that a join can compare with one of the row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field of a model that can be joined",
    label = "expected a field of another model, such as `Order::q().customer()`"
)]
pub trait Foreign: Sized {
    /// The model.
    type Model: Model;

    /// What has to be the same on both sides.
    type Key;

    /// The path of the field.
    #[doc(hidden)]
    fn foreign(self) -> ast::Path;
}

macro_rules! foreign {
    ($field:ident) => {
        impl<M: Model, T: Value<Kind: KeyOf<T>>> Foreign for $field<M, T> {
            type Model = M;
            type Key = <T::Kind as KeyOf<T>>::Key;

            fn foreign(self) -> ast::Path {
                self.path().clone()
            }
        }
    };
}

foreign!(Field);
foreign!(Opt);

impl<T: Model> Foreign for Id<T, T> {
    type Model = T;
    type Key = Ref<T>;

    fn foreign(self) -> ast::Path {
        self.path().clone()
    }
}

/// What fields of a kind are joined on.
pub trait KeyOf<T> {
    /// The type of the key.
    type Key;
}

macro_rules! single {
    ($($kind:ident)*) => {$(
        impl<T> KeyOf<T> for kind::$kind {
            type Key = T;
        }
    )*};
}

single! {
    Text Integer Double Decimal Bool Date Day Timestamp ObjectId Uuid Binary Regex Enumeration Document Map Geo
    Reference Any Foreign
}

macro_rules! lists {
    ($($kind:ident)*) => {$(
        impl<T: Sequence<Item: Value<Kind: KeyOf<T::Item>>>> KeyOf<T> for kind::$kind {
            type Key = <<T::Item as Value>::Kind as KeyOf<T::Item>>::Key;
        }
    )*};
}

lists! { List Array Set }

impl<T: Value<Kind: KeyOf<T>>> KeyOf<Option<T>> for kind::Optional {
    type Key = <T::Kind as KeyOf<T>>::Key;
}
