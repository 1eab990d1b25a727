//! Typed accessors: what `User::q().age()` gives, and the operators that its type allows.
//!
//! A capability is a trait on the *kind* of a type ([`crate::value::kind`]); bounds stand on the
//! functions, so that a misuse is one message at the user's token.

mod array;
mod assign;
mod compare;
mod geo;
mod id;
mod kinds;
mod list;
mod map;
mod number;
mod operand;
mod option;
mod root;
mod text;

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Path;

pub use compare::Bounds;
pub use geo::Area;
pub use id::Id;
pub use kinds::{
    Binary, Contains, Geographic, Instant, Integral, List, Listed, Mapped, Numeric, Ordered, Resizable, Text,
};
pub use list::ItemAccessor;
pub use map::EntryAccessor;
pub(crate) use operand::operands;
pub use operand::{AnyRoot, Operand};
pub use option::Opt;
pub(crate) use root::filter;
pub use root::{Assigned, Changing, Computing, Elem, ExprRoot, Matching, MayBeMissing, Root, Test};
pub use text::Pattern;

/// A typed place in a document.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field of `{R}`",
    label = "expected a field of `{R}`, such as `{R}::q().field()`"
)]
pub trait Place<R>: Sized {
    /// The type that stands at the place.
    type Value;

    /// The accessor of a path.
    fn at(path: Path) -> Self;

    /// The path of the accessor.
    fn path(&self) -> &Path;
}

/// The accessor of a field of type `T` under the root `R`.
///
/// Which operators it has depends on `T`; the methods' bounds say so.
pub struct Field<R, T> {
    path: Path,
    types: PhantomData<fn() -> (R, T)>,
}

impl<R, T> Clone for Field<R, T> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), types: PhantomData }
    }
}

impl<R, T> fmt::Debug for Field<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.path.as_str()).finish()
    }
}

impl<R, T> Place<R> for Field<R, T> {
    type Value = T;

    fn at(path: Path) -> Self {
        Self { path, types: PhantomData }
    }

    fn path(&self) -> &Path {
        &self.path
    }
}

/// The accessor of a document's own field.
#[doc(hidden)]
pub fn child<R, P: Place<R>>(parent: &Path, name: &'static str) -> P {
    P::at(parent.child(name))
}

/// The accessor of a field that older documents hold under other names.
#[doc(hidden)]
pub fn child_with_aliases<R, P: Place<R>>(parent: &Path, name: &'static str, aliases: &[&'static str]) -> P {
    P::at(parent.child_with_aliases(name, aliases))
}

/// The accessor of a flattened field.
#[doc(hidden)]
pub fn same<R, P: Place<R>>(parent: &Path) -> P {
    P::at(parent.part())
}

/// The accessor of an enum's variant: its fields exist only where the tag says so.
#[doc(hidden)]
pub fn variant<R, P: Place<R>>(parent: &Path, tag: &'static str, names: &'static [&'static str]) -> P {
    P::at(parent.variant(tag, names))
}

/// The accessors of a whole document.
#[doc(hidden)]
pub fn root<R, P: Place<R>>() -> P {
    P::at(Path::root())
}
