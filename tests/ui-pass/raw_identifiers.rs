//! Raw identifiers are stored without `r#`, and their accessors are raw too.

#![deny(warnings)]
#![allow(non_camel_case_types, dead_code)]

use vellum::field::Place;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "things", index(keys(r#struct.r#fn = 1, r#type = 1)))]
struct Thing {
    #[vellum(unique)]
    r#type: String,
    r#struct: r#struct,
    r#enum: r#enum,
    payment: Payment,
}

#[derive(Clone, Embedded)]
struct r#struct {
    r#fn: i32,
}

#[derive(Clone, Copy, Embedded)]
enum r#enum {
    r#fn,
    r#let,
}

#[derive(Clone, Embedded)]
#[vellum(tag = "kind")]
enum Payment {
    Type { r#mod: i32 },
    Crate { r#use: i32 },
    r#Move { a: i32 },
}

#[derive(Projection)]
#[vellum(from = Thing)]
struct Row {
    r#type: String,
    #[vellum(path = r#struct.r#fn)]
    number: i32,
}

fn stored<P: Place<Thing>>(place: &P) -> &str {
    place.path().as_str()
}

async fn by_type(things: &ThingRepository) -> vellum::Result<Option<Doc<Thing>>> {
    things.get_by_type("x").await
}

fn main() {
    let q = Thing::q();
    assert_eq!(stored(&q.r#type()), "type");
    assert_eq!(stored(&q.r#struct().r#fn()), "struct.fn");
    assert_eq!(stored(&q.payment().r#type().r#mod()), "payment.mod");
    assert_eq!(stored(&q.payment().crate_().r#use()), "payment.use");
    assert_eq!(stored(&q.payment().r#move().a()), "payment.a");
    let _ = q.r#enum().eq(r#enum::r#let) & q.payment().is_type() & q.payment().is_crate();
    let _ = by_type;
}
