//! Text: strings, characters, newtypes, and fields with other names.

use vellum::bson::Regex;
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Seed, Sku};

pub fn rows() -> Vec<Row> {
    let q = Seed::q();
    let regex =
        Regex { pattern: "^a".to_owned().try_into().unwrap(), options: "i".to_owned().try_into().unwrap() };
    let insensitive = doc! { "$regex": "^a", "$options": "i" };
    vec![
        row("eq text", q.name().eq("abc"), doc! { "name": "abc" }),
        row("ne text", q.name().ne("abc"), doc! { "name": { "$ne": "abc" } }),
        row("is_in text", q.name().is_in(["abc", "Cy"]), doc! { "name": { "$in": ["abc", "Cy"] } }),
        row("is_not_in text", q.name().is_not_in(["abc", "Cy"]), doc! { "name": { "$nin": ["abc", "Cy"] } }),
        row("is_in no text", q.name().is_in(Vec::<String>::new()), doc! { "name": { "$in": [] } }).none(),
        row("is_not_in no text", q.name().is_not_in(Vec::<String>::new()), doc! { "name": { "$nin": [] } })
            .all(),
        row("exists text", q.name().exists(), doc! { "name": { "$exists": true } }).all(),
        row("is_missing text", q.name().is_missing(), doc! { "name": { "$exists": false } }).none(),
        row("gt text", q.name().gt("abc"), doc! { "name": { "$gt": "abc" } }),
        row("gte text", q.name().gte("abc"), doc! { "name": { "$gte": "abc" } }),
        row("lt text", q.name().lt("abc"), doc! { "name": { "$lt": "abc" } }),
        row("lte text", q.name().lte("abc"), doc! { "name": { "$lte": "abc" } }),
        row("between text", q.name().between("a".."ann"), doc! { "name": { "$gte": "a", "$lt": "ann" } }),
        row("matches text", q.name().matches("^a.c$"), doc! { "name": { "$regex": "^a.c$" } }),
        row("matches regex", q.name().matches(regex), doc! { "name": insensitive }),
        row("starts_with text", q.name().starts_with("a."), doc! { "name": { "$regex": "^a\\." } }),
        row("starts_with letter", q.name().starts_with("b"), doc! { "name": "bcb" }),
        row("contains letter", q.name().contains("b"), doc! { "name": { "$in": ["bcb", "abc"] } }),
        row("ends_with text", q.name().ends_with("c"), doc! { "name": { "$regex": "c$" } }),
        row("contains text", q.name().contains("."), doc! { "name": { "$regex": "\\." } }),
        row(
            "eq_ignore_case text",
            q.name().eq_ignore_case("ANN"),
            doc! { "name": { "$in": ["Ann", "ann"] } },
        ),
        row("eq char", q.letter().eq('y'), doc! { "letter": "y" }),
        row("gt char", q.letter().gt('x'), doc! { "letter": { "$gt": "x" } }),
        row("is_in char", q.letter().is_in(['x', 'y']), doc! { "letter": { "$in": ["x", "y"] } }),
        row("eq newtype", q.sku().eq(Sku("s-1".into())), doc! { "sku": "s-1" }),
        row("ne newtype", q.sku().ne(Sku("s-1".into())), doc! { "sku": { "$ne": "s-1" } }),
        row("starts_with newtype", q.sku().starts_with("s-1"), doc! { "sku": { "$regex": "^s-1" } }),
        row("is_in newtype", q.sku().is_in([Sku("s-1".into())]), doc! { "sku": { "$in": ["s-1"] } }),
        row("eq renamed", q.renamed().eq("r1"), doc! { "$or": [{ "stored_as": "r1" }, { "older": "r1" }] }),
        row(
            "ne renamed",
            q.renamed().ne("r1"),
            doc! { "stored_as": { "$ne": "r1" }, "older": { "$ne": "r1" } },
        ),
        row(
            "starts_with renamed",
            q.renamed().starts_with("r1"),
            doc! { "$or": [{ "stored_as": { "$regex": "^r1" } }, { "older": { "$regex": "^r1" } }] },
        ),
        row("eq flattened", q.audit().author().eq("by1"), doc! { "author": "by1" }),
    ]
}
