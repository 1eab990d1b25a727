//! Elements of lists, by match, by index, all of them, and by filter.

use vellum::prelude::*;

use super::model::{Thing, card, line};
use super::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = matched();
    rows.extend(each());
    rows.extend(each_where());
    rows.extend(nested());
    rows.extend(at());
    rows
}

fn matched() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("set a number", q.scores().matched().set(-1), doc! { "$set": { "points.$": -1 } })
            .of(q.scores().any().gt(3), doc! { "points": { "$gt": 3 } }),
        row("set a text", q.tags().matched().set("Y"), doc! { "$set": { "tags.$": "Y" } })
            .of(q.tags().contains("y"), doc! { "tags": "y" }),
        row("inc in a document", q.lines().matched().amount().inc(10), doc! { "$inc": { "lines.$.amount": 10 } })
            .of(q.lines().elem_match(|line| line.sku().eq("s2") & line.amount().gt(1)), doc! { "lines": { "$elemMatch": { "sku": "s2", "amount": { "$gt": 1 } } } }),
        row("several of it", [q.lines().matched().amount().set(0), q.lines().matched().note().unset(), q.lines().matched().tags().push("z")], doc! { "$set": { "lines.$.amount": 0 }, "$unset": { "lines.$.note": "" }, "$push": { "lines.$.tags": "z" } })
            .of(q.lines().any().sku().eq("s4"), doc! { "lines.sku": "s4" }),
        row("set it whole", q.lines().matched().set(line("new", 0)), doc! { "$set": { "lines.$": { "sku": "new", "amount": 0, "tags": [], "parts": [], "payment": { "kind": "card", "last4": "1111", "tries": 1 } } } })
            .of(q.lines().any().sku().eq("s4"), doc! { "lines.sku": "s4" }),
    ]
}

fn each() -> Vec<Row> {
    let q = Thing::q();
    let has_labels = || (q.labels().is_some(), doc! { "labels": { "$ne": null } });
    vec![
        row("inc", q.scores().each().inc(1), doc! { "$inc": { "points.$[]": 1 } }),
        row("min", q.scores().each().min(5), doc! { "$min": { "points.$[]": 5 } }),
        row("set", q.tags().each().set("same"), doc! { "$set": { "tags.$[]": "same" } }),
        row("set in an option", q.labels().each().set("same"), doc! { "$set": { "labels.$[]": "same" } })
            .of(has_labels().0, has_labels().1),
        row(
            "set options of a list to none",
            q.slots().each().set(None),
            doc! { "$set": { "slots.$[]": null } },
        ),
        row("set in documents", q.lines().each().note().set("n"), doc! { "$set": { "lines.$[].note": "n" } }),
        row(
            "unset in documents",
            q.lines().each().note().unset(),
            doc! { "$unset": { "lines.$[].note": "" } },
        ),
        row(
            "set none in documents",
            q.lines().each().payment().set(None),
            doc! { "$unset": { "lines.$[].payment": "" } },
        ),
        row(
            "push in documents",
            q.lines().each().tags().push("t"),
            doc! { "$push": { "lines.$[].tags": "t" } },
        ),
        row("mul in documents", q.lines().each().amount().mul(2), doc! { "$mul": { "lines.$[].amount": 2 } }),
        row("bits", q.queue().each().bit_or(4), doc! { "$bit": { "queue.$[]": { "or": 4_i64 } } }),
        row("push to lists of a list", q.grid().each().push(9), doc! { "$push": { "grid.$[]": 9 } }),
        row(
            "pull in documents",
            q.lines().each().parts().pull_if(|part| part.count().eq(0)),
            doc! { "$pull": { "lines.$[].parts": { "count": 0_i64 } } },
        ),
    ]
}

