//! Filters of filters, and those that are no operator of a field.

use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::Seed;

pub fn rows() -> Vec<Row> {
    let q = Seed::q();
    let (early, even) = (|| Seed::q().int().lt(50), || Seed::q().active().eq(true));
    vec![
        row("all", Filter::all(), doc! {}).all(),
        row(
            "any_of two",
            Filter::any_of([early(), even()]),
            doc! { "$or": [{ "int": { "$lt": 50 } }, { "active": true }] },
        ),
        row("any_of none", Filter::any_of([]), doc! { "_id": { "$in": [] } }).none(),
        row("all_of two", Filter::all_of([early(), even()]), doc! { "int": { "$lt": 50 }, "active": true }),
        row("all_of none", Filter::all_of([]), doc! {}).all(),
        row("and", early() & even(), doc! { "int": { "$lt": 50 }, "active": true }),
        row("and on one field", q.int().gt(10) & q.int().lt(50), doc! { "int": { "$gt": 10, "$lt": 50 } }),
        row(
            "and of two unequal",
            q.int().ne(10) & q.int().ne(20),
            doc! { "$and": [{ "int": { "$ne": 10 } }, { "int": { "$ne": 20 } }] },
        ),
        row("or", early() | even(), doc! { "$or": [{ "int": { "$lt": 50 } }, { "active": true }] }),
        row(
            "or of and",
            (early() & even()) | q.int().gt(120),
            doc! { "$or": [{ "int": { "$lt": 50 }, "active": true }, { "int": { "$gt": 120 } }] },
        ),
        row(
            "and of or",
            (early() | q.int().gt(120)) & (even() | q.name().eq("bcb")),
            doc! { "$and": [
                { "$or": [{ "int": { "$lt": 50 } }, { "int": { "$gt": 120 } }] },
                { "$or": [{ "active": true }, { "name": "bcb" }] },
            ] },
        ),
        row("not", !early(), doc! { "int": { "$not": { "$lt": 50 } } }),
        row("not not", !!early(), doc! { "int": { "$lt": 50 } }),
        row("not and", !(early() & even()), doc! { "$nor": [{ "int": { "$lt": 50 }, "active": true }] }),
        row("not or", !(early() | even()), doc! { "$nor": [{ "int": { "$lt": 50 } }, { "active": true }] }),
        row("not regex", !q.name().starts_with("a"), doc! { "name": { "$not": { "$regex": "^a" } } }),
        row("raw", Filter::raw(doc! { "any": { "$type": "int" } }), doc! { "any": { "$type": "int" } }),
        row(
            "raw and typed",
            Filter::raw(doc! { "int": { "$gt": 20 } }) & early(),
            doc! { "int": { "$gt": 20, "$lt": 50 } },
        ),
        row(
            "expr of fields",
            Seed::expr(|s| s.double().gt(s.spent())),
            doc! { "$expr": { "$gt": ["$double", "$spent"] } },
        ),
        row(
            "expr with a value",
            Seed::expr(|s| s.double().lt(s.spent()) & !s.int().eq(20)),
            doc! { "$expr": { "$and": [{ "$lt": ["$double", "$spent"] }, { "$ne": ["$int", 20] }] } },
        ),
        row(
            "expr is_none",
            Seed::expr(|s| s.nick().is_none()),
            doc! { "$expr": { "$lte": ["$nick", null] } },
        ),
    ]
}

/// The server takes no opposite of a text search.
pub fn text() -> Vec<Row> {
    vec![row("text", Filter::text("abc"), doc! { "name": "abc" })]
}
