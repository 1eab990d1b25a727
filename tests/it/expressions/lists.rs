//! Operators on lists, sets, documents and maps.

use vellum::expr::{max_of, min_of, range, range_by};

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = elements();
    cases.extend(closures());
    cases.extend(sets());
    cases.extend(totals());
    cases.extend(objects());
    cases
}

fn elements() -> Vec<Case> {
    let i = item();
    vec![
        case(i.scores().size(), doc! { "$size": "$scores" }),
        case(i.extra().if_null([]).size(), doc! { "$size": { "$ifNull": ["$extra", []] } }),
        case(i.colors().size(), doc! { "$size": "$colors" }),
        case(i.scores().array_elem_at(-1), doc! { "$arrayElemAt": ["$scores", -1] }),
        case(i.extra().first(), doc! { "$first": "$extra" }),
        case(i.scores().last(), doc! { "$last": "$scores" }),
        case(i.lines().last(), doc! { "$last": "$lines" }),
        case(i.scores().first_n(2), doc! { "$firstN": { "input": "$scores", "n": 2 } }),
        case(i.scores().last_n(2), doc! { "$lastN": { "input": "$scores", "n": 2 } }),
        case(i.scores().max_n(2), doc! { "$maxN": { "input": "$scores", "n": 2 } }),
        case(i.scores().min_n(2), doc! { "$minN": { "input": "$scores", "n": 2 } }),
        case(i.extra().slice(-2), doc! { "$slice": ["$extra", -2] }),
        case(i.scores().slice_from(1, 2), doc! { "$slice": ["$scores", 1, 2] }),
        case(i.scores().concat_arrays(i.scores()), doc! { "$concatArrays": ["$scores", "$scores"] }),
        case(i.extra().concat_arrays([7]), doc! { "$concatArrays": ["$extra", [7]] }),
        case(i.extra().reverse_array(), doc! { "$reverseArray": "$extra" }),
        case(i.tags().contains("$y"), doc! { "$in": [{ "$literal": "$y" }, "$tags"] }),
        case(i.colors().contains("blue"), doc! { "$in": ["blue", "$colors"] }),
        case(i.scores().contains(i.count()), doc! { "$in": ["$count", "$scores"] }),
        case(i.extra().index_of_array(3), doc! { "$indexOfArray": ["$extra", 3] }),
        case(i.scores().zip([1, 2, 3]), doc! { "$zip": { "inputs": ["$scores", [1, 2, 3]] } }),
        case(i.extra().sort_array(), doc! { "$sortArray": { "input": "$extra", "sortBy": 1 } }),
        case(i.scores().sort_array_desc(), doc! { "$sortArray": { "input": "$scores", "sortBy": -1 } }),
        case(
            i.lines().sort_array_by(|line| [line.quantity().desc(), line.sku().asc()]),
            doc! { "$sortArray": { "input": "$lines", "sortBy": { "quantity": -1, "sku": 1 } } },
        ),
        case(i.grid().first(), doc! { "$first": "$grid" }),
        case(range(0, i.scores().size()), doc! { "$range": [0, { "$size": "$scores" }] }),
        case(range_by(0, 10, 3), doc! { "$range": [0, 10, 3] }),
    ]
}

fn closures() -> Vec<Case> {
    let i = item();
    vec![
        case(
            i.lines().map(|line| line.price() * line.quantity()),
            doc! { "$map": { "input": "$lines", "as": "l", "in": { "$multiply": ["$$l.price", "$$l.quantity"] } } },
        ),
        case(
            i.extra().map(|n| n * 2),
            doc! { "$map": { "input": "$extra", "in": { "$multiply": ["$$this", 2] } } },
        ),
        case(
            i.scores().map(|n| n + i.count()),
            doc! { "$map": { "input": "$scores", "in": { "$add": ["$$this", "$count"] } } },
        ),
        case(
            i.lines().map(|line| line.parts().map(|part| part * line.quantity())),
            doc! { "$map": { "input": "$lines", "as": "l", "in": {
                "$map": { "input": "$$l.parts", "as": "p", "in": { "$multiply": ["$$p", "$$l.quantity"] } },
            } } },
        ),
        case(
            i.grid().map(|row| row.size()),
            doc! { "$map": { "input": "$grid", "in": { "$size": "$$this" } } },
        ),
        case(
            i.grid().map(|row| row.at(0).if_null(-1)),
            doc! { "$map": { "input": "$grid", "in": { "$ifNull": [{ "$first": "$$this" }, -1] } } },
        ),
        case(
            i.lines().filter(|line| line.quantity().gt(2) & line.sku().ne(i.name())),
            doc! { "$filter": { "input": "$lines", "as": "l", "cond": {
                "$and": [{ "$gt": ["$$l.quantity", 2] }, { "$ne": ["$$l.sku", "$name"] }],
            } } },
        ),
        case(
            i.extra().filter(|n| n.gt(1)),
            doc! { "$filter": { "input": "$extra", "cond": { "$gt": ["$$this", 1] } } },
        ),
        case(
            i.tags().reduce("", |text, tag| text.concat(tag)),
            doc! { "$reduce": { "input": "$tags", "initialValue": "", "in": { "$concat": ["$$value", "$$this"] } } },
        ),
        case(
            i.grid().reduce(0, |sum, row| row.reduce(sum, |so_far, n| so_far + n)),
            doc! { "$sum": { "$map": { "input": "$grid", "in": { "$sum": "$$this" } } } },
        ),
        case(
            i.grid().reduce(0, |sum, row| row.reduce(0, |so_far, n| so_far + n) + sum),
            doc! { "$sum": { "$map": { "input": "$grid", "in": { "$sum": "$$this" } } } },
        ),
        case(
            (i.count() + 1).let_(|n| &n * &n),
            doc! { "$let": { "vars": { "n": { "$add": ["$count", 1] } }, "in": { "$multiply": ["$$n", "$$n"] } } },
        ),
    ]
}

