//! Options: present, missing, and null.

use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Role, Seed, address};

pub fn rows() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("is_none text", q.nick().is_none(), doc! { "nick": null }),
        row("is_some text", q.nick().is_some(), doc! { "nick": { "$ne": null } }),
        row("is_null text", q.nick().is_null(), doc! { "nick": { "$type": "null" } }),
        row("is_missing option", q.nick().is_missing(), doc! { "nick": { "$exists": false } }),
        row("exists option", q.nick().exists(), doc! { "nick": { "$exists": true } }),
        row("eq some", q.nick().eq("n3"), doc! { "nick": "n3" }),
        row("eq none", q.nick().eq(None::<String>), doc! { "nick": null }),
        row("ne some", q.nick().ne("n3"), doc! { "nick": { "$ne": "n3" } }),
        row("ne none", q.nick().ne(None::<String>), doc! { "nick": { "$ne": null } }),
        row("is_in option", q.nick().is_in(["n3", "n6"]), doc! { "nick": { "$in": ["n3", "n6"] } }),
        row("is_not_in option", q.nick().is_not_in(["n3", "n6"]), doc! { "nick": { "$nin": ["n3", "n6"] } }),
        row("starts_with option", q.nick().starts_with("n1"), doc! { "nick": { "$regex": "^n1" } }),
        row("gt option", q.nick().gt("n2"), doc! { "nick": { "$gt": "n2" } }),
        row("is_null motto", q.motto().is_null(), doc! { "motto": { "$type": 10 } }),
        row("exists motto", q.motto().exists(), doc! { "motto": { "$exists": true } }).all(),
        row("is_none motto", q.motto().is_none(), doc! { "motto": null }),
        row("ends_with motto", q.motto().ends_with("2"), doc! { "motto": { "$regex": "2$" } }),
        row("gt optional int", q.score().gt(10), doc! { "score": { "$gt": 10 } }),
        row("rem optional int", q.score().rem(4, 2), doc! { "score": { "$mod": [4, 2] } }),
        row("bits_any_set optional int", q.score().bits_any_set(4), doc! { "score": { "$bitsAnySet": 4 } }),
        row("is_none document", q.home().is_none(), doc! { "home": null }),
        row("is_some document", q.home().is_some(), doc! { "home": { "$ne": null } }),
        row("exists document", q.home().exists(), doc! { "home": { "$exists": true } }),
        row("eq within option", q.home().city().eq("Rome"), doc! { "home.city": "Rome" }),
        row("is_none within option", q.home().zip().is_none(), doc! { "home.zip": null }),
        row(
            "eq optional document",
            q.home().eq(address("Rome", None)),
            doc! { "home.city": "Rome", "home.zip": null },
        ),
        row("is_none list", q.more().is_none(), doc! { "more": { "$exists": false } }),
        row("contains optional list", q.more().contains("x"), doc! { "more": "x" }),
        row("is_empty optional list", q.more().is_empty(), doc! { "more": { "$size": 0 } }),
        row("eq optional enum", q.level().eq(Role::Admin), doc! { "level": "admin" }),
        row("is_some enum", q.level().is_some(), doc! { "level": { "$exists": true } }),
    ]
}
