//! Accessors are as visible as their fields, and private models make no noise.

#![deny(warnings, unreachable_pub, missing_docs)]
#![warn(clippy::all)]

mod models {
    use vellum::prelude::*;

    #[derive(Clone, Vellum)]
    #[vellum(collection = "a", timestamps)]
    pub(super) struct Inner {
        #[vellum(unique)]
        pub(super) seen: i32,
        #[vellum(unique)]
        hidden: i32,
        part: Part,
    }

    #[derive(Clone, Embedded)]
    struct Part {
        x: i32,
    }

    #[derive(Clone, Copy, Embedded)]
    pub(in crate::models) enum Kind {
        A,
        B,
    }

    pub(super) fn use_all() -> Filter<Inner> {
        let _ = [Kind::A, Kind::B];
        let _ = Inner { seen: 1, hidden: 2, part: Part { x: 3 } };
        Inner::q().hidden().eq(1) & Inner::q().part().x().eq(1)
    }
}

/// In a function.
fn local() {
    use vellum::prelude::*;

    #[derive(Clone, Embedded)]
    struct Local {
        x: i32,
    }

    #[derive(Clone, Vellum)]
    #[vellum(collection = "local", index(keys(part.x = 1)))]
    struct LocalModel {
        part: Local,
    }

    let _ = LocalModel { part: Local { x: 1 } };
    let _ = LocalModel::q().part().x().eq(1);
}

fn main() {
    let _ = models::use_all();
    let _ = models::Inner::q().seen().eq(1) & models::Inner::q().created_at().is_missing();
    let _ = |inner: models::InnerRepository| drop(inner.get_by_seen(1));
    local();
}
