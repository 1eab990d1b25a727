//! Lists, sets and maps.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Seed, Sku, address};

pub fn rows() -> Vec<Row> {
    [lists(), numbers(), sets(), maps()].into_iter().flatten().collect()
}

fn lists() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("contains list", q.tags().contains("y"), doc! { "tags": "y" }),
        row("contains_all list", q.tags().contains_all(["x", "z"]), doc! { "tags": { "$all": ["x", "z"] } }),
        row("contains_any list", q.tags().contains_any(["y", "z"]), doc! { "tags": { "$in": ["y", "z"] } }),
        row("contains_all of none", q.tags().contains_all(Vec::<String>::new()), doc! {}).all(),
        row(
            "contains_any of none",
            q.tags().contains_any(Vec::<String>::new()),
            doc! { "tags": { "$in": [] } },
        )
        .none(),
        row("size list", q.tags().size(2), doc! { "tags": { "$size": 2 } }),
        row("is_empty list", q.tags().is_empty(), doc! { "tags": { "$size": 0 } }),
        row("at list", q.tags().at(1).eq("y"), doc! { "tags.1": "y" }),
        row("at starts_with", q.tags().at(2).starts_with("z"), doc! { "tags.2": { "$regex": "^z" } }),
        row("at is_missing", q.tags().at(0).is_missing(), doc! { "tags.0": { "$exists": false } }),
        row("any starts_with", q.tags().any().starts_with("z"), doc! { "tags": { "$regex": "^z" } }),
        row("any eq", q.tags().any().eq("z"), doc! { "tags": "z" }),
        row("any ne", q.tags().any().ne("z"), doc! { "tags": { "$ne": "z" } }),
        row("eq list", q.tags().eq(["x".to_owned(), "y".to_owned()]), doc! { "tags": ["x", "y"] }),
        row("ne list", q.tags().ne(["x".to_owned()]), doc! { "tags": { "$ne": ["x"] } }),
        row(
            "is_in list",
            q.tags().is_in([vec!["x".to_owned()], vec![]]),
            doc! { "tags": { "$in": [["x"], []] } },
        ),
        row(
            "elem_match text",
            q.tags().elem_match(|tag| tag.gt("x") & tag.lt("z")),
            doc! { "tags": { "$elemMatch": { "$gt": "x", "$lt": "z" } } },
        ),
        row("contains nested", q.grid().contains(vec![9]), doc! { "grid": { "$elemMatch": { "$eq": [9] } } }),
        row(
            "elem_match nested",
            q.grid().elem_match(|inner| inner.contains(4)),
            doc! { "grid": { "$elemMatch": { "$elemMatch": { "$eq": 4 } } } },
        ),
        row("at nested", q.grid().at(0).at(1).gt(2), doc! { "grid.0.1": { "$gt": 2 } }),
        row("contains gap", q.gaps().contains(None::<i32>), doc! { "gaps": null }),
        row("contains option", q.gaps().contains(2), doc! { "gaps": 2 }),
        row("eq list of options", q.gaps().eq(vec![Some(2), None]), doc! { "gaps": [2, null] }),
    ]
}

fn numbers() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("any gt", q.scores().any().gt(40), doc! { "scores": { "$gt": 40 } }),
        row(
            "any between",
            q.scores().any().between(5..30),
            doc! { "scores": { "$elemMatch": { "$gte": 5, "$lt": 30 } } },
        ),
        row("any rem", q.scores().any().rem(7, 1), doc! { "scores": { "$mod": [7, 1] } }),
        row(
            "elem_match numbers",
            q.scores().elem_match(|score| score.gt(3) & score.lt(9)),
            doc! { "scores": { "$elemMatch": { "$gt": 3, "$lt": 9 } } },
        ),
        row(
            "elem_match either",
            q.scores().elem_match(|score| score.gt(60) | score.eq(9)),
            doc! { "$or": [{ "scores": { "$elemMatch": { "$gt": 60 } } }, { "scores": 9 }] },
        ),
        row(
            "elem_match neither",
            q.scores().elem_match(|score| !score.gt(3)),
            doc! { "scores": { "$elemMatch": { "$not": { "$gt": 3 } } } },
        ),
        row("at gt", q.scores().at(1).gt(10), doc! { "scores.1": { "$gt": 10 } }),
        row("size zero", q.scores().size(0), doc! { "scores": [] }),
        row("contains_any numbers", q.scores().contains_any([8, 9]), doc! { "scores": { "$in": [8, 9] } }),
    ]
}

