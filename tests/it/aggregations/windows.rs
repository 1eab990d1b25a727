//! `set_window_fields`.

use chrono::TimeZone;
use vellum::pipeline::window::*;

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "readings")]
pub struct Reading {
    pub id: i32,
    pub sensor: String,
    pub at: DateTime<Utc>,
    pub minute: i32,
    pub value: f64,
    pub checked: Option<f64>,
    pub exact: Decimal,
}

/// Two sensors, four readings each, an hour apart.
async fn readings() -> (TestDatabase, ReadingRepository) {
    let db = TestDatabase::start().await.unwrap();
    let readings = ReadingRepository::new(&db);
    let all = (0..8).map(|id| {
        let step = id / 2;
        Reading {
            id,
            sensor: if id % 2 == 0 { "a" } else { "b" }.to_owned(),
            at: Utc.with_ymd_and_hms(2024, 5, 1, 10 + step as u32, 0, 0).unwrap(),
            minute: step * 60,
            value: f64::from(id * id),
            checked: (step % 2 == 0).then(|| f64::from(id)),
            exact: Decimal::new(i64::from(id) * 15, 1),
        }
    });
    readings.create_many(all).await.unwrap();
    (db, readings)
}

async fn by_hand(readings: &ReadingRepository, pipeline: Vec<Document>) -> Vec<Document> {
    readings.driver().aggregate(pipeline).await.unwrap().try_collect().await.unwrap()
}

#[derive(Debug, PartialEq, Projection)]
struct Running {
    total: f64,
    place: i64,
    before: Option<f64>,
}

#[tokio::test]
async fn windows_are_as_by_hand() {
    let (_db, readings) = readings().await;
    let rows = readings.aggregate().set_window_fields(
        |r| partition_by(r.sensor()).sort_by(r.at().asc()),
        |r| {
            Running::windowed()
                .total(sum(r.value()).over(Window::documents(..=0)))
                .place(rank())
                .before(shift(r.value(), -1))
        },
    );
    let pipeline = vec![doc! { "$setWindowFields": {
        "partitionBy": "$sensor",
        "sortBy": { "at": 1 },
        "output": {
            "__1.total": { "$sum": "$value", "window": { "documents": ["unbounded", "current"] } },
            "__1.place": { "$rank": {} },
            "__1.before": { "$shift": { "output": "$value", "by": -1 } },
        },
    } }];
    assert_eq!(rows.clone().into_pipeline().unwrap(), pipeline);
    assert_eq!(rows.clone().documents().await.unwrap(), by_hand(&readings, pipeline).await);
    assert_eq!(rows.clone().count().await.unwrap(), 8);
    let rows: Vec<(Doc<Reading>, Running)> = rows.filter(|(r, _)| r.sensor().eq("b")).await.unwrap();
    let running: Vec<Running> = rows.into_iter().map(|(_, running)| running).collect();
    let row = |total, place, before| Running { total, place, before };
    assert_eq!(
        running,
        [row(1.0, 1, None), row(10.0, 2, Some(1.0)), row(35.0, 3, Some(9.0)), row(84.0, 4, Some(25.0))]
    );
}

#[derive(Debug, PartialEq, Projection)]
struct Every {
    rank: i64,
    dense: i64,
    number: i64,
    next: f64,
    near: Vec<i32>,
    close: i64,
    hours: i64,
    ahead: i64,
    speed: Option<f64>,
    hourly: Option<f64>,
    area: Option<f64>,
    hours_area: Option<f64>,
    smooth: f64,
    weighted: f64,
    exact: Decimal,
    line: Option<f64>,
    last: Option<f64>,
    share: f64,
    constant: i32,
}

