//! `unwind`.

use super::part::{Part, Site, Whole};
use super::row::{Changed, RowType};
use super::rows::Row;
use super::{Aggregate, Origin};
use crate::ast::{self, Path, Stage};
use crate::field::{Field, Opt, Place};
use crate::model::{Doc, Model};
use crate::value::{Body, Sequence, Value, kind};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// One row for each element of a list. After `unwind(|u| u.tags())` a row is `(user, tag)`, where the user is a
    /// [`Row<User>`](Row) without tags; after `unwind(|(u, orders)| orders)`, of a list that a join has found, it is
    /// `(user, order)`.
    ///
    /// Rows without elements are left out, unless by `unwind(|u| u.tags().keep_empty())`, where the element is an
    /// option. `unwind(|u| u.tags().with_index())` adds the index as an `i64`: `((user, tag), index)`.
    ///
    /// MongoDB: `$unwind`.
    pub fn unwind<U>(self, list: impl FnOnce(S::Parts<Whole>) -> U) -> Aggregate<M, U::Row>
    where
        U: Unwind<S>,
        U::Row: RowType,
    {
        let plan = list(S::parts(&self.layout)).plan();
        let mut layout =
            if plan.joined { self.layout.clone() } else { self.layout.unwind(plan.path.as_str()) };
        let mut index = None;
        if plan.with_index {
            let (with_index, name) = layout.add();
            (layout, index) = (with_index, Some(name));
        }
        let stage = if plan.path.walks() || plan.path.is_element() {
            Stage::invalid(plan.path.as_str(), "a list inside of another one is unwound after that one")
        } else {
            let keep_empty = plan.keep_empty;
            Stage::reading(&plan.path, |path| Stage::Unwind(ast::Unwind { path, index, keep_empty }))
        };
        self.into(stage, layout)
    }
}

/// How a list is unwound.
#[derive(Debug)]
#[doc(hidden)]
pub struct Plan {
    path: Path,
    joined: bool,
    keep_empty: bool,
    with_index: bool,
}

/// Lists in rows of the type `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be unwound",
    label = "expected a list of the row, such as `u.tags()`"
)]
pub trait Unwind<S> {
    /// The type of an element.
    type Element;

    /// The index that goes with it.
    type Index;

    /// The row with an element of type `E`.
    type RowOf<E>;

    /// The row.
    type Row;

    /// How it is done.
    #[doc(hidden)]
    fn plan(self) -> Plan;
}

/// Kinds of lists that can be unwound.
#[diagnostic::on_unimplemented(message = "`{T}` is not a list", label = "only lists and sets are unwound")]
pub trait Unwindable<T> {
    /// The type of an element.
    type Element: Value;
}

macro_rules! unwindable {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Sequence> Unwindable<T> for kind::$kind {
            type Element = T::Item;
        }
    )*};
}

unwindable! { List Set }

#[diagnostic::do_not_recommend]
impl<T: Value<Kind: Unwindable<T>>> Unwindable<Option<T>> for kind::Optional {
    type Element = <T::Kind as Unwindable<T>>::Element;
}

type ElementOf<T> = <<T as Value>::Kind as Unwindable<T>>::Element;

/// What becomes of a part of a row that has, or is, a list of type `C` when that is unwound.
pub trait Unwound<C> {
    /// Whether the part is the list itself.
    const IS_LIST: bool;

    /// The row, whose part is at `L`, with an element of type `E`.
    type Row<S, L: Site<S>, E>;
}

impl<M: Model, C> Unwound<C> for Doc<M> {
    const IS_LIST: bool = false;
    type Row<S, L: Site<S>, E> = (L::With<Row<M>>, E);
}

impl<M: Model, C> Unwound<C> for Row<M> {
    const IS_LIST: bool = false;
    type Row<S, L: Site<S>, E> = (S, E);
}

impl<T: Value + Body, C> Unwound<C> for T {
    const IS_LIST: bool = false;
    type Row<S, L: Site<S>, E> = (S, E);
}

impl<T, C> Unwound<C> for Changed<T> {
    const IS_LIST: bool = false;
    type Row<S, L: Site<S>, E> = (S, E);
}

impl<T> Unwound<Self> for Vec<T> {
    const IS_LIST: bool = true;
    type Row<S, L: Site<S>, E> = L::With<E>;
}

macro_rules! unwinds {
    ($field:ident<$list:ty>) => {
        impl<S, L, C> Unwind<S> for $field<Part<L>, C>
        where
            C: Value<Kind: Unwindable<C>>,
            L: Site<S>,
            L::Part: Unwound<$list>,
        {
            type Element = ElementOf<C>;
            type Index = i64;
            type RowOf<E> = <L::Part as Unwound<$list>>::Row<S, L, E>;
            type Row = Self::RowOf<ElementOf<C>>;

            fn plan(self) -> Plan {
                let joined = <L::Part as Unwound<$list>>::IS_LIST;
                Plan { path: self.path().clone(), joined, keep_empty: false, with_index: false }
            }
        }

        impl<L, C: Value> UnwindExpr for $field<Part<L>, C> {}
    };
}

unwinds!(Field<C>);
unwinds!(Opt<Option<C>>);

/// How a list is unwound, said behind the list.
pub trait UnwindExpr: Sized {
    /// Rows without elements stay; the element is an option.
    ///
    /// MongoDB: `preserveNullAndEmptyArrays`.
    fn keep_empty(self) -> KeepEmpty<Self> {
        KeepEmpty(self)
    }

    /// The element's index beside it, from 0.
    ///
    /// MongoDB: `includeArrayIndex`.
    fn with_index(self) -> WithIndex<Self> {
        WithIndex(self)
    }
}

/// A list whose rows stay if it has no elements.
#[derive(Debug)]
pub struct KeepEmpty<U>(U);

/// A list whose elements come with their indexes.
#[derive(Debug)]
pub struct WithIndex<U>(U);

impl<U> UnwindExpr for KeepEmpty<U> {}

impl<S, U: Unwind<S>> Unwind<S> for KeepEmpty<U> {
    type Element = Option<U::Element>;
    type Index = Option<U::Index>;
    type RowOf<E> = U::RowOf<E>;
    type Row = U::RowOf<Option<U::Element>>;

    fn plan(self) -> Plan {
        Plan { keep_empty: true, ..self.0.plan() }
    }
}

impl<S, U: Unwind<S>> Unwind<S> for WithIndex<U> {
    type Element = U::Element;
    type Index = U::Index;
    type RowOf<E> = (U::RowOf<E>, U::Index);
    type Row = (U::Row, U::Index);

    fn plan(self) -> Plan {
        Plan { with_index: true, ..self.0.plan() }
    }
}