fn sets() -> Vec<Case> {
    let i = item();
    let flags = doc! { "$map": { "input": "$scores", "in": { "$gt": ["$$this", 2] } } };
    vec![
        case(
            i.scores().set_union([1, 99]).sort_array(),
            doc! { "$sortArray": { "input": { "$setUnion": ["$scores", [1, 99]] }, "sortBy": 1 } },
        ),
        case(i.extra().set_intersection(i.scores()), doc! { "$setIntersection": ["$extra", "$scores"] }),
        case(i.tags().set_difference(i.colors()), doc! { "$setDifference": ["$tags", "$colors"] }),
        case(i.colors().set_equals(vec!["red".to_owned()]), doc! { "$setEquals": ["$colors", ["red"]] }),
        case(i.colors().set_is_subset(i.tags()), doc! { "$setIsSubset": ["$colors", "$tags"] }),
        case(i.scores().map(|n| n.gt(2)).all_elements_true(), doc! { "$allElementsTrue": [flags.clone()] }),
        case(i.scores().map(|n| n.gt(2)).any_element_true(), doc! { "$anyElementTrue": [flags] }),
    ]
}

fn totals() -> Vec<Case> {
    let i = item();
    let prices =
        doc! { "$map": { "input": "$lines", "in": { "$multiply": ["$$this.price", "$$this.quantity"] } } };
    vec![
        case(i.scores().sum(), doc! { "$sum": "$scores" }),
        case(i.extra().sum(), doc! { "$sum": "$extra" }),
        case(i.scores().avg(), doc! { "$avg": "$scores" }),
        case(i.scores().max(), doc! { "$max": "$scores" }),
        case(i.tags().min(), doc! { "$min": "$tags" }),
        case(i.scores().std_dev_pop(), doc! { "$stdDevPop": "$scores" }),
        case(i.scores().std_dev_samp(), doc! { "$stdDevSamp": "$scores" }),
        case(i.lines().map(|line| line.price() * line.quantity()).sum(), doc! { "$sum": prices.clone() }),
        case(i.lines().sum(|line| line.price() * line.quantity()), doc! { "$sum": prices.clone() }),
        case(i.lines().avg(|line| line.quantity()), doc! { "$avg": "$lines.quantity" }),
        case(i.lines().max(|line| line.price() * line.quantity()), doc! { "$max": prices }),
        case(i.lines().min(|line| line.sku()), doc! { "$min": "$lines.sku" }),
        case(
            i.grid().sum(|row| row.sum()),
            doc! { "$sum": { "$map": { "input": "$grid", "in": { "$sum": "$$this" } } } },
        ),
        case(max_of([i.count().expr(), lit(5)]), doc! { "$max": ["$count", 5] }),
        case(min_of([i.bonus(), i.spare()]), doc! { "$min": ["$bonus", "$spare"] }),
    ]
}

fn objects() -> Vec<Case> {
    let i = item();
    let pairs = doc! { "$objectToArray": "$labels" };
    vec![
        case(i.labels().object_to_array(), pairs.clone()),
        case(i.labels().object_to_array().array_to_object(), doc! { "$arrayToObject": pairs }),
        case(i.away().object_to_array(), doc! { "$objectToArray": "$away" }),
        case(i.away().merge_objects(i.home().whole()), doc! { "$mergeObjects": ["$away", "$home"] }),
        case(
            i.home().merge_objects(place("Bern", None)),
            doc! { "$mergeObjects": ["$home", { "city": "Bern" }] },
        ),
        case(i.away().bson_size(), doc! { "$bsonSize": "$away" }),
        case(i.labels().get_field::<i32>("k1"), doc! { "$getField": { "field": "k1", "input": "$labels" } }),
        case(
            i.labels().get_field::<i32>("$k1"),
            doc! { "$getField": { "field": { "$literal": "$k1" }, "input": "$labels" } },
        ),
        case(
            i.home().set_field("zip", i.name()),
            doc! { "$setField": { "field": "zip", "input": "$home", "value": "$name" } },
        ),
        case(i.home().unset_field("zip"), doc! { "$unsetField": { "field": "zip", "input": "$home" } }),
    ]
}

#[test]
fn each_closure_has_variables_of_its_own() {
    let nested = item().lines().map(|line| line.parts().map(|part| part + line.quantity()));
    assert_eq!(
        format!("{nested:?}"),
        r#"Expr({$map: {input: "$lines", as: "item", in: {$map: {input: "$$item.parts", as: "item2", "#
            .to_owned()
            + r#"in: {$add: ["$$item2", "$$item.quantity"]}}}}})"#,
    );
}

#[test]
fn only_an_outer_reduce_names_its_variables() {
    let one = item().tags().reduce("", |text, tag| text.concat(tag));
    assert_eq!(
        format!("{one:?}"),
        r#"Expr({$reduce: {input: "$tags", initialValue: "", in: {$concat: ["$$value", "$$this"]}}})"#,
    );
    let nested = item().grid().reduce(0, |sum, row| row.reduce(sum, |so_far, n| so_far + n));
    assert_eq!(
        format!("{nested:?}"),
        r#"Expr({$reduce: {input: "$grid", initialValue: 0, in: {$let: {vars: {so_far: "$$value", next: "$$this"}, "#
            .to_owned()
            + r#"in: {$reduce: {input: "$$next", initialValue: "$$so_far", in: {$add: ["$$value", "$$this"]}}}}}}})"#,
    );
}
