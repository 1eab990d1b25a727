//! Embedded documents, lists of them, and enums.

use vellum::bson::Bson;
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Bank, Foreign, Payment, Role, Seed, address, line, regex};

pub fn rows() -> Vec<Row> {
    [documents(), lists(), enums(), variants(), anything()].into_iter().flatten().collect()
}

fn documents() -> Vec<Row> {
    let q = Seed::q();
    let rome = doc! { "address.city": "Rome", "address.zip": null };
    let oslo = doc! { "address.city": "Oslo", "address.zip": "1" };
    vec![
        row("eq in document", q.address().city().eq("Rome"), doc! { "address.city": "Rome" }),
        row(
            "is_in in document",
            q.address().city().is_in(["Rome", "Oslo"]),
            doc! { "address.city": { "$in": ["Rome", "Oslo"] } },
        ),
        row("is_none in document", q.address().zip().is_none(), doc! { "address.zip": null }),
        row("eq document", q.address().eq(address("Rome", None)), rome.clone()),
        row("ne document", q.address().ne(address("Rome", None)), doc! { "$nor": [rome.clone()] }),
        row(
            "is_in documents",
            q.address().is_in([address("Rome", None), address("Oslo", Some("1"))]),
            doc! { "$or": [rome.clone(), oslo.clone()] },
        ),
        row(
            "is_not_in documents",
            q.address().is_not_in([address("Rome", None), address("Oslo", Some("1"))]),
            doc! { "$nor": [rome, oslo] },
        ),
        row(
            "eq_exact document",
            q.address().whole().eq_exact(address("Oslo", Some("1"))),
            doc! { "address": { "$eq": { "city": "Oslo", "zip": "1" } } },
        ),
    ]
}

fn lists() -> Vec<Row> {
    let q = Seed::q();
    let first = line("s0", 0.0, None);
    vec![
        row("any field", q.lines().any().sku().eq("s1"), doc! { "lines.sku": "s1" }),
        row("any field gt", q.lines().any().price().gt(10.0), doc! { "lines.price": { "$gt": 10 } }),
        row("any field is_some", q.lines().any().note().is_some(), doc! { "lines.note": { "$ne": null } }),
        row("at field", q.lines().at(1).price().lt(12.0), doc! { "lines.1.price": { "$lt": 12 } }),
        row("size documents", q.lines().size(1), doc! { "lines": { "$size": 1 } }),
        row("is_empty documents", q.lines().is_empty(), doc! { "lines": [] }),
        row(
            "elem_match fields",
            q.lines().elem_match(|l| l.sku().eq("s1") & l.price().gt(10.0)),
            doc! { "lines": { "$elemMatch": { "sku": "s1", "price": { "$gt": 10 } } } },
        ),
        row(
            "elem_match either field",
            q.lines().elem_match(|l| l.note().eq("gift") | l.price().gt(20.0)),
            doc! { "lines": { "$elemMatch": { "$or": [{ "note": "gift" }, { "price": { "$gt": 20 } }] } } },
        ),
        row(
            "contains document",
            q.lines().contains(&first),
            doc! { "lines": { "$elemMatch": { "sku": "s0", "price": 0, "note": null } } },
        ),
        row(
            "contains_any documents",
            q.lines().contains_any([&first, &line("s1", 2.0, Some("gift"))]),
            doc! { "$or": [
                { "lines": { "$elemMatch": { "sku": "s0", "price": 0, "note": null } } },
                { "lines": { "$elemMatch": { "sku": "s1", "price": 2, "note": "gift" } } },
            ] },
        ),
        row(
            "contains_all documents",
            q.lines().contains_all([&first, &line("s1", 5.0, None)]),
            doc! { "$and": [
                { "lines": { "$elemMatch": { "sku": "s0", "price": 0, "note": null } } },
                { "lines": { "$elemMatch": { "sku": "s1", "price": 5, "note": null } } },
            ] },
        ),
        row(
            "eq list of documents",
            q.lines().eq(vec![first.clone()]),
            doc! { "lines": { "$size": 1 }, "lines.0.sku": "s0", "lines.0.price": 0, "lines.0.note": null },
        ),
        row(
            "is_in lists of documents",
            q.lines().is_in([vec![], vec![first]]),
            doc! { "$or": [
                { "lines": [] },
                { "lines": { "$size": 1 }, "lines.0.sku": "s0", "lines.0.price": 0, "lines.0.note": null },
            ] },
        ),
    ]
}

fn enums() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("eq enum", q.role().eq(Role::Guest), doc! { "role": "guest" }),
        row("ne enum", q.role().ne(Role::Guest), doc! { "role": { "$ne": "guest" } }),
        row("eq enum with alias", q.role().eq(Role::Member), doc! { "role": { "$in": ["member", "user"] } }),
        row("ne enum with alias", q.role().ne(Role::Member), doc! { "role": { "$nin": ["member", "user"] } }),
        row(
            "is_in enum",
            q.role().is_in([Role::Admin, Role::Guest]),
            doc! { "role": { "$in": ["admin", "guest"] } },
        ),
        row("is_not_in enum", q.role().is_not_in([Role::Admin]), doc! { "role": { "$nin": ["admin"] } }),
    ]
}

