//! Methods that are called around writes.

use proc_macro2::Ident;
use syn::{Path, Type};

/// What a hook is called for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: &'static str,
    /// Whether its hooks may change the document.
    pub(crate) changes: bool,
}

/// All events, in the order of their hooks in an expansion.
pub(crate) const EVENTS: [Event; 6] = [
    Event { name: "before_insert", changes: true },
    Event { name: "after_insert", changes: false },
    Event { name: "before_update", changes: true },
    Event { name: "after_update", changes: false },
    Event { name: "before_delete", changes: false },
    Event { name: "after_delete", changes: false },
];

/// One method that is called for one event.
pub(crate) struct Hook {
    pub(crate) event: Event,
    /// A name alone is a method of `of`.
    pub(crate) method: Path,
    pub(crate) of: HookOf,
}

/// Which documents a hook is called for, and what it gets of them.
#[derive(Clone)]
pub(crate) enum HookOf {
    /// All of them, whole.
    Model,
    /// Those that are this variant, whole.
    Variant(Ident),
    /// What those hold that are this variant.
    Content(Ident, Box<Type>),
}