#[tokio::test]
async fn every_function_of_a_window_is_as_by_hand() {
    let (_db, readings) = readings().await;
    let rows = readings.aggregate().filter(|r| r.sensor().eq("b")).set_window_fields(
        |r| sort_by(r.minute().asc()),
        |r| {
            Every::windowed()
                .rank(rank())
                .dense(dense_rank())
                .number(document_number())
                .next(shift_or(r.value(), 1, -1.0))
                .near(push(r.id()).over(Window::documents(-1..=1)))
                .close(count().over(Window::range(-60..=60)))
                .hours(count().over(Window::range(-90.5..=0.0)))
                .ahead(count().over(Window::documents(0..)))
                .speed(derivative(r.value(), Window::documents(-1..=0)))
                .hourly(derivative(r.exact().to_double(), Window::documents(..)))
                .area(integral(r.value(), Window::documents(..=0)))
                .hours_area(integral(r.value(), Window::range(-60..=0)))
                .smooth(exp_moving_avg(r.value(), 2))
                .weighted(exp_moving_avg_alpha(r.value(), 0.5))
                .exact(exp_moving_avg(r.exact(), 3))
                .line(linear_fill(r.checked()))
                .last(locf(r.checked()))
                .share(
                    sum(r.value()).over(Window::documents(0..=0))
                        / sum(r.value()).over(Window::documents(..)),
                )
                .constant(7)
        },
    );
    let output = doc! {
        "__1.rank": { "$rank": {} },
        "__1.dense": { "$denseRank": {} },
        "__1.number": { "$documentNumber": {} },
        "__1.next": { "$shift": { "output": "$value", "by": 1, "default": -1.0 } },
        "__1.near": { "$push": "$_id", "window": { "documents": [-1, 1] } },
        "__1.close": { "$sum": 1_i64, "window": { "range": [-60, 60] } },
        "__1.hours": { "$sum": 1_i64, "window": { "range": [-90.5, "current"] } },
        "__1.ahead": { "$sum": 1_i64, "window": { "documents": ["current", "unbounded"] } },
        "__1.speed": { "$derivative": { "input": "$value" }, "window": { "documents": [-1, 0] } },
        "__1.hourly": {
            "$derivative": { "input": { "$toDouble": "$exact" } },
            "window": { "documents": ["unbounded", "unbounded"] },
        },
        "__1.area": { "$integral": { "input": "$value" }, "window": { "documents": ["unbounded", 0] } },
        "__1.hours_area": { "$integral": { "input": "$value" }, "window": { "range": [-60, 0] } },
        "__1.smooth": { "$expMovingAvg": { "input": "$value", "N": 2 } },
        "__1.weighted": { "$expMovingAvg": { "input": "$value", "alpha": 0.5 } },
        "__1.exact": { "$expMovingAvg": { "input": "$exact", "N": 3 } },
        "__1.line": { "$linearFill": "$checked" },
        "__1.last": { "$locf": "$checked" },
        "__1.own": { "$sum": "$value", "window": { "documents": [0, 0] } },
        "__1.all": { "$sum": "$value" },
    };
    let pipeline = vec![
        doc! { "$match": { "sensor": "b" } },
        doc! { "$setWindowFields": { "sortBy": { "minute": 1 }, "output": output } },
        doc! { "$set": {
            "__1.share": { "$divide": ["$__1.own", "$__1.all"] }, "__1.constant": 7,
            "__1.own": "$$REMOVE", "__1.all": "$$REMOVE",
        } },
    ];
    let (ours, theirs) = (rows.clone().documents().await.unwrap(), by_hand(&readings, pipeline).await);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        for (name, value) in theirs.get_document("__1").unwrap() {
            assert_eq!(ours.get_document("__1").unwrap().get(name), Some(value), "{name}");
        }
        assert_eq!(ours.get_document("__1").unwrap().len(), theirs.get_document("__1").unwrap().len());
    }
    let rows = rows.await.unwrap();
    let second = &rows[1].1;
    assert_eq!((second.rank, second.near.clone(), second.close, second.ahead), (2, vec![1, 3, 5], 3, 3));
    assert_eq!(
        (second.line, second.last, second.share, second.constant),
        (Some(3.0), Some(1.0), 9.0 / 84.0, 7)
    );
    assert_eq!(rows[0].1.speed, None);
}

#[derive(Debug, PartialEq, Projection)]
struct Timed {
    recent: i64,
    hourly: Option<f64>,
    area: Option<f64>,
    exact: Option<Decimal>,
}

#[tokio::test]
async fn windows_of_time_have_units() {
    let (_db, readings) = readings().await;
    let rows = readings.aggregate().set_window_fields(
        |r| partition_by((r.sensor(), r.at().year())).sort_by(r.at().asc()),
        |r| {
            Timed::windowed()
                .recent(count().over(Window::time(-90..=0, DateUnit::Minute)))
                .hourly(derivative_per(r.value(), DateUnit::Hour, Window::time(-1..=0, DateUnit::Hour)))
                .area(integral_per(r.value(), DateUnit::Hour, Window::documents(..=0)))
                .exact(derivative_per(r.exact(), DateUnit::Hour, Window::documents(-1..=0)))
        },
    );
    let pipeline = vec![doc! { "$setWindowFields": {
        "partitionBy": { "sensor": "$sensor", "key2": { "$year": "$at" } },
        "sortBy": { "at": 1 },
        "output": {
            "__1.recent": { "$sum": 1, "window": { "range": [-90, "current"], "unit": "minute" } },
            "__1.hourly": {
                "$derivative": { "input": "$value", "unit": "hour" },
                "window": { "range": [-1, "current"], "unit": "hour" },
            },
            "__1.area": {
                "$integral": { "input": "$value", "unit": "hour" },
                "window": { "documents": ["unbounded", "current"] },
            },
            "__1.exact": {
                "$derivative": { "input": "$exact", "unit": "hour" },
                "window": { "documents": [-1, "current"] },
            },
        },
    } }];
    assert_eq!(rows.clone().into_pipeline().unwrap(), pipeline);
    assert_eq!(rows.clone().documents().await.unwrap(), by_hand(&readings, pipeline).await);
    let rows = rows.await.unwrap();
    let timed = &rows.iter().find(|(reading, _)| *reading.id() == 3).unwrap().1;
    assert_eq!((timed.recent, timed.area, timed.exact), (2, Some(5.0), Some(Decimal::new(3, 0))));
    assert!((timed.hourly.unwrap() - 8.0).abs() < 1e-9);
}
