//! `group_by` and accumulators.

use super::*;

#[derive(Debug, Clone, PartialEq, Projection)]
struct CityStats {
    city: String,
    people: i64,
    average_age: f64,
    oldest: i32,
}

#[tokio::test]
async fn users_are_grouped_as_by_hand() {
    let shop = Shop::open().await;
    let stats = shop
        .users
        .aggregate()
        .filter(|u| u.age().gte(18))
        .group_by(
            |u| u.city(),
            |city, u| {
                CityStats::grouped().city(city).people(count()).average_age(avg(u.age())).oldest(max(u.age()))
            },
        )
        .sort(|s| [s.people().desc(), s.city().asc()])
        .limit(10);
    let by_hand = [
        doc! { "$match": { "age": { "$gte": 18 }, "deleted_at": null } },
        doc! { "$group": {
            "_id": "$city",
            "people": { "$sum": 1 }, "average_age": { "$avg": "$age" }, "oldest": { "$max": "$age" },
        } },
        doc! { "$project": { "_id": 0, "city": "$_id", "people": 1, "average_age": 1, "oldest": 1 } },
        doc! { "$sort": { "people": -1, "city": 1 } },
        doc! { "$limit": 10 },
    ];
    assert_eq!(stats.clone().into_pipeline().unwrap(), by_hand);
    let rows = stats.clone().await.unwrap();
    let documents = stats.documents().await.unwrap();
    assert_eq!(documents, shop.by_hand(by_hand).await);
    let paris = CityStats { city: "Paris".into(), people: 2, average_age: 44.0, oldest: 52 };
    let london = CityStats { city: "London".into(), people: 1, average_age: 36.0, oldest: 36 };
    assert_eq!(rows, [paris, london]);
}

#[derive(Debug, PartialEq, Projection)]
struct Everything {
    ages: i64,
    balance: Decimal,
    scores: f64,
    average: f64,
    average_balance: Decimal,
    average_score: Option<f64>,
    youngest: i32,
    richest: Decimal,
    top_score: Option<f64>,
    first: String,
    last: String,
    nicks: Vec<Option<String>>,
    cities: Vec<String>,
    spread: Option<f64>,
    sample: Option<f64>,
    eldest: String,
    newest: String,
    two: Vec<String>,
    last_two: Vec<String>,
    oldest_two: Vec<i32>,
    youngest_two: Vec<i32>,
    per_head: f64,
    double: i64,
}

#[tokio::test]
async fn a_group_of_all_accumulates_everything() {
    let shop = Shop::open().await;
    let all = shop.users.aggregate().sort(|u| u.name().asc()).group_by(
        |_| (),
        |(), u| {
            Everything::grouped()
                .ages(sum(u.age()))
                .balance(sum(u.balance()))
                .scores(sum(u.score()))
                .average(avg(u.age()))
                .average_balance(avg(u.balance()))
                .average_score(avg(u.score()))
                .youngest(min(u.age()))
                .richest(max(u.balance()))
                .top_score(max(u.score()))
                .first(first(u.name()))
                .last(last(u.name()))
                .nicks(push(u.nick()))
                .cities(add_to_set(u.city()))
                .spread(std_dev_pop(u.age()))
                .sample(std_dev_samp(u.age()))
                .eldest(top([u.age().desc(), u.name().asc()], u.name()))
                .newest(bottom(u.age().desc(), u.name()))
                .two(first_n(2, u.name()))
                .last_two(last_n(2, u.name()))
                .oldest_two(max_n(2, u.age()))
                .youngest_two(min_n(2, u.age()))
                .per_head(sum(u.items().map(|i| i.price()).sum()) / count())
                .double(count() * 2)
        },
    );
    let mut rows = all.clone().await.unwrap();
    rows[0].cities.sort();
    assert_eq!(
        rows,
        [Everything {
            ages: 141,
            balance: Decimal::new(14241, 2),
            scores: 62.0,
            average: 35.25,
            average_balance: "35.6025".parse().unwrap(),
            average_score: Some(62.0 / 3.0),
            youngest: 17,
            richest: Decimal::new(5252, 2),
            top_score: Some(26.0),
            first: "Ada".into(),
            last: "Dan".into(),
            nicks: vec![Some("ada".into()), Some("cyd".into()), Some("dan".into())],
            cities: vec!["London".into(), "Paris".into()],
            spread: Some(153.6875_f64.sqrt()),
            sample: rows[0].sample,
            eldest: "Cyd".into(),
            newest: "Bob".into(),
            two: vec!["Ada".into(), "Bob".into()],
            last_two: vec!["Cyd".into(), "Dan".into()],
            oldest_two: vec![52, 36],
            youngest_two: vec![17, 36],
            per_head: (0.5 + 1.5 + 0.5 + 0.5) / 4.0,
            double: 8,
        }]
    );
    let by_hand = shop
        .by_hand([
            live(),
            doc! { "$sort": { "name": 1 } },
            doc! { "$group": {
                "_id": null,
                "ages": { "$sum": "$age" },
                "balance": { "$sum": "$balance" },
                "scores": { "$sum": "$score" },
                "average": { "$avg": "$age" },
                "average_balance": { "$avg": "$balance" },
                "average_score": { "$avg": "$score" },
                "youngest": { "$min": "$age" },
                "richest": { "$max": "$balance" },
                "top_score": { "$max": "$score" },
                "first": { "$first": "$name" },
                "last": { "$last": "$name" },
                "nicks": { "$push": "$nick" },
                "spread": { "$stdDevPop": "$age" },
                "sample": { "$stdDevSamp": "$age" },
                "eldest": { "$top": { "sortBy": { "age": -1, "name": 1 }, "output": "$name" } },
                "newest": { "$bottom": { "sortBy": { "age": -1 }, "output": "$name" } },
                "two": { "$firstN": { "input": "$name", "n": 2 } },
                "last_two": { "$lastN": { "input": "$name", "n": 2 } },
                "oldest_two": { "$maxN": { "input": "$age", "n": 2 } },
                "youngest_two": { "$minN": { "input": "$age", "n": 2 } },
                "priced": { "$sum": { "$sum": "$items.price" } },
                "number": { "$sum": 1 },
            } },
            doc! { "$set": {
                "per_head": { "$divide": ["$priced", "$number"] }, "double": { "$multiply": ["$number", 2] },
            } },
        ])
        .await;
    let ours = all.documents().await.unwrap();
    for (name, value) in &by_hand[0] {
        if !["_id", "priced", "number"].contains(&name.as_str()) {
            assert_eq!(ours[0].get(name), Some(value), "{name}");
        }
    }
}

