//! What the user may use although it is deprecated, the expansion may use too.

#![deny(warnings)]

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    #[deprecated]
    name: String,
    #[allow(deprecated)]
    old: Old,
}

#[derive(Clone, Embedded)]
#[deprecated]
struct Old {
    x: i32,
}

#[derive(Clone, Copy, Embedded)]
enum Role {
    #[deprecated]
    Admin,
    Member,
}

#[allow(deprecated)]
fn main() {
    let _ = User { name: String::new(), old: Old { x: 1 } };
    let _ = [Role::Admin, Role::Member];
    let _ = User::q().name().eq("x");
}
