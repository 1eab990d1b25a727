//! Every operator as a person would write it, and what is asked of queries as a whole. What each operator
//! finds is in `filter_table`.

use vellum::bson::{Bson, Document, Regex};
use vellum::geo::{Circle, LineString, Point, Polygon};
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "items")]
pub struct Item {
    pub id: i32,
    pub name: String,
    pub age: i32,
    pub spent: f64,
    pub budget: f64,
    pub flags: i64,
    pub nick: Option<String>,
    pub home: Option<Place>,
    pub tags: Vec<String>,
    pub scores: Vec<i32>,
    pub lines: Vec<Line>,
    pub grid: Vec<Vec<i32>>,
    pub labels: std::collections::BTreeMap<String, String>,
    pub colors: std::collections::BTreeSet<String>,
    pub spot: Point,
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Place {
    pub city: String,
    pub zip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Line {
    pub sku: String,
    pub price: f64,
    pub note: Option<String>,
}

fn items() -> Vec<Item> {
    let line = |sku: &str, price: f64| Line { sku: sku.into(), price, note: None };
    (0..12)
        .map(|id| Item {
            id,
            name: ["Ann", "bob", "a.c", "abc", "Cy", "ann"][id as usize % 6].into(),
            age: id * 5,
            spent: f64::from(id),
            budget: 6.0,
            flags: i64::from(id),
            nick: (id % 3 == 0).then(|| format!("n{id}")),
            home: (id % 2 == 0).then(|| Place {
                city: ["Rome", "Oslo"][id as usize / 2 % 2].into(),
                zip: (id > 5).then(|| "1".into()),
            }),
            tags: ["x", "y", "z"][..id as usize % 4].iter().map(ToString::to_string).collect(),
            scores: (0..id % 5).map(|n| n * id).collect(),
            lines: (0..id % 3).map(|n| line(&format!("s{n}"), f64::from(n * id))).collect(),
            grid: vec![vec![id, id + 1], vec![3]],
            labels: [(format!("k{}", id % 2), "v".to_owned())].into(),
            colors: ["red", "blue"][..id as usize % 3].iter().map(ToString::to_string).collect(),
            spot: Point::new(f64::from(id) / 100.0, 0.0),
            active: id % 2 == 0,
        })
        .collect()
}

type Row = (Filter<Item>, &'static str, Document);

fn comparisons() -> Vec<Row> {
    let q = Item::q();
    vec![
        (Filter::all(), "{}", doc! {}),
        (q.age().eq(10), "{age: 10}", doc! { "age": 10 }),
        (q.age().ne(10), "{age: {$ne: 10}}", doc! { "age": { "$ne": 10 } }),
        (
            q.age().gt(18) & q.name().eq("abc"),
            r#"{age: {$gt: 18}, name: "abc"}"#,
            doc! { "age": { "$gt": 18 }, "name": "abc" },
        ),
        (
            q.age().gte(10) & q.age().lt(20),
            "{age: {$gte: 10, $lt: 20}}",
            doc! { "age": { "$gte": 10, "$lt": 20 } },
        ),
        (q.age().lte(10), "{age: {$lte: 10}}", doc! { "age": { "$lte": 10 } }),
        (q.age().between(10..20), "{age: {$gte: 10, $lt: 20}}", doc! { "age": { "$gte": 10, "$lt": 20 } }),
        (q.age().between(10..=20), "{age: {$gte: 10, $lte: 20}}", doc! { "age": { "$gte": 10, "$lte": 20 } }),
        (q.age().between(..20), "{age: {$lt: 20}}", doc! { "age": { "$lt": 20 } }),
        (q.age().is_in([5, 10]), "{age: {$in: [5, 10]}}", doc! { "age": { "$in": [5, 10] } }),
        (q.age().is_not_in([5, 10]), "{age: {$nin: [5, 10]}}", doc! { "age": { "$nin": [5, 10] } }),
        (q.nick().exists(), "{nick: {$exists: true}}", doc! { "nick": { "$exists": true } }),
        (q.nick().is_missing(), "{nick: {$exists: false}}", doc! { "nick": { "$exists": false } }),
        (q.nick().is_none(), "{nick: null}", doc! { "nick": null }),
        (q.nick().is_some(), "{nick: {$ne: null}}", doc! { "nick": { "$ne": null } }),
        (q.nick().is_null(), r#"{nick: {$type: "null"}}"#, doc! { "nick": { "$type": "null" } }),
        (q.nick().eq("n3"), r#"{nick: "n3"}"#, doc! { "nick": "n3" }),
        (q.nick().starts_with("n"), r#"{nick: {$regex: "^n"}}"#, doc! { "nick": { "$regex": "^n" } }),
        (q.active().eq(true), "{active: true}", doc! { "active": true }),
        (q.age().rem(10, 5), "{age: {$mod: [10, 5]}}", doc! { "age": { "$mod": [10, 5] } }),
        (q.flags().bits_all_set(3), "{flags: {$bitsAllSet: 3}}", doc! { "flags": { "$bitsAllSet": 3_i64 } }),
        (q.flags().bits_any_set(3), "{flags: {$bitsAnySet: 3}}", doc! { "flags": { "$bitsAnySet": 3_i64 } }),
        (
            q.flags().bits_all_clear(3),
            "{flags: {$bitsAllClear: 3}}",
            doc! { "flags": { "$bitsAllClear": 3_i64 } },
        ),
        (
            q.flags().bits_any_clear(3),
            "{flags: {$bitsAnyClear: 3}}",
            doc! { "flags": { "$bitsAnyClear": 3_i64 } },
        ),
        (
            Item::expr(|i| i.spent().gt(i.budget()) & !i.age().eq(40)),
            r#"{$expr: {$and: [{$gt: ["$spent", "$budget"]}, {$not: [{$eq: ["$age", 40]}]}]}}"#,
            doc! { "$expr": { "$and": [{ "$gt": ["$spent", "$budget"] }, { "$not": [{ "$eq": ["$age", 40] }] }] } },
        ),
        (
            Filter::raw(doc! { "age": { "$type": "int" } }),
            r#"{age: {$type: "int"}}"#,
            doc! { "age": { "$type": "int" } },
        ),
    ]
}

fn texts() -> Vec<Row> {
    let q = Item::q();
    let regex =
        Regex { pattern: "^a".to_owned().try_into().unwrap(), options: "i".to_owned().try_into().unwrap() };
    vec![
        (q.name().matches("^a.c$"), r#"{name: {$regex: "^a.c$"}}"#, doc! { "name": { "$regex": "^a.c$" } }),
        (
            q.name().matches(regex),
            r#"{name: {$regex: "^a", $options: "i"}}"#,
            doc! { "name": { "$regex": "^a", "$options": "i" } },
        ),
        (q.name().starts_with("a."), r#"{name: {$regex: "^a\\."}}"#, doc! { "name": { "$regex": "^a\\." } }),
        (q.name().ends_with("c"), r#"{name: {$regex: "c\\z"}}"#, doc! { "name": { "$regex": "c\\z" } }),
        (q.name().contains("b"), r#"{name: {$regex: "b"}}"#, doc! { "name": { "$regex": "b" } }),
        (
            q.name().eq_ignore_case("ANN"),
            r#"{name: {$regex: "^ANN\\z", $options: "i"}}"#,
            doc! { "name": { "$regex": "^ANN\\z", "$options": "i" } },
        ),
        (
            !q.name().starts_with("a"),
            r#"{name: {$not: {$regex: "^a"}}}"#,
            doc! { "name": { "$not": { "$regex": "^a" } } },
        ),
    ]
}

fn lists() -> Vec<Row> {
    let q = Item::q();
    let rome = Place { city: "Rome".into(), zip: None };
    let line = Line { sku: "s0".into(), price: 0.0, note: None };
    vec![
        (q.tags().contains("y"), r#"{tags: "y"}"#, doc! { "tags": "y" }),
        (
            q.tags().contains_all(["x", "y"]),
            r#"{tags: {$all: ["x", "y"]}}"#,
            doc! { "tags": { "$all": ["x", "y"] } },
        ),
        (
            q.tags().contains_any(["y", "z"]),
            r#"{tags: {$in: ["y", "z"]}}"#,
            doc! { "tags": { "$in": ["y", "z"] } },
        ),
        (q.tags().size(2), "{tags: {$size: 2}}", doc! { "tags": { "$size": 2 } }),
        (q.tags().is_empty(), "{tags: {$size: 0}}", doc! { "tags": { "$size": 0 } }),
        (q.tags().at(1).eq("y"), r#"{"tags.1": "y"}"#, doc! { "tags.1": "y" }),
        (q.tags().any().starts_with("z"), r#"{tags: {$regex: "^z"}}"#, doc! { "tags": { "$regex": "^z" } }),
        (q.tags().eq(["x".to_owned()]), r#"{tags: ["x"]}"#, doc! { "tags": ["x"] }),
        (
            q.scores().elem_match(|s| s.gt(3) & s.lt(9)),
            "{scores: {$elemMatch: {$gt: 3, $lt: 9}}}",
            doc! { "scores": { "$elemMatch": { "$gt": 3, "$lt": 9 } } },
        ),
        (
            q.scores().elem_match(|s| s.gt(20) | s.eq(0)),
            "{$or: [{scores: {$elemMatch: {$gt: 20}}}, {scores: {$elemMatch: {$eq: 0}}}]}",
            doc! { "$or": [{ "scores": { "$elemMatch": { "$gt": 20 } } }, { "scores": { "$elemMatch": { "$eq": 0 } } }] },
        ),
        (
            q.scores().any().between(5..9),
            "{scores: {$elemMatch: {$gte: 5, $lt: 9}}}",
            doc! { "scores": { "$elemMatch": { "$gte": 5, "$lt": 9 } } },
        ),
        (q.lines().any().sku().eq("s1"), r#"{"lines.sku": "s1"}"#, doc! { "lines.sku": "s1" }),
        (
            q.lines().elem_match(|l| l.sku().eq("s1") & l.price().gt(4.0)),
            r#"{lines: {$elemMatch: {sku: "s1", price: {$gt: 4.0}}}}"#,
            doc! { "lines": { "$elemMatch": { "sku": "s1", "price": { "$gt": 4.0 } } } },
        ),
        (
            q.lines().elem_match(|l| l.sku().eq("s1") | l.price().gt(4.0)),
            r#"{lines: {$elemMatch: {$or: [{sku: "s1"}, {price: {$gt: 4.0}}]}}}"#,
            doc! { "lines": { "$elemMatch": { "$or": [{ "sku": "s1" }, { "price": { "$gt": 4.0 } }] } } },
        ),
        (
            q.lines().contains(&line),
            r#"{lines: {$elemMatch: {sku: "s0", price: 0.0, note: null}}}"#,
            doc! { "lines": { "$elemMatch": { "sku": "s0", "price": 0.0, "note": null } } },
        ),
        (
            q.grid().contains(vec![3]),
            "{grid: {$elemMatch: {$eq: [3]}}}",
            doc! { "grid": { "$elemMatch": { "$eq": [3] } } },
        ),
        (
            q.grid().elem_match(|row| row.contains(4)),
            "{grid: {$elemMatch: {$elemMatch: {$eq: 4}}}}",
            doc! { "grid": { "$elemMatch": { "$elemMatch": { "$eq": 4 } } } },
        ),
        (
            q.colors().eq(std::collections::BTreeSet::from(["red".to_owned(), "blue".to_owned()])),
            r#"{colors: {$size: 2, $all: ["red", "blue"]}}"#,
            doc! { "colors": { "$size": 2, "$all": ["red", "blue"] } },
        ),
        (q.labels().key("k1").eq("v"), r#"{"labels.k1": "v"}"#, doc! { "labels.k1": "v" }),
        (q.home().city().eq("Rome"), r#"{"home.city": "Rome"}"#, doc! { "home.city": "Rome" }),
        (
            q.home().eq(&rome),
            r#"{"home.city": "Rome", "home.zip": null}"#,
            doc! { "home.city": "Rome", "home.zip": null },
        ),
        (
            q.home().ne(&rome),
            r#"{$nor: [{"home.city": "Rome", "home.zip": null}]}"#,
            doc! { "$nor": [{ "home.city": "Rome", "home.zip": null }] },
        ),
        (
            q.home().whole().eq_exact(rome),
            r#"{home: {$eq: {city: "Rome"}}}"#,
            doc! { "home": { "$eq": { "city": "Rome" } } },
        ),
    ]
}

fn places() -> Vec<Row> {
    let q = Item::q();
    let origin = Point::new(0.0, 0.0);
    let geometry = doc! { "type": "Point", "coordinates": [0.0, 0.0] };
    let square = Polygon::new([[-0.01, -0.01], [0.035, -0.01], [0.035, 0.01], [-0.01, 0.01]]);
    let ring = doc! { "type": "Polygon", "coordinates": [[[-0.01, -0.01], [0.035, -0.01], [0.035, 0.01], [-0.01, 0.01], [-0.01, -0.01]]] };
    let line = doc! { "type": "LineString", "coordinates": [[0.0, 0.0], [0.02, 0.0]] };
    vec![
        (
            q.spot().near(origin.clone()),
            r#"{spot: {$near: {$geometry: {type: "Point", coordinates: [0.0, 0.0]}}}}"#,
            doc! { "spot": { "$near": { "$geometry": geometry.clone() } } },
        ),
        (
            q.spot().near_within(origin.clone(), 500.0..=4000.0),
            r#"{spot: {$near: {$geometry: {type: "Point", coordinates: [0.0, 0.0]}, $minDistance: 500.0, $maxDistance: 4000.0}}}"#,
            doc! { "spot": { "$near": { "$geometry": geometry, "$minDistance": 500.0, "$maxDistance": 4000.0 } } },
        ),
        (
            q.spot().within(&square),
            r#"{spot: {$geoWithin: {$geometry: {type: "Polygon", coordinates: [[[-0.01, -0.01], [0.035, -0.01], [0.035, 0.01], [-0.01, 0.01], [-0.01, -0.01]]]}}}}"#,
            doc! { "spot": { "$geoWithin": { "$geometry": ring } } },
        ),
        (
            q.spot().within(Circle::new(origin, 6_378.1)),
            "{spot: {$geoWithin: {$centerSphere: [[0.0, 0.0], 0.001]}}}",
            doc! { "spot": { "$geoWithin": { "$centerSphere": [[0.0, 0.0], 0.001] } } },
        ),
        (
            q.spot().intersects(LineString::new([[0.0, 0.0], [0.02, 0.0]])),
            r#"{spot: {$geoIntersects: {$geometry: {type: "LineString", coordinates: [[0.0, 0.0], [0.02, 0.0]]}}}}"#,
            doc! { "spot": { "$geoIntersects": { "$geometry": line } } },
        ),
    ]
}

fn combinations() -> Vec<Row> {
    let q = Item::q();
    vec![
        (
            q.age().eq(5) | q.age().eq(10),
            "{$or: [{age: 5}, {age: 10}]}",
            doc! { "$or": [{ "age": 5 }, { "age": 10 }] },
        ),
        (
            (q.age().eq(5) | q.age().eq(10)) & q.active().eq(true),
            "{active: true, $or: [{age: 5}, {age: 10}]}",
            doc! { "active": true, "$or": [{ "age": 5 }, { "age": 10 }] },
        ),
        (
            (q.age().eq(5) | q.age().eq(10)) & (q.active().eq(true) | q.tags().size(1)),
            "{$or: [{age: 5}, {age: 10}], $and: [{$or: [{active: true}, {tags: {$size: 1}}]}]}",
            doc! { "$or": [{ "age": 5 }, { "age": 10 }], "$and": [{ "$or": [{ "active": true }, { "tags": { "$size": 1 } }] }] },
        ),
        (
            !(q.age().gt(5) & q.active().eq(true)),
            "{$nor: [{age: {$gt: 5}, active: true}]}",
            doc! { "$nor": [{ "age": { "$gt": 5 }, "active": true }] },
        ),
        (!q.age().gt(5), "{age: {$not: {$gt: 5}}}", doc! { "age": { "$not": { "$gt": 5 } } }),
        (!!q.age().gt(5), "{age: {$gt: 5}}", doc! { "age": { "$gt": 5 } }),
        (
            q.age().ne(5) & q.age().ne(10),
            "{age: {$ne: 5}, $and: [{age: {$ne: 10}}]}",
            doc! { "age": { "$ne": 5 }, "$and": [{ "age": { "$ne": 10 } }] },
        ),
        (Filter::any_of([]), "{_id: {$in: []}}", doc! { "_id": { "$in": [] } }),
        (Filter::all_of([]), "{}", doc! {}),
        (q.age().is_in(Vec::<i32>::new()), "{age: {$in: []}}", doc! { "age": { "$in": [] } }),
        (q.age().is_not_in(Vec::<i32>::new()), "{age: {$nin: []}}", doc! { "age": { "$nin": [] } }),
        (q.tags().contains_all(Vec::<String>::new()), "{}", doc! {}),
        (Filter::all() & q.age().eq(5), "{age: 5}", doc! { "age": 5 }),
        (
            Filter::raw(doc! { "age": 5 }) & q.age().lt(9),
            "{age: {$lt: 9}, $and: [{age: 5}]}",
            doc! { "age": { "$lt": 9 }, "$and": [{ "age": 5 }] },
        ),
    ]
}

async fn seeded() -> (TestDatabase, ItemRepository) {
    let db = TestDatabase::start().await.unwrap();
    let repository = ItemRepository::new(&db);
    repository.create_many(items()).await.unwrap();
    let index = mongodb::IndexModel::builder().keys(doc! { "spot": "2dsphere" }).build();
    repository.driver().create_index(index).await.unwrap();
    let text = mongodb::IndexModel::builder().keys(doc! { "name": "text" }).build();
    repository.driver().create_index(text).await.unwrap();
    (db, repository)
}

#[test]
fn every_operator_reads_as_a_person_would_write_it() {
    for (filter, text, document) in [comparisons(), texts(), lists(), places(), combinations()].concat() {
        assert_eq!(filter.to_string(), text);
        assert_eq!(filter.to_document().unwrap(), document, "{text}");
    }
}

#[tokio::test]
async fn text_search_uses_the_text_index() {
    let (_db, repository) = seeded().await;
    let filter: Filter<Item> = Filter::text("abc");
    assert_eq!(filter.to_string(), r#"{$text: {$search: "abc"}}"#);
    assert_eq!(repository.find(filter).count().await.unwrap(), 2);
}

#[tokio::test]
async fn near_sorts_by_distance_and_is_counted_without_it() {
    let (_db, repository) = seeded().await;
    let near = Item::q().spot().near_within(Point::new(0.05, 0.0), 1_000.0..=3_000.0);
    let found: Vec<i32> = repository.find(near.clone()).await.unwrap().iter().map(|item| item.id).collect();
    assert_eq!(found.len(), 4);
    assert!(
        found[..2].contains(&4)
            && found[..2].contains(&6)
            && found[2..].contains(&3)
            && found[2..].contains(&7)
    );
    assert_eq!(repository.find(near.clone() & Item::q().active().eq(true)).count().await.unwrap(), 2);
    assert!(repository.find(near).exists().await.unwrap());
    let near = || Item::q().spot().near(Point::new(0.0, 0.0));
    let other = || Item::q().age().eq(5);
    for misused in [!near(), near() | other(), near() & near(), !(near() & other())] {
        let error = repository.find(misused).await.unwrap_err();
        assert!(matches!(error, vellum::Error::InvalidFilter { path, .. } if path == "spot"));
    }
}

#[tokio::test]
async fn a_map_key_that_no_path_leads_to_is_refused_by_name_before_anything_is_sent() {
    let (db, repository) = seeded().await;
    let commands = vellum::testing::Commands::capture(&db);
    for key in ["", "$k", "a.b", "a\0b"] {
        let filter = Item::q().labels().key(key).eq("v") & Item::q().age().gt(1);
        match repository.find(filter).await.unwrap_err() {
            vellum::Error::InvalidFilter { path, reason } => {
                assert!(
                    path.starts_with("labels") && reason.contains(&format!("{key:?}")),
                    "{path}: {reason}"
                );
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(commands.names(), Vec::<String>::new());
}

#[tokio::test]
async fn sort_skip_limit_distinct_and_explain_do_what_they_say() {
    let (db, repository) = seeded().await;
    let q = Item::q();
    let ids = |found: Vec<Doc<Item>>| found.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(
        ids(repository.find(Filter::all()).sort(q.age().desc()).skip(1).limit(3).await.unwrap()),
        [10, 9, 8]
    );
    let by_two = repository.find(q.age().lt(20)).sort([q.active().desc(), q.age().desc()]).await.unwrap();
    assert_eq!(ids(by_two), [2, 0, 3, 1]);
    assert_eq!(repository.find(Filter::all()).skip(10).limit(5).count().await.unwrap(), 2);
    assert_eq!(repository.find(q.age().gt(0)).sort(q.age().asc()).first().await.unwrap().unwrap().id, 1);

    let commands = vellum::testing::Commands::capture(&db);
    assert!(repository.find(Filter::all()).limit(0).await.unwrap().is_empty());
    assert_eq!(repository.find(Filter::all()).limit(0).count().await.unwrap(), 0);
    assert!(!repository.find(Filter::all()).limit(0).exists().await.unwrap());
    assert_eq!(commands.names(), Vec::<String>::new());
    assert_eq!(repository.find(Filter::all()).limit(11).await.unwrap().len(), 11);
    assert_eq!(commands.names(), ["find"]);

    let mut nicks: Vec<String> = repository.find(Filter::all()).distinct(q.nick()).await.unwrap();
    nicks.sort();
    assert_eq!(nicks, ["n0", "n3", "n6", "n9"]);
    let tags: Vec<String> = repository.find(Filter::all()).distinct(q.tags()).await.unwrap();
    assert_eq!(tags, ["x", "y", "z"]);
    let cities: Vec<String> = repository.find(Filter::all()).distinct(q.home().city()).await.unwrap();
    assert_eq!(cities, ["Oslo", "Rome"]);
    let plan = repository.find(q.age().gt(5)).sort(q.age().asc()).limit(2).explain().await.unwrap();
    assert_eq!(plan.get_document("executionStats").unwrap().get("nReturned"), Some(&Bson::Int32(2)));
}
