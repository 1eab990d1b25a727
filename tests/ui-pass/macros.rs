//! Models that other macros write.

#![deny(warnings)]

use vellum::prelude::*;

macro_rules! model {
    ($name:ident, $collection:literal, $field:ident: $type:ty, $other:ty) => {
        #[derive(Clone, Vellum)]
        #[vellum(collection = $collection, id = $other)]
        struct $name {
            #[vellum(unique, rename = "x")]
            $field: $type,
            list: Vec<$type>,
            maybe: Option<$type>,
        }
    };
}

macro_rules! number {
    () => {
        i64
    };
}

model!(User, "users", email: String, ObjectId);

#[derive(Clone, Embedded)]
struct Part {
    count: number!(),
}

fn main() {
    let _ = User { email: String::new(), list: Vec::new(), maybe: None };
    let _ = User::q().email().eq("a") & User::q().list().contains("b") & User::q().maybe().starts_with("c");
    let _ = Part { count: 1 };
}
