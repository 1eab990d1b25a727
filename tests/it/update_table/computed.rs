//! Values that the server computes from the document as it was.

use vellum::prelude::*;

use super::model::{Role, Thing, card, spot};
use super::{Row, row};

/// One stage that sets fields.
fn stage(fields: vellum::bson::Document) -> Vec<vellum::bson::Document> {
    vec![doc! { "$set": fields }]
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = values();
    rows.extend(expressions());
    rows
}

fn values() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("a number", Thing::set_with(|t| t.whole().set(5)), stage(doc! { "whole": 5 })),
        row(
            "text that reads like a field",
            Thing::set_with(|t| t.name().set("$nick")),
            stage(doc! { "name": { "$literal": "$nick" } }),
        ),
        row("an enum", Thing::set_with(|t| t.role().set(Role::Admin)), stage(doc! { "role": "admin" })),
        row(
            "a document that reads like an operator",
            Thing::set_with(|t| t.extra().set(doc! { "$add": [1, 2] })),
            stage(doc! { "extra": { "$literal": { "$add": [1, 2] } } }),
        ),
        row(
            "an enum with data",
            Thing::set_with(|t| t.refund().set(card("7"))),
            vec![
                doc! { "$set": { "refund": "$$REMOVE" } },
                doc! { "$set": { "refund": { "$literal": { "kind": "card", "last4": "7", "tries": 1 } } } },
            ],
        ),
        row("a list", Thing::set_with(|t| t.scores().set([1, 2])), stage(doc! { "points": [1, 2] })),
        row(
            "a list of documents",
            Thing::set_with(|t| t.lines().set(Vec::new())),
            stage(doc! { "lines": [] }),
        ),
        row("unset", Thing::set_with(|t| t.nick().unset()), vec![doc! { "$unset": "nick" }]),
        row("none", Thing::set_with(|t| t.nick().set(None)), vec![doc! { "$unset": "nick" }]),
        row("none, stored as null", Thing::set_with(|t| t.note().set(None)), stage(doc! { "note": null })),
        row("an entry", Thing::set_with(|t| t.stock().key("new").set(5)), stage(doc! { "stock.new": 5 })),
        row(
            "by a filter",
            Thing::set_with(|t| t.home().city().set("Ulm")),
            stage(doc! { "home.city": "Ulm" }),
        )
        .of(q.home().city().eq("Oslo"), doc! { "home.city": "Oslo" }),
        row(
            "an optional document",
            Thing::set_with(|t| t.work().set(spot("Ulm"))),
            vec![
                doc! { "$set": { "work": "$$REMOVE" } },
                doc! { "$set": { "work": { "$literal": { "city": "Ulm" } } } },
            ],
        ),
    ]
}

fn expressions() -> Vec<Row> {
    vec![
        row(
            "another field",
            Thing::set_with(|t| t.name().set(t.home().city())),
            stage(doc! { "name": "$home.city" }),
        ),
        row(
            "arithmetic",
            Thing::set_with(|t| t.big().set(t.whole() * 2 + t.big())),
            stage(doc! { "big": { "$add": [{ "$multiply": ["$whole", 2] }, "$big"] } }),
        ),
        row(
            "several, each from the document as it was",
            Thing::set_with(|t| [t.name().set(t.home().city()), t.home().city().set(t.name())]),
            stage(doc! { "name": "$home.city", "home.city": "$name" }),
        ),
        row(
            "and",
            Thing::set_with(|t| t.whole().set(t.whole() + 1) & t.flag().set(t.double().gt(0.5))),
            stage(doc! { "whole": { "$add": ["$whole", 1] }, "flag": { "$gt": ["$double", 0.5] } }),
        ),
        row(
            "a choice",
            Thing::set_with(|t| t.name().set(cond(t.flag(), "even", "odd"))),
            stage(doc! { "name": { "$cond": ["$flag", "even", "odd"] } }),
        ),
        row(
            "a default",
            Thing::set_with(|t| t.whole().set(t.limit().if_null(9))),
            stage(doc! { "whole": { "$ifNull": ["$limit", 9] } }),
        ),
        row(
            "a field of an option",
            Thing::set_with(|t| t.nick().set(t.work().zip())),
            stage(doc! { "nick": "$work.zip" }),
        ),
    ]
}
