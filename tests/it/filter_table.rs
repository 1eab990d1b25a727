//! Every filter operator on every family of fields: what it finds is what the bare driver finds for the
//! document that a person would write by hand, and what its opposite finds is the rest.

mod combinations;
mod documents;
mod geo;
mod ids;
mod lists;
mod numbers;
mod options;
mod texts;
mod times;

use futures_util::TryStreamExt;
use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use crate::seeded::{COUNT, Seed, seeded};

/// How many documents a row finds. A row that finds none, or all, could not tell one operator from another.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Finds {
    Some,
    All,
    None,
}

/// The operator and the field, the filter, and the same by hand.
struct Row {
    name: &'static str,
    filter: Filter<Seed>,
    by_hand: Document,
    finds: Finds,
}

fn row(name: &'static str, filter: Filter<Seed>, by_hand: Document) -> Row {
    Row { name, filter, by_hand, finds: Finds::Some }
}

impl Row {
    fn all(self) -> Self {
        Self { finds: Finds::All, ..self }
    }

    fn none(self) -> Self {
        Self { finds: Finds::None, ..self }
    }
}

/// The operators of the table in the documentation, each of which has to be the first word of a row.
const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "is_in",
    "is_not_in",
    "exists",
    "is_missing",
    "eq_exact",
    "is_none",
    "is_some",
    "is_null",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "matches",
    "starts_with",
    "ends_with",
    "contains",
    "eq_ignore_case",
    "contains_all",
    "contains_any",
    "size",
    "is_empty",
    "any",
    "at",
    "elem_match",
    "key",
    "rem",
    "bits_all_set",
    "bits_any_set",
    "bits_all_clear",
    "bits_any_clear",
    "is_card",
    "card",
    "near",
    "near_within",
    "within",
    "intersects",
    "all",
    "any_of",
    "all_of",
    "text",
    "expr",
    "raw",
    "and",
    "or",
    "not",
];

async fn found(seeds: &Repository<Seed>, filter: Filter<Seed>) -> Result<Vec<i32>, String> {
    let found = seeds.find(filter.clone()).await.map_err(|error| format!("{filter}: {error}"))?;
    let mut ids: Vec<i32> = found.iter().map(|seed| *seed.id()).collect();
    ids.sort_unstable();
    Ok(ids)
}

async fn found_by_hand(seeds: &Repository<Seed>, filter: Document) -> Vec<i32> {
    let documents: Vec<Document> = seeds.driver().find(filter).await.unwrap().try_collect().await.unwrap();
    let mut ids: Vec<i32> = documents.iter().map(|document| document.get_i32("_id").unwrap()).collect();
    ids.sort_unstable();
    ids
}

/// Compares one row; what is wrong, if anything is.
async fn check(seeds: &Repository<Seed>, row: &Row) -> Result<(), String> {
    let found = found(seeds, row.filter.clone()).await?;
    let by_hand = found_by_hand(seeds, row.by_hand.clone()).await;
    if found != by_hand {
        return Err(format!("{}: {} finds {found:?}, by hand {by_hand:?}", row.name, row.filter));
    }
    let finds = match found.len() as i32 {
        0 => Finds::None,
        COUNT => Finds::All,
        _ => Finds::Some,
    };
    if finds != row.finds {
        return Err(format!("{}: {} finds {finds:?} instead of {:?}", row.name, row.filter, row.finds));
    }
    let count = seeds.find(row.filter.clone()).count().await.unwrap();
    let exists = seeds.find(row.filter.clone()).exists().await.unwrap();
    if (count, exists) != (found.len() as u64, !found.is_empty()) {
        return Err(format!("{}: {} counts {count}, exists {exists}", row.name, row.filter));
    }
    Ok(())
}

/// Compares the opposite of one row: the same by hand, and the rest of the documents.
async fn check_opposite(seeds: &Repository<Seed>, row: &Row) -> Result<(), String> {
    let opposite = !row.filter.clone();
    let found_opposite = found(seeds, opposite.clone()).await?;
    let by_hand = found_by_hand(seeds, doc! { "$nor": [row.by_hand.clone()] }).await;
    if found_opposite != by_hand {
        return Err(format!("not {}: {opposite} finds {found_opposite:?}, by hand {by_hand:?}", row.name));
    }
    let found = found(seeds, row.filter.clone()).await?;
    let rest: Vec<i32> = (0..COUNT).filter(|id| !found.contains(id)).collect();
    if found_opposite != rest {
        return Err(format!("not {}: {opposite} finds {found_opposite:?}, not the rest", row.name));
    }
    Ok(())
}

fn rows() -> Vec<Row> {
    [
        texts::rows(),
        numbers::rows(),
        times::rows(),
        options::rows(),
        lists::rows(),
        documents::rows(),
        ids::rows(),
        geo::rows(),
        combinations::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn every_operator_finds_what_the_hand_written_filter_finds() {
    let db = TestDatabase::start().await.unwrap();
    let seeds = seeded(&db).await;
    let mut wrong = Vec::new();
    for row in rows().iter().chain(&geo::near()).chain(&combinations::text()) {
        wrong.extend(check(&seeds, row).await.err());
    }
    none(&wrong);
}

#[tokio::test]
async fn the_opposite_of_every_filter_finds_the_rest() {
    let db = TestDatabase::start().await.unwrap();
    let seeds = seeded(&db).await;
    let mut wrong = Vec::new();
    for row in &rows() {
        wrong.extend(check_opposite(&seeds, row).await.err());
    }
    none(&wrong);
}

#[test]
fn the_table_has_every_operator() {
    let (rows, near, text) = (rows(), geo::near(), combinations::text());
    let names: Vec<&str> = rows.iter().chain(&near).chain(&text).map(|row| row.name).collect();
    for operator in OPERATORS {
        let tested = names.iter().any(|name| name.split(' ').next() == Some(operator));
        assert!(tested, "no row tests `{operator}`");
    }
    for (i, name) in names.iter().enumerate() {
        assert!(OPERATORS.contains(&name.split(' ').next().unwrap()), "`{name}` names no operator");
        assert!(!names[..i].contains(name), "two rows are called `{name}`");
    }
}
