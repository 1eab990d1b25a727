//! `bucket`, `bucket_auto` and `sort_by_count`.

use vellum::pipeline::Buckets;
use vellum::pipeline::Granularity::*;

use super::*;

#[derive(Debug, PartialEq, Projection)]
struct Ages {
    from: i32,
    people: i64,
    names: Vec<String>,
}

#[tokio::test]
async fn buckets_are_as_by_hand() {
    let shop = Shop::open().await;
    let ages = shop.users.aggregate().sort(|u| u.name().asc()).bucket(
        |u| u.age(),
        [0, 18, 40, 120],
        |from, u| Ages::grouped().from(from).people(count()).names(push(u.name())),
    );
    let by_hand = [
        live(),
        doc! { "$sort": { "name": 1 } },
        doc! { "$bucket": {
            "groupBy": "$age", "boundaries": [0, 18, 40, 120],
            "output": { "people": { "$sum": 1 }, "names": { "$push": "$name" } },
        } },
        doc! { "$project": { "_id": 0, "from": "$_id", "people": 1, "names": 1 } },
    ];
    assert_eq!(ages.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(ages.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let row = |from, names: &[&str]| Ages {
        from,
        people: names.len() as i64,
        names: names.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(ages.await.unwrap(), [row(0, &["Bob"]), row(18, &["Ada", "Dan"]), row(40, &["Cyd"])]);
}

#[derive(Debug, PartialEq, Projection)]
struct Scores {
    from: Option<f64>,
    people: i64,
    average: f64,
}

#[tokio::test]
async fn rows_outside_of_all_buckets_have_one_by_default() {
    let shop = Shop::open().await;
    // Without a default the server refuses rows outside.
    let refused = shop.users.aggregate().bucket(
        |u| u.score(),
        vec![0.0, 20.0, 100.0],
        |from, u| Scores::grouped().from(from).people(count()).average(avg(u.age())),
    );
    assert!(refused.await.is_err());

    let none = shop.users.aggregate().bucket(
        |u| u.score(),
        Buckets::at([0.0, 20.0, 100.0]).default_none(),
        |from, u| Scores::grouped().from(from).people(count()).average(sum(u.age()) / count()),
    );
    let by_hand = [
        live(),
        doc! { "$bucket": {
            "groupBy": "$score", "boundaries": [0.0, 20.0, 100.0], "default": null,
            "output": { "people": { "$sum": 1 }, "__2": { "$sum": "$age" } },
        } },
        doc! { "$project": {
            "_id": 0, "from": "$_id", "people": 1, "average": { "$divide": ["$__2", "$people"] },
        } },
    ];
    assert_eq!(none.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(none.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let row = |from, people, average| Scores { from, people, average };
    assert_eq!(none.await.unwrap(), [row(None, 1, 17.0), row(Some(0.0), 2, 36.0), row(Some(20.0), 1, 52.0)]);

    let old = shop.users.aggregate().bucket(
        |u| u.age(),
        Buckets::at([18, 40]).default(1000),
        |from, u| Ages::grouped().from(from).people(count()).names(add_to_set(u.city())),
    );
    let stages = old.clone().into_pipeline().unwrap();
    assert_eq!(stages[1].get_document("$bucket").unwrap().get_i32("default").ok(), Some(1000));
    let keys: Vec<(i32, i64)> = old.await.unwrap().into_iter().map(|row| (row.from, row.people)).collect();
    assert_eq!(keys, [(18, 2), (1000, 2)]);
}

#[derive(Debug, PartialEq, Projection)]
struct Half {
    min: i32,
    max: i32,
    people: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct Rounded {
    min: f64,
    max: f64,
}

#[derive(Debug, PartialEq, Projection)]
struct Priced {
    min: Decimal,
    max: Decimal,
}

#[tokio::test]
async fn the_server_chooses_the_buckets() {
    let shop = Shop::open().await;
    let halves = shop.users.aggregate().bucket_auto(
        |u| u.age(),
        2,
        |(min, max), _| Half::grouped().min(min).max(max).people(count()),
    );
    let by_hand = [
        live(),
        doc! { "$bucketAuto": { "groupBy": "$age", "buckets": 2, "output": { "people": { "$sum": 1 } } } },
        doc! { "$project": { "_id": 0, "min": "$_id.min", "max": "$_id.max", "people": 1 } },
    ];
    assert_eq!(halves.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(halves.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let row = |min, max, people| Half { min, max, people };
    assert_eq!(halves.await.unwrap(), [row(17, 52, 3), row(52, 52, 1)]);
}

#[tokio::test]
async fn the_ends_of_buckets_are_rounded_to_preferred_numbers() {
    let shop = Shop::open().await;
    for granularity in [R5, R10, R20, R40, R80, OneTwoFive, E6, E12, E24, E48, E96, E192, PowersOf2] {
        let rounded = shop.users.aggregate().bucket_auto(
            |u| u.age(),
            (2, granularity),
            |(min, max), _| Rounded::grouped().min(min).max(max),
        );
        let stages = rounded.clone().into_pipeline().unwrap();
        let name = stages[1].get_document("$bucketAuto").unwrap().get_str("granularity").unwrap();
        assert!(format!("{granularity:?}").eq_ignore_ascii_case(name) || name == "1-2-5", "{name}");
        let rows = rounded.await.unwrap();
        assert!(rows[0].min <= 17.0 && rows.last().unwrap().max >= 52.0, "{name}: {rows:?}");
    }
    let powers = shop.users.aggregate().bucket_auto(
        |u| u.balance(),
        (1, PowersOf2),
        |(min, max), _| Priced::grouped().min(min).max(max),
    );
    assert_eq!(powers.await.unwrap(), [Priced { min: Decimal::new(16, 0), max: Decimal::new(64, 0) }]);
}

#[tokio::test]
async fn values_are_counted_and_sorted_by_their_number() {
    let shop = Shop::open().await;
    let tags = shop.users.aggregate().unwind(|u| u.tags()).sort_by_count(|(_, tag)| tag);
    let by_hand = [live(), doc! { "$unwind": "$tags" }, doc! { "$sortByCount": "$tags" }];
    assert_eq!(tags.clone().into_pipeline().unwrap(), by_hand);
    let rows: Vec<(String, i64)> = tags.clone().await.unwrap();
    assert_eq!(rows[0], ("code".to_owned(), 2));
    assert_eq!(rows.len(), shop.by_hand(by_hand).await.len());

    // The row goes on as `(value, count)`.
    let rare = tags.filter(|(_, count)| count.lt(2)).sort(|(tag, _)| tag.asc());
    assert_eq!(rare.await.unwrap(), [("film".to_owned(), 1), ("math".to_owned(), 1)]);
    let nicks = shop.users.aggregate().sort_by_count(|u| u.nick().is_none()).await.unwrap();
    assert_eq!(nicks, [(false, 3), (true, 1)]);
    let nicks = shop.users.aggregate().sort_by_count(|u| u.nick()).filter(|(nick, _)| nick.is_none());
    assert_eq!(nicks.await.unwrap(), [(None, 1)]);
}
