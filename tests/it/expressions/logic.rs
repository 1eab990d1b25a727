//! Comparisons, `& | !`, `cond`, `switch`, `if_null`, `lit`.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    [
        comparisons_of_fields_and_of_what_is_computed(),
        boolean_operators(),
        values_that_depend_on_a_test(),
        a_plain_value_is_never_read_as_a_field_or_an_operator(),
        elements_of_lists_and_maps(),
        embedded_values_and_enums_are_values_too(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn comparisons_of_fields_and_of_what_is_computed() -> Vec<Case> {
    let i = item();
    let twice = i.count() * 2;
    let hand = doc! { "$multiply": ["$count", 2] };
    vec![
        case(i.count().gt(i.spare().if_null(1)), doc! { "$gt": ["$count", { "$ifNull": ["$spare", 1] }] }),
        case(twice.eq(10), doc! { "$eq": [hand.clone(), 10] }),
        case(twice.ne(i.count()), doc! { "$ne": [hand.clone(), "$count"] }),
        case(twice.gt(10), doc! { "$gt": [hand.clone(), 10] }),
        case(twice.gte(10), doc! { "$gte": [hand.clone(), 10] }),
        case(twice.lt(10), doc! { "$lt": [hand.clone(), 10] }),
        case(twice.lte(i.count()), doc! { "$lte": [hand.clone(), "$count"] }),
        case(twice.is_in([10, -4]), doc! { "$in": [hand.clone(), [10, -4]] }),
        case(twice.is_not_in([10, -4]), doc! { "$not": { "$in": [hand.clone(), [10, -4]] } }),
        case(
            twice.between(-4..20),
            doc! { "$and": [{ "$gte": [hand.clone(), -4] }, { "$lt": [hand.clone(), 20] }] },
        ),
        case(
            i.count().between(..=i.bonus().if_null(3)),
            doc! { "$lte": ["$count", { "$ifNull": ["$bonus", 3] }] },
        ),
        case(twice.cmp(i.count()), doc! { "$cmp": [hand, "$count"] }),
        case(i.name().cmp("b"), doc! { "$cmp": ["$name", "b"] }),
        case(i.name().eq("$name"), doc! { "$eq": ["$name", { "$literal": "$name" }] }),
        case(i.nick().eq(i.name()), doc! { "$eq": ["$nick", "$name"] }),
        case(i.nick().eq(i.nick()), doc! { "$eq": ["$nick", "$nick"] }),
        case((i.bonus() + 1).is_none(), doc! { "$eq": [{ "$add": ["$bonus", 1] }, null] }),
        case((i.bonus() + 1).is_some(), doc! { "$ne": [{ "$add": ["$bonus", 1] }, null] }),
        case(i.nick().is_none(), doc! { "$in": [{ "$type": "$nick" }, ["missing", "null"]] }),
        case(i.role().eq(Role::Admin), doc! { "$eq": ["$role", "admin"] }),
        case(i.home().whole().eq(place("Rome", None)), doc! { "$eq": ["$home", { "city": "Rome" }] }),
    ]
}

fn boolean_operators() -> Vec<Case> {
    let i = item();
    vec![
        case(
            i.active() & i.count().gt(0) & i.total().gt(0),
            doc! { "$and": ["$active", { "$gt": ["$count", 0] }, { "$gt": ["$total", 0] }] },
        ),
        case(i.count().gt(0) | i.active(), doc! { "$or": [{ "$gt": ["$count", 0] }, "$active"] }),
        case(!i.active(), doc! { "$not": ["$active"] }),
        case(
            !(i.count().gt(0) | i.active()),
            doc! { "$not": [{ "$or": [{ "$gt": ["$count", 0] }, "$active"] }] },
        ),
    ]
}

fn values_that_depend_on_a_test() -> Vec<Case> {
    let i = item();
    vec![
        case(
            cond(i.count().gt(0), i.name(), "none"),
            doc! { "$cond": [{ "$gt": ["$count", 0] }, "$name", "none"] },
        ),
        case(cond(i.active(), 1, i.count()), doc! { "$cond": ["$active", 1, "$count"] }),
        case(cond(i.active(), Role::Admin, i.role()), doc! { "$cond": ["$active", "admin", "$role"] }),
        case(cond(i.active(), i.nick(), i.name()), doc! { "$cond": ["$active", "$nick", "$name"] }),
        case(
            cond(i.active(), i.name().optional(), i.nick()),
            doc! { "$cond": ["$active", "$name", "$nick"] },
        ),
        case(
            switch(i.count().lt(0), "low").case(i.count().lt(9), i.name()).default("$high"),
            doc! { "$switch": {
                "branches": [
                    { "case": { "$lt": ["$count", 0] }, "then": "low" },
                    { "case": { "$lt": ["$count", 9] }, "then": "$name" },
                ],
                "default": { "$literal": "$high" },
            } },
        ),
        case(i.nick().if_null("nobody"), doc! { "$ifNull": ["$nick", "nobody"] }),
        case(i.nick().if_null(i.name()), doc! { "$ifNull": ["$nick", "$name"] }),
        case(i.bonus().or_else(i.spare()), doc! { "$ifNull": ["$bonus", "$spare"] }),
        case(i.bonus().or_else(i.spare()).if_null(0), doc! { "$ifNull": ["$bonus", "$spare", 0] }),
        case(i.away().city().if_null("home"), doc! { "$ifNull": ["$away.city", "home"] }),
        case((i.bonus() * 2).if_null(7), doc! { "$ifNull": [{ "$multiply": ["$bonus", 2] }, 7] }),
    ]
}

fn a_plain_value_is_never_read_as_a_field_or_an_operator() -> Vec<Case> {
    vec![
        case(lit("$name"), doc! { "$literal": "$name" }),
        case(lit("plain"), "plain"),
        case(lit(5), 5),
        case(lit(vec!["$name".to_owned()]), doc! { "$literal": ["$name"] }),
        case(lit(place("$name", None)), doc! { "$literal": { "city": "$name" } }),
        case(lit(doc! { "$add": [1, 2] }), doc! { "$literal": { "$add": [1, 2] } }),
        case(lit(None::<i32>), Bson::Null),
    ]
}

fn elements_of_lists_and_maps() -> Vec<Case> {
    let i = item();
    vec![
        case(i.labels().key("k1").if_null(9), doc! { "$ifNull": ["$labels.k1", 9] }),
        case(i.scores().at(1).if_null(0), doc! { "$ifNull": [{ "$arrayElemAt": ["$scores", 1] }, 0] }),
        case(
            i.lines().at(1).sku().if_null("-"),
            doc! { "$ifNull": [{ "$arrayElemAt": ["$lines.sku", 1] }, "-"] },
        ),
        case(
            i.grid().at(0).at(1) + i.count(),
            doc! { "$add": [{ "$arrayElemAt": [{ "$arrayElemAt": ["$grid", 0] }, 1] }, "$count"] },
        ),
        case(
            i.lines().at(2).parts().at(1).if_null(0),
            doc! { "$ifNull": [{ "$arrayElemAt": [{ "$arrayElemAt": ["$lines.parts", 2] }, 1] }, 0] },
        ),
    ]
}

fn embedded_values_and_enums_are_values_too() -> Vec<Case> {
    let i = item();
    let card = doc! { "$eq": ["$payment.kind", "card"] };
    vec![
        case(i.home(), "$home"),
        case(
            cond(i.active(), i.home(), place("Bern", None)),
            doc! { "$cond": ["$active", "$home", { "city": "Bern" }] },
        ),
        case(i.away().if_null(i.home()), doc! { "$ifNull": ["$away", "$home"] }),
        case(i.lines().map(|line| line), "$lines"),
        case(
            i.lines().map(|line| line.let_(|it| it.price() * it.price())),
            doc! { "$map": { "input": "$lines", "in": { "$multiply": ["$$this.price", "$$this.price"] } } },
        ),
        case(
            i.home().whole().eq(i.away().if_null(i.home())),
            doc! { "$eq": ["$home", { "$ifNull": ["$away", "$home"] }] },
        ),
        case(i.payment().is_card(), card.clone()),
        case(
            cond(i.payment().is_card(), i.payment().card().last4(), "none"),
            doc! { "$cond": [card, "$payment.last4", "none"] },
        ),
        case(i.payment(), "$payment"),
    ]
}

#[test]
fn a_walk_through_a_list_is_refused() {
    let i = item();
    let refused = (i.lines().any().price() + 1).to_bson().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "invalid filter on `lines.price`: an expression has no `any`; use `map`, `filter` and the like on the list",
    );
}
