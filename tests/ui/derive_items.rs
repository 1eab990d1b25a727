//! Items that nothing can be derived for.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "pairs")]
struct Pair(i32, i32);

#[derive(Clone, Vellum)]
#[vellum(collection = "boxes")]
struct Boxed<T> {
    content: T,
}

#[derive(Clone, Vellum)]
struct Nowhere {
    name: String,
}

#[derive(Clone, Copy, Embedded)]
union Either {
    number: i32,
    float: f32,
}

#[derive(Clone, Embedded)]
struct Nothing;

#[derive(Clone, Embedded)]
struct Borrowed<'a> {
    text: &'a str,
}

#[derive(Clone, Embedded)]
enum Never {}

#[derive(Projection)]
struct Row(String);

fn main() {}
