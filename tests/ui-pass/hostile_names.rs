//! Types, fields and constants that are called like what expansions use.

#![deny(warnings)]
#![allow(non_camel_case_types, non_upper_case_globals, non_snake_case, dead_code)]

use vellum::{Embedded, Projection, Vellum};

const f0: u8 = 1;
const out: u8 = 2;
const r: u8 = 3;
const doc: u8 = 4;
const key: u8 = 5;
const path: u8 = 6;
const LENGTH: usize = 2;

// Methods of these names on every type must not be called by expansions.
trait Place {
    fn path(&self) {}
    fn at(&self) {}
    fn whole(&self) {}
    fn is_none(&self) {}
}
impl<T> Place for T {}

#[derive(Clone, Embedded)]
struct Option(::std::string::String);

#[derive(Clone, Embedded)]
struct Result {
    a: i32,
}

#[derive(Clone, Embedded)]
struct String {
    a: Option,
    b: Result,
    c: Vec,
    d: Box,
}

#[derive(Clone, Copy, Embedded)]
enum Vec {
    Some,
    None,
    Ok,
    Err,
}

#[derive(Clone, Embedded)]
enum Box {
    Some { x: R },
    None,
    Ok { self_: W },
    Err(Result),
    Self_ { a: i32 },
}

#[derive(Clone, Embedded)]
struct R {
    w: W,
    n: N,
    lists: [W; LENGTH],
}

#[derive(Clone, Embedded)]
struct W(i32);

#[derive(Clone, Embedded)]
struct N {
    whole: i32,
    path: i32,
    at: i32,
    deref: i32,
    eq: i32,
    step: ::std::option::Option<W>,
}

#[derive(Clone, Embedded)]
struct Page<R: Clone, const W: usize>
where
    R: ::std::fmt::Debug,
{
    items: [R; W],
    first: ::std::option::Option<R>,
}

#[derive(Clone, Embedded)]
struct Empty {}

/// A model.
#[derive(Clone, Vellum)]
#[vellum(collection = "values", versioned(column = "rev"))]
#[vellum(index(keys(whole.c = 1, name.items = -1)), index(keys(q = 1, eq = 1), unique))]
pub struct Value {
    /// Hides the trait's method.
    #[vellum(unique)]
    pub filter: i32,
    self_: i32,
    eq: i32,
    q: i32,
    whole: String,
    version: Option,
    expr: i32,
    new: i32,
    within: i32,
    get: R,
    fields: i32,
    name: Page<i32, 3>,
    NAME: i32,
    Camel: i32,
    value: Empty,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "models", soft_delete)]
struct Model {
    #[vellum(id)]
    Id: i32,
    Fields: i32,
    #[vellum(unique(live))]
    Repository: i32,
}

#[derive(Projection)]
#[vellum(from = Value)]
struct Body {
    filter: i32,
    #[vellum(path = whole.a)]
    text: Option,
    version: Option,
}

fn main() {
    let _ = Value::q().eq().eq(1) & Value::q().whole().c().eq(Vec::Some);
    let _ = Value::q().get().n().eq().gt(1);
    let _ = Model::q().id().eq(1) & Model::q().Id().eq(1);
}