fn each_where() -> Vec<Row> {
    let q = Thing::q();
    let cheap = q.lines().each_where(|line| line.amount().lt(2));
    let dear = q.lines().each_where(|line| line.amount().gte(3) & line.note().is_some());
    vec![
        row("numbers", q.scores().each_where(|n| n.gt(3)).set(0), doc! { "$set": { "points.$[n]": 0 } })
            .array_filters([doc! { "n": { "$gt": 3 } }]),
        row("numbers in a range", q.scores().each_where(|n| n.between(2..10)).inc(5), doc! { "$inc": { "points.$[n]": 5 } })
            .array_filters([doc! { "n": { "$gte": 2, "$lt": 10 } }]),
        row("numbers by a choice", q.scores().each_where(|n| n.eq(0) | n.gt(8)).inc(5), doc! { "$inc": { "points.$[n]": 5 } })
            .array_filters([doc! { "$or": [{ "n": 0 }, { "n": { "$gt": 8 } }] }]),
        row("numbers by what they are not", q.scores().each_where(|n| !n.gt(3)).inc(5), doc! { "$inc": { "points.$[n]": 5 } })
            .array_filters([doc! { "n": { "$not": { "$gt": 3 } } }]),
        row("text", q.tags().each_where(|tag| tag.starts_with("x")).set("X"), doc! { "$set": { "tags.$[t]": "X" } })
            .array_filters([doc! { "t": { "$regex": "^x" } }]),
        row("a field with another stored name", q.scores().each_where(|n| n.is_in([1, 4])).mul(2), doc! { "$mul": { "points.$[n]": 2 } })
            .array_filters([doc! { "n": { "$in": [1, 4] } }]),
        row("none of a list of options", q.slots().each_where(|slot| slot.is_none()).set(0), doc! { "$set": { "slots.$[s]": 0 } })
            .array_filters([doc! { "s": null }]),
        row("documents", cheap.note().set("cheap"), doc! { "$set": { "lines.$[l].note": "cheap" } })
            .array_filters([doc! { "l.amount": { "$lt": 2 } }]),
        row("several in the same documents", [cheap.note().set("cheap"), cheap.tags().push("t"), cheap.amount().inc(7)], doc! { "$set": { "lines.$[l].note": "cheap" }, "$push": { "lines.$[l].tags": "t" }, "$inc": { "lines.$[l].amount": 7 } })
            .array_filters([doc! { "l.amount": { "$lt": 2 } }]),
        row("by two filters", [cheap.note().set("cheap"), dear.note().unset()], doc! { "$set": { "lines.$[l].note": "cheap" }, "$unset": { "lines.$[m].note": "" } })
            .array_filters([doc! { "l.amount": { "$lt": 2 } }, doc! { "m.amount": { "$gte": 3 }, "m.note": { "$ne": null } }]),
        row("by a list inside", q.lines().each_where(|line| line.tags().contains("b")).amount().set(0), doc! { "$set": { "lines.$[l].amount": 0 } })
            .array_filters([doc! { "l.tags": "b" }]),
        row("by documents inside", q.lines().each_where(|line| line.parts().elem_match(|part| part.count().eq(1))).amount().set(0), doc! { "$set": { "lines.$[l].amount": 0 } })
            .array_filters([doc! { "l.parts": { "$elemMatch": { "count": 1_i64 } } }]),
        row("by a variant", q.lines().each_where(|line| line.payment().is_card()).payment().card().tries().inc(1), doc! { "$inc": { "lines.$[l].payment.tries": 1 } })
            .array_filters([doc! { "l.payment.kind": "card" }]),
        row("a variant's field of each", q.lines().each().payment().card().tries().inc(1), doc! { "$inc": { "lines.$[l].payment.tries": 1 } })
            .array_filters([doc! { "l.payment.kind": "card" }]),
        row("whole documents", q.lines().each_where(|line| line.sku().eq("s1")).payment().set(card("9")), doc! { "$set": { "lines.$[l].payment": { "kind": "card", "last4": "9", "tries": 1 } } })
            .array_filters([doc! { "l.sku": "s1" }]),
        row("all", q.scores().each_where(|_| Filter::all()).inc(1), doc! { "$inc": { "points.$[]": 1 } }),
        row("beside other changes", cheap.amount().inc(1) & q.name().set("n"), doc! { "$inc": { "lines.$[l].amount": 1 }, "$set": { "name": "n" } })
            .array_filters([doc! { "l.amount": { "$lt": 2 } }]),
    ]
}

