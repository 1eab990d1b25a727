//! Variables of the closures that `map`, `filter` and `reduce` take.

use std::cell::Cell;

use crate::ast::Path;
use crate::field::Place;

thread_local! {
    /// How many closures are being called, one inside of the other. Each gets variables with names
    /// of their own, so that an inner one can also use the outer one's.
    static OPEN: Cell<u32> = const { Cell::new(0) };
}

/// Counts a closure for as long as it is being called, also if it panics.
struct Open(u32);

impl Open {
    fn new() -> Self {
        let outer = OPEN.get();
        OPEN.set(outer + 1);
        Self(outer)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        OPEN.set(self.0);
    }
}

/// Calls a closure with names for its variables: `item`, and in an inner closure `item2`.
pub(super) fn with_names<const N: usize, T>(names: [&str; N], body: impl FnOnce([String; N]) -> T) -> T {
    let open = Open::new();
    body(names.map(|name| if open.0 == 0 { name.to_owned() } else { format!("{name}{}", open.0 + 1) }))
}

/// The accessor of a variable.
pub(super) fn accessor<R, P: Place<R>>(name: &str) -> P {
    P::at(Path::variable(name.to_owned()))
}
