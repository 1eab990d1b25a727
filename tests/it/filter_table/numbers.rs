//! Numbers of every width, and booleans.

use vellum::bson::Bson;
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Seed, decimal128};

pub fn rows() -> Vec<Row> {
    [comparisons(), widths(), bits()].into_iter().flatten().collect()
}

fn comparisons() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("eq int", q.int().eq(10), doc! { "int": 10 }),
        row("ne int", q.int().ne(10), doc! { "int": { "$ne": 10 } }),
        row("gt int", q.int().gt(50), doc! { "int": { "$gt": 50 } }),
        row("gte int", q.int().gte(50), doc! { "int": { "$gte": 50 } }),
        row("lt int", q.int().lt(50), doc! { "int": { "$lt": 50 } }),
        row("lte int", q.int().lte(50), doc! { "int": { "$lte": 50 } }),
        row("between half-open", q.int().between(10..50), doc! { "int": { "$gte": 10, "$lt": 50 } }),
        row("between closed", q.int().between(10..=50), doc! { "int": { "$gte": 10, "$lte": 50 } }),
        row("between from", q.int().between(10..), doc! { "int": { "$gte": 10 } }),
        row("between to", q.int().between(..50), doc! { "int": { "$lt": 50 } }),
        row("between up to", q.int().between(..=50), doc! { "int": { "$lte": 50 } }),
        row("is_in int", q.int().is_in([5, 10]), doc! { "int": { "$in": [5, 10] } }),
        row("is_not_in int", q.int().is_not_in([5, 10]), doc! { "int": { "$nin": [5, 10] } }),
        row("rem int", q.int().rem(20, 5), doc! { "int": { "$mod": [20, 5] } }),
        row("rem double", q.double().rem(3.0, 1.0), doc! { "double": { "$mod": [3, 1] } }),
        row(
            "rem decimal",
            q.price().rem(Decimal::from(3), Decimal::ONE),
            doc! { "price": { "$mod": [3, 1] } },
        ),
        row("eq bool", q.active().eq(true), doc! { "active": true }),
        row("ne bool", q.active().ne(true), doc! { "active": { "$ne": true } }),
        row("is_in bool", q.active().is_in([false]), doc! { "active": { "$in": [false] } }),
    ]
}

fn widths() -> Vec<Row> {
    let q = Seed::q();
    let decimal = |text: &str| Bson::Decimal128(text.parse().unwrap());
    let of = |text: &str| text.parse::<Decimal>().unwrap();
    vec![
        row("gt i8", q.tiny().gt(-3), doc! { "tiny": { "$gt": -3 } }),
        row("eq i8", q.tiny().eq(-3), doc! { "tiny": -3 }),
        row("lt i16", q.small().lt(-300), doc! { "small": { "$lt": -300 } }),
        row("eq i64", q.long().eq(3 << 40), doc! { "long": 3_i64 << 40 }),
        row("gte i64", q.long().gte(3 << 40), doc! { "long": { "$gte": 3_i64 << 40 } }),
        row("eq u8", q.unsigned_tiny().eq(200), doc! { "unsigned_tiny": 200 }),
        row("gt u16", q.unsigned_small().gt(40_000), doc! { "unsigned_small": { "$gt": 40_000 } }),
        row("eq u32", q.unsigned_int().eq(2_800_000_000), doc! { "unsigned_int": 2_800_000_000_i64 }),
        row(
            "gt u32",
            q.unsigned_int().gt(2_800_000_000),
            doc! { "unsigned_int": { "$gt": 2_800_000_000_i64 } },
        ),
        row("lte u64", q.unsigned_long().lte(7 << 50), doc! { "unsigned_long": { "$lte": 7_i64 << 50 } }),
        row(
            "is_in u64",
            q.unsigned_long().is_in([7 << 50]),
            doc! { "unsigned_long": { "$in": [7_i64 << 50] } },
        ),
        row("eq f32", q.single().eq(2.5), doc! { "single": 2.5 }),
        row("gt f32", q.single().gt(2.5), doc! { "single": { "$gt": 2.5 } }),
        row("lt f64", q.double().lt(-0.5), doc! { "double": { "$lt": -0.5 } }),
        row("between f64", q.double().between(-1.0..=1.0), doc! { "double": { "$gte": -1, "$lte": 1 } }),
        row("eq decimal", q.price().eq(of("2.50")), doc! { "price": decimal("2.5") }),
        row("gt decimal", q.price().gt(of("2.50")), doc! { "price": { "$gt": decimal("2.5") } }),
        row("is_in decimal", q.price().is_in([of("0.25"), of("7")]), doc! { "price": { "$in": [0.25, 7] } }),
        row("eq decimal128", q.exact().eq(decimal128(3)), doc! { "exact": decimal("3.5") }),
        row("lt decimal128", q.exact().lt(decimal128(3)), doc! { "exact": { "$lt": 3.5 } }),
    ]
}

fn bits() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("bits_all_set i32", q.int().bits_all_set(3), doc! { "int": { "$bitsAllSet": [0, 1] } }),
        row("bits_any_set i32", q.int().bits_any_set(3), doc! { "int": { "$bitsAnySet": [0, 1] } }),
        row("bits_all_clear i32", q.int().bits_all_clear(3), doc! { "int": { "$bitsAllClear": [0, 1] } }),
        row("bits_any_clear i32", q.int().bits_any_clear(3), doc! { "int": { "$bitsAnyClear": [0, 1] } }),
        row("bits_all_set i64", q.long().bits_all_set(3 << 40), doc! { "long": { "$bitsAllSet": [40, 41] } }),
        row("bits_any_set bytes", q.payload().bits_any_set(1), doc! { "payload": { "$bitsAnySet": [0] } }),
    ]
}