fn nested() -> Vec<Row> {
    let q = Thing::q();
    let parts =
        q.lines().each_where(|line| line.amount().gt(1)).parts().each_where(|part| part.count().eq(1));
    vec![
        row(
            "each in each",
            q.lines().each().parts().each().count().inc(1),
            doc! { "$inc": { "lines.$[].parts.$[].count": 1_i64 } },
        ),
        row(
            "each_where in each",
            q.lines().each().parts().each_where(|part| part.count().eq(0)).name().set("zero"),
            doc! { "$set": { "lines.$[].parts.$[p].name": "zero" } },
        )
        .array_filters([doc! { "p.count": 0_i64 }]),
        row(
            "each in each_where",
            q.lines().each_where(|line| line.amount().gt(1)).parts().each().count().inc(1),
            doc! { "$inc": { "lines.$[l].parts.$[].count": 1_i64 } },
        )
        .array_filters([doc! { "l.amount": { "$gt": 1 } }]),
        row(
            "each_where in each_where",
            parts.name().set("one"),
            doc! { "$set": { "lines.$[l].parts.$[p].name": "one" } },
        )
        .array_filters([doc! { "l.amount": { "$gt": 1 } }, doc! { "p.count": 1_i64 }]),
        row(
            "each of a list in a list",
            q.grid().each().each().inc(1),
            doc! { "$inc": { "grid.$[].$[]": 1 } },
        ),
        row(
            "each_where of a list in a list",
            q.grid().each().each_where(|n| n.gt(0)).set(8),
            doc! { "$set": { "grid.$[].$[n]": 8 } },
        )
        .array_filters([doc! { "n": { "$gt": 0 } }]),
        row(
            "each in matched",
            q.lines().matched().parts().each().count().set(5),
            doc! { "$set": { "lines.$.parts.$[].count": 5_i64 } },
        )
        .of(q.lines().any().sku().eq("s2"), doc! { "lines.sku": "s2" }),
        row(
            "each of a list in a map",
            q.shelves().key("top").each().inc(1),
            doc! { "$inc": { "shelves.top.$[]": 1 } },
        ),
        row(
            "each_where of a list in a map",
            q.shelves().key("top").each_where(|n| n.gt(3)).set(0),
            doc! { "$set": { "shelves.top.$[n]": 0 } },
        )
        .array_filters([doc! { "n": { "$gt": 3 } }]),
    ]
}

fn at() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("set", q.slots().at(1).set(7), doc! { "$set": { "slots.1": 7 } }),
        row("set none", q.slots().at(0).set(None), doc! { "$set": { "slots.0": null } }),
        row("inc", q.scores().at(0).inc(7), doc! { "$inc": { "points.0": 7 } }),
        row("in a document", q.lines().at(0).sku().set("first"), doc! { "$set": { "lines.0.sku": "first" } })
            .of(q.lines().size(3), doc! { "lines": { "$size": 3 } }),
        row("at in each", q.grid().each().at(0).set(4), doc! { "$set": { "grid.$[].0": 4 } }),
        row(
            "at in at",
            q.lines().at(2).parts().at(1).count().inc(1),
            doc! { "$inc": { "lines.2.parts.1.count": 1_i64 } },
        )
        .of(q.lines().at(2).parts().size(2), doc! { "lines.2.parts": { "$size": 2 } }),
        row("pull at", q.lines().at(1).tags().pull("a"), doc! { "$pull": { "lines.1.tags": "a" } })
            .of(q.lines().at(1).exists(), doc! { "lines.1": { "$exists": true } }),
    ]
}