fn variants() -> Vec<Row> {
    let q = Seed::q();
    let card = Payment::Card { last4: "0000".into(), limit: Some(12) };
    let bank = Payment::Transfer(Bank { iban: "DE3".into(), limit: None });
    vec![
        row("is_card", q.payment().is_card(), doc! { "payment.kind": "card" }),
        row("is_card not", !q.payment().is_cash(), doc! { "payment.kind": { "$ne": "cash" } }),
        row(
            "card eq",
            q.payment().card().last4().eq("0000"),
            doc! { "payment.kind": "card", "payment.last4": "0000" },
        ),
        row(
            "card ne",
            q.payment().card().last4().ne("0000"),
            doc! { "payment.kind": "card", "payment.last4": { "$ne": "0000" } },
        ),
        row(
            "card is_none",
            q.payment().card().limit().is_none(),
            doc! { "payment.kind": "card", "payment.limit": null },
        ),
        row(
            "card of a body",
            q.payment().transfer().iban().starts_with("DE1"),
            doc! { "payment.kind": "transfer", "payment.iban": { "$regex": "^DE1" } },
        ),
        row(
            "card of a body gt",
            q.payment().transfer().limit().gt(9),
            doc! { "payment.kind": "transfer", "payment.limit": { "$gt": 9 } },
        ),
        row(
            "eq variant",
            q.payment().eq(card.clone()),
            doc! { "payment.kind": "card", "payment.last4": "0000", "payment.limit": 12 },
        ),
        row("eq unit variant", q.payment().eq(Payment::Cash), doc! { "payment.kind": "cash" }),
        row(
            "eq variant with a body",
            q.payment().eq(bank.clone()),
            doc! { "payment.kind": "transfer", "payment.iban": "DE3", "payment.limit": null },
        ),
        row(
            "ne variant",
            q.payment().ne(bank),
            doc! { "$nor": [{ "payment.kind": "transfer", "payment.iban": "DE3", "payment.limit": null }] },
        ),
        row(
            "any card",
            q.payments().any().card().last4().eq("0001"),
            doc! { "payments": { "$elemMatch": { "kind": "card", "last4": "0001" } } },
        ),
        row("any is_card", q.payments().any().is_card(), doc! { "payments.kind": "card" }),
        row(
            "elem_match card",
            q.payments().elem_match(|p| p.card().limit().gt(6) | p.is_cash()),
            doc! { "payments": { "$elemMatch": { "$or": [{ "kind": "card", "limit": { "$gt": 6 } }, { "kind": "cash" }] } } },
        ),
        row(
            "contains variant",
            q.payments().contains(card),
            doc! { "payments": { "$elemMatch": { "kind": "card", "last4": "0000", "limit": 12 } } },
        ),
    ]
}

/// Values whose form is not the model's to say.
fn anything() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("eq any", q.any().eq(Bson::Int32(4)), doc! { "any": 4 }),
        row(
            "eq any document",
            q.any().eq(Bson::Document(doc! { "a": 3 })),
            doc! { "any": { "$eq": { "a": 3 } } },
        ),
        row("gt any", q.any().gt(Bson::String("t1".into())), doc! { "any": { "$gt": "t1" } }),
        row(
            "is_in any",
            q.any().is_in([Bson::Int32(4), Bson::String("t1".into())]),
            doc! { "any": { "$in": [4, "t1"] } },
        ),
        row(
            "eq free document",
            q.extra().eq(doc! { "a": 1, "b": [1] }),
            doc! { "extra": { "$eq": { "a": 1, "b": [1] } } },
        ),
        row(
            "ne free document",
            q.extra().ne(doc! { "a": 1, "b": [1] }),
            doc! { "extra": { "$ne": { "a": 1, "b": [1] } } },
        ),
        row("eq regex", q.pattern().eq(regex(1)), doc! { "pattern": { "$eq": regex(1) } }),
        row("ne regex", q.pattern().ne(regex(1)), doc! { "pattern": { "$not": { "$eq": regex(1) } } }),
        row(
            "is_not_in regex",
            q.pattern().is_not_in([regex(1)]),
            doc! { "$nor": [{ "pattern": { "$eq": regex(1) } }] },
        ),
        row(
            "ne any regex",
            q.any().ne(Bson::RegularExpression(regex(1))),
            doc! { "any": { "$not": { "$eq": regex(1) } } },
        )
        .all(),
        row(
            "is_in regex",
            q.pattern().is_in([regex(1), regex(2)]),
            doc! { "pattern": { "$in": [regex(1), regex(2)] } },
        ),
        row("eq serde", q.foreign().eq(Foreign { inner: 2 }), doc! { "foreign": { "$eq": { "inner": 2 } } }),
        row("ne serde", q.foreign().ne(Foreign { inner: 2 }), doc! { "foreign": { "$ne": { "inner": 2 } } }),
    ]
}