#[derive(Debug, PartialEq, Projection)]
struct ByBoth {
    label: String,
    grown: bool,
    #[vellum(rename = "n")]
    number: i64,
}

#[tokio::test]
async fn several_keys_are_a_tuple() {
    let shop = Shop::open().await;
    let both = shop
        .users
        .aggregate()
        .group_by(
            |u| (u.city(), u.age().gte(18)),
            |(city, grown), _| ByBoth::grouped().label(city.to_upper()).grown(grown).number(count()),
        )
        .sort(|b| [b.label().asc(), b.grown().asc()]);
    assert_eq!(
        both.to_string(),
        r#"db.users.aggregate([{$match: {deleted_at: null}}, {$group: {_id: {city: "$city", key2: {$gte: ["$age", 18]}}, n: {$sum: 1}}}, {$project: {_id: 0, label: {$toUpper: "$_id.city"}, grown: "$_id.key2", n: 1}}, {$sort: {label: 1, grown: 1}}])"#
    );
    let row = |label: &str, grown, number| ByBoth { label: label.into(), grown, number };
    assert_eq!(both.await.unwrap(), [row("LONDON", false, 1), row("LONDON", true, 1), row("PARIS", true, 2)]);
}

#[derive(Debug, PartialEq, Projection)]
struct Number {
    people: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct ByNick {
    #[vellum(rename = "_id")]
    nick: Option<String>,
    people: i64,
}

#[tokio::test]
async fn a_group_needs_no_second_stage_where_its_outputs_are_accumulators() {
    let shop = Shop::open().await;
    let number = shop.users.aggregate().group_by(|_| (), |(), _| Number::grouped().people(count()));
    let stages = number.clone().into_pipeline().unwrap();
    assert_eq!(stages, [live(), doc! { "$group": { "_id": null, "people": { "$sum": 1 } } }]);
    assert_eq!(number.await.unwrap(), [Number { people: 4 }]);

    let nicks = shop
        .users
        .aggregate()
        .group_by(|u| u.nick(), |nick, _| ByNick::grouped().nick(nick).people(count()))
        .sort(|n| n.nick().asc());
    assert_eq!(nicks.clone().into_pipeline().unwrap().len(), 3);
    let nick = |nick: Option<&str>| ByNick { nick: nick.map(Into::into), people: 1 };
    assert_eq!(nicks.await.unwrap(), [nick(None), nick(Some("ada")), nick(Some("cyd")), nick(Some("dan"))]);
}

#[derive(Debug, PartialEq, Projection)]
struct Middle {
    middle: Option<f64>,
    parts: Vec<f64>,
}

#[tokio::test]
async fn median_and_percentile_are_written_as_newer_servers_read_them() {
    let shop = Shop::open().await;
    let middle = shop.users.aggregate().group_by(
        |_| (),
        |(), u| Middle::grouped().middle(median(u.age())).parts(percentile(u.age(), [0.5, 0.95])),
    );
    assert_eq!(
        middle.to_string(),
        r#"db.users.aggregate([{$match: {deleted_at: null}}, {$group: {_id: null, middle: {$median: {input: "$age", method: "approximate"}}, parts: {$percentile: {input: "$age", p: [0.5, 0.95], method: "approximate"}}}}])"#
    );
}
