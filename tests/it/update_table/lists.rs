//! Lists and sets.

use vellum::bson::Bson;
use vellum::prelude::*;

use super::model::{Line, Part, Payment, Thing, card, line, spot};
use super::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = pushes();
    rows.extend(pushes_with_options());
    rows.extend(sets());
    rows.extend(pulls());
    rows.extend(pulls_by_filter());
    rows.extend(pops());
    rows
}

fn plain(sku: &str) -> Line {
    Line { sku: sku.into(), amount: 1, note: None, tags: vec![], parts: vec![], payment: None }
}

fn written(sku: &str) -> vellum::bson::Document {
    doc! { "sku": sku, "amount": 1, "tags": [], "parts": [] }
}

fn pushes() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("push a number", q.scores().push(5), doc! { "$push": { "points": 5 } }),
        row("push a text", q.tags().push("$tag"), doc! { "$push": { "tags": "$tag" } }),
        row("push a document", q.lines().push(plain("new")), doc! { "$push": { "lines": written("new") } }),
        row("push a list", q.grid().push([1, 2]), doc! { "$push": { "grid": [1, 2] } }),
        row("push into a list of a list", q.grid().at(0).push(7), doc! { "$push": { "grid.0": 7 } }),
        row("push onto an option", q.labels().push("l"), doc! { "$push": { "labels": "l" } })
            .of(!q.labels().is_null(), doc! { "labels": { "$not": { "$type": "null" } } }),
        row("push onto a queue", q.queue().push(5), doc! { "$push": { "queue": 5_i64 } }),
        row("push none", q.slots().push(None), doc! { "$push": { "slots": null } }),
        row("push some", q.slots().push(4), doc! { "$push": { "slots": 4 } }),
        row("push a reference", q.friends().push(9), doc! { "$push": { "friends": 9 } }),
        row("push_all", q.scores().push_all([5, 6]), doc! { "$push": { "points": { "$each": [5, 6] } } }),
        row(
            "push_all documents",
            q.lines().push_all([plain("a"), plain("b")]),
            doc! { "$push": { "lines": { "$each": [written("a"), written("b")] } } },
        ),
        row(
            "push_all lists",
            q.grid().push_all([vec![1], vec![]]),
            doc! { "$push": { "grid": { "$each": [[1], []] } } },
        ),
        row(
            "push_all one",
            q.tags().push_all(vec!["one".to_owned()]),
            doc! { "$push": { "tags": { "$each": ["one"] } } },
        ),
    ]
}

fn pushes_with_options() -> Vec<Row> {
    let q = Thing::q();
    let any = q.lines().any();
    vec![
        row(
            "slice from the end",
            q.scores().push_all_with([5], Push::slice(-2)),
            doc! { "$push": { "points": { "$each": [5], "$slice": -2 } } },
        ),
        row(
            "slice from the start, nothing new",
            q.scores().push_all_with([0; 0], Push::slice(2)),
            doc! { "$push": { "points": { "$each": [], "$slice": 2 } } },
        ),
        row(
            "position",
            q.scores().push_all_with([5, 6], Push::new().position(1)),
            doc! { "$push": { "points": { "$each": [5, 6], "$position": 1 } } },
        ),
        row(
            "position from the end",
            q.tags().push_all_with(["new"], Push::new().position(-1)),
            doc! { "$push": { "tags": { "$each": ["new"], "$position": -1 } } },
        ),
        row(
            "sort of numbers",
            q.scores().push_all_with([5, 2], Push::new().sort(q.scores().any().desc())),
            doc! { "$push": { "points": { "$each": [5, 2], "$sort": -1 } } },
        ),
        row(
            "sort of documents",
            q.lines().push_all_with([plain("z")], Push::new().sort([any.amount().asc(), any.sku().desc()])),
            doc! { "$push": { "lines": { "$each": [written("z")], "$sort": { "amount": 1, "sku": -1 } } } },
        ),
        row(
            "sort, slice and position",
            q.lines().push_all_with([plain("z")], Push::slice(3).sort(any.sku().desc()).position(0)),
            doc! { "$push": { "lines": { "$each": [written("z")], "$position": 0, "$slice": 3, "$sort": { "sku": -1 } } } },
        ),
    ]
}

fn sets() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("add_to_set of a set", q.colors().add_to_set("red"), doc! { "$addToSet": { "colors": "red" } }),
        row("add_to_set of a list", q.tags().add_to_set("y"), doc! { "$addToSet": { "tags": "y" } }),
        row("add_to_set of a list of lists", q.grid().add_to_set([0]), doc! { "$addToSet": { "grid": [0] } }),
        row(
            "add_to_set of documents",
            q.places().add_to_set(spot("c0")),
            doc! { "$addToSet": { "places": { "city": "c0" } } },
        ),
        row(
            "add_all_to_set",
            q.colors().add_all_to_set(["red", "green"]),
            doc! { "$addToSet": { "colors": { "$each": ["red", "green"] } } },
        ),
        row(
            "add_all_to_set of an option",
            q.labels().add_all_to_set(["m", "n"]),
            doc! { "$addToSet": { "labels": { "$each": ["m", "n"] } } },
        )
        .of(!q.labels().is_null(), doc! { "labels": { "$not": { "$type": "null" } } }),
        row(
            "set a set",
            q.colors()
                .set(["b".to_owned(), "a".to_owned()].into_iter().collect::<std::collections::BTreeSet<_>>()),
            doc! { "$set": { "colors": ["a", "b"] } },
        ),
        row("set a list", q.scores().set([1, 2]), doc! { "$set": { "points": [1, 2] } }),
    ]
}