fn sets() -> Vec<Row> {
    let q = Seed::q();
    let colors = |colors: &[&str]| -> BTreeSet<String> { colors.iter().map(ToString::to_string).collect() };
    let both = doc! { "$or": [{ "colors": ["blue", "red"] }, { "colors": ["red", "blue"] }] };
    vec![
        row("contains set", q.colors().contains("blue"), doc! { "colors": "blue" }),
        row(
            "contains_all set",
            q.colors().contains_all(["green", "red"]),
            doc! { "colors": { "$all": ["red", "green"] } },
        ),
        row("contains_any set", q.colors().contains_any(["green"]), doc! { "colors": { "$in": ["green"] } }),
        row("size set", q.colors().size(1), doc! { "colors": { "$size": 1 } }),
        row("is_empty set", q.colors().is_empty(), doc! { "colors": [] }),
        row("eq set", q.colors().eq(colors(&["red", "blue"])), both.clone()),
        row("ne set", q.colors().ne(colors(&["red", "blue"])), doc! { "$nor": [both] }),
        row(
            "is_in set",
            q.colors().is_in([colors(&["red"]), colors(&[])]),
            doc! { "colors": { "$in": [["red"], []] } },
        ),
        row("any set", q.colors().any().starts_with("g"), doc! { "colors": { "$regex": "^g" } }),
        row("contains hash set", q.primes().contains(3), doc! { "primes": 3_i64 }),
        row(
            "eq hash set",
            q.primes().eq(HashSet::from([2, 3])),
            doc! { "primes": { "$all": [2, 3], "$size": 2 } },
        ),
        row("contains set of newtypes", q.places().contains(Sku("p1".into())), doc! { "places": "p1" }),
        row("size set of newtypes", q.places().size(2), doc! { "places": { "$size": 2 } }),
    ]
}

fn maps() -> Vec<Row> {
    let q = Seed::q();
    let labels: BTreeMap<String, String> = [("k1".to_owned(), "v1".to_owned())].into();
    vec![
        row("key eq", q.labels().key("k1").eq("v0"), doc! { "labels.k1": "v0" }),
        row("key ne", q.labels().key("k1").ne("v0"), doc! { "labels.k1": { "$ne": "v0" } }),
        row("key exists", q.labels().key("k1").exists(), doc! { "labels.k1": { "$exists": true } }),
        row("key is_missing", q.labels().key("k1").is_missing(), doc! { "labels.k1": { "$exists": false } }),
        row(
            "key starts_with",
            q.labels().key("k2").starts_with("v1"),
            doc! { "labels.k2": { "$regex": "^v1" } },
        ),
        row("key gt", q.counts().key("b1").gt(9), doc! { "counts.b1": { "$gt": 9 } }),
        row("key is_in", q.counts().key("a").is_in([1, 2]), doc! { "counts.a": { "$in": [1, 2] } }),
        row("key of document", q.boxes().key("b1").city().eq("Rome"), doc! { "boxes.b1.city": "Rome" }),
        row("eq map", q.labels().eq(labels.clone()), doc! { "labels": { "$eq": { "k1": "v1" } } }),
        row("ne map", q.labels().ne(labels), doc! { "labels": { "$ne": { "k1": "v1" } } }),
        row(
            "key eq document",
            q.boxes().key("b0").eq(address("Oslo", None)),
            doc! { "boxes.b0.city": "Oslo", "boxes.b0.zip": null },
        ),
    ]
}