fn pulls() -> Vec<Row> {
    let q = Thing::q();
    let third = doc! { "sku": "s3", "amount": 3, "note": null, "tags": [], "parts": [],
    "payment.kind": "transfer", "payment.iban": "X" };
    vec![
        row("pull a number", q.scores().pull(4), doc! { "$pull": { "points": 4 } }),
        row("pull a text", q.tags().pull("x"), doc! { "$pull": { "tags": "x" } }),
        row("pull of a set", q.colors().pull("blue"), doc! { "$pull": { "colors": "blue" } }),
        row("pull none", q.slots().pull(None), doc! { "$pull": { "slots": null } }),
        row("pull of a reference", q.friends().pull(1), doc! { "$pull": { "friends": 1 } }),
        row("pull a document", q.lines().pull(line("s3", 3)), doc! { "$pull": { "lines": third } }),
        row(
            "pull a document of a set",
            q.places().pull(spot("c1")),
            doc! { "$pull": { "places": { "city": "c1", "zip": null } } },
        ),
        row("pull a list", q.grid().pull(vec![0]), doc! { "$pull": { "grid": { "$eq": [0] } } }),
        row("pull_all", q.scores().pull_all([1, 4]), doc! { "$pullAll": { "points": [1, 4] } }),
        row("pull_all of a set", q.colors().pull_all(["red"]), doc! { "$pullAll": { "colors": ["red"] } }),
        row(
            "pull_all documents",
            q.places().pull_all([spot("c0")]),
            doc! { "$pullAll": { "places": [{ "city": "c0" }] } },
        ),
        row(
            "pull_all lists",
            q.grid().pull_all([vec![], vec![0]]),
            doc! { "$pullAll": { "grid": [[], [0]] } },
        ),
        row("pull of a map's list", q.shelves().key("top").pull(1), doc! { "$pull": { "shelves.top": 1 } }),
    ]
}

fn pulls_by_filter() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row(
            "pull_if of numbers",
            q.scores().pull_if(|n| n.gt(3) & n.lt(20)),
            doc! { "$pull": { "points": { "$gt": 3, "$lt": 20 } } },
        ),
        row(
            "pull_if with one of several",
            q.scores().pull_if(|n| n.is_in([1, 4])),
            doc! { "$pull": { "points": { "$in": [1, 4] } } },
        ),
        row(
            "pull_if of text",
            q.tags().pull_if(|tag| tag.starts_with("x")),
            doc! { "$pull": { "tags": { "$regex": "^x" } } },
        ),
        row(
            "pull_if of documents",
            q.lines().pull_if(|line| line.amount().gt(2) & line.sku().ne("s3")),
            doc! { "$pull": { "lines": { "amount": { "$gt": 2 }, "sku": { "$ne": "s3" } } } },
        ),
        row(
            "pull_if with a choice",
            q.lines().pull_if(|line| line.amount().eq(2) | line.sku().eq("s0")),
            doc! { "$pull": { "lines": { "$or": [{ "amount": 2 }, { "sku": "s0" }] } } },
        ),
        row(
            "pull_if with a list inside",
            q.lines().pull_if(|line| line.tags().contains("b")),
            doc! { "$pull": { "lines": { "tags": "b" } } },
        ),
        row(
            "pull_if with documents inside",
            q.lines().pull_if(|line| line.parts().elem_match(|part| part.count().gte(1))),
            doc! { "$pull": { "lines": { "parts": { "$elemMatch": { "count": { "$gte": 1_i64 } } } } } },
        ),
        row(
            "pull_if of a variant",
            q.lines().pull_if(|line| line.payment().is_card()),
            doc! { "$pull": { "lines": { "payment.kind": "card" } } },
        ),
        row(
            "pull_if of a variant's field",
            q.lines().pull_if(|line| line.payment().card().last4().eq("1111")),
            doc! { "$pull": { "lines": { "payment.kind": "card", "payment.last4": "1111" } } },
        ),
        row(
            "pull_if of missing",
            q.lines().pull_if(|line| line.note().is_none()),
            doc! { "$pull": { "lines": { "note": null } } },
        ),
        row(
            "pull_if of a document",
            q.lines().pull_if(|line| line.payment().eq(Payment::Transfer { iban: "X".into() })),
            doc! { "$pull": { "lines": { "payment.kind": "transfer", "payment.iban": "X" } } },
        ),
    ]
}

fn pops() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("pop_first", q.scores().pop_first(), doc! { "$pop": { "points": -1 } }),
        row("pop_last", q.lines().pop_last(), doc! { "$pop": { "lines": 1 } }),
        row("pop_last of a queue", q.queue().pop_last(), doc! { "$pop": { "queue": 1 } }),
        row("pop_last of an option", q.labels().pop_last(), doc! { "$pop": { "labels": 1 } })
            .of(!q.labels().is_null(), doc! { "labels": { "$not": { "$type": "null" } } }),
        row(
            "set a list of documents",
            q.lines().set(vec![Line {
                parts: vec![Part { name: "p".into(), count: 1 }],
                payment: Some(card("1")),
                ..plain("s")
            }]),
            {
                let parts = Bson::from(vec![doc! { "name": "p", "count": 1_i64 }]);
                doc! { "$set": { "lines": [{ "sku": "s", "amount": 1, "tags": [], "parts": parts, "payment": { "kind": "card", "last4": "1", "tries": 1 } }] } }
            },
        ),
    ]
}
