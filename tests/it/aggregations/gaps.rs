//! `densify` and `fill`.

use chrono::{NaiveDate, TimeZone};
use vellum::pipeline::{Densify, Filling};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "samples")]
pub struct Sample {
    pub id: i32,
    pub sensor: String,
    pub site: Site,
    pub at: DateTime<Utc>,
    pub day: NaiveDate,
    pub step: i32,
    pub weight: Option<f64>,
    pub amount: Decimal,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Site {
    pub name: String,
}

async fn samples() -> (TestDatabase, SampleRepository) {
    let db = TestDatabase::start().await.unwrap();
    let samples = SampleRepository::new(&db);
    let all = [(0, "a", 1), (1, "a", 4), (2, "b", 2), (3, "b", 8)].map(|(id, sensor, step)| Sample {
        id,
        sensor: sensor.to_owned(),
        site: Site { name: "roof".to_owned() },
        at: Utc.with_ymd_and_hms(2024, 5, 1, step as u32, 0, 0).unwrap(),
        day: NaiveDate::from_ymd_opt(2024, 5, step as u32).unwrap(),
        step,
        weight: (id % 2 == 0).then(|| f64::from(step)),
        amount: Decimal::new(i64::from(step), 0),
        note: (id == 0).then(|| "first".to_owned()),
    });
    samples.create_many(all.to_vec()).await.unwrap();
    (db, samples)
}

async fn by_hand(samples: &SampleRepository, stage: Document) -> Vec<Document> {
    samples.driver().aggregate([stage]).await.unwrap().try_collect().await.unwrap()
}

/// The rows are those of the same stage, written by hand.
macro_rules! as_by_hand {
    ($samples:ident, $rows:expr, $stage:expr) => {{
        let (rows, stage): (_, Document) = ($rows, $stage);
        assert_eq!(rows.clone().into_pipeline().unwrap(), std::slice::from_ref(&stage));
        let rows: Vec<Document> = rows.await.unwrap();
        assert_eq!(rows, by_hand(&$samples, stage).await);
        rows
    }};
}

#[tokio::test]
async fn numbers_are_densified() {
    let (_db, samples) = samples().await;
    let rows = as_by_hand!(
        samples,
        samples.aggregate().densify(|s| Densify::step(s.step(), 1)),
        doc! { "$densify": { "field": "step", "range": { "step": 1, "bounds": "full" } } }
    );
    assert_eq!(rows.len(), 8);
    let rows = as_by_hand!(
        samples,
        samples.aggregate().densify(|s| Densify::step(s.step(), 1)
            .partition_by(s.sensor())
            .partition_by(s.site().name())
            .in_partition()),
        doc! { "$densify": {
            "field": "step",
            "partitionByFields": ["sensor", "site.name"],
            "range": { "step": 1, "bounds": "partition" },
        } }
    );
    assert_eq!(rows.len(), 4 + 7);
    as_by_hand!(
        samples,
        samples.aggregate().densify(|s| Densify::step(s.weight(), 0.5).range(0.0..3.0)),
        doc! { "$densify": { "field": "weight", "range": { "step": 0.5, "bounds": [0.0, 3.0] } } }
    );
    let decimal = samples.aggregate().densify(|s| Densify::step(s.amount(), Decimal::new(25, 1)));
    assert_eq!(decimal.await.unwrap().len(), 6);
}

#[tokio::test]
async fn dates_are_densified_by_units() {
    let (_db, samples) = samples().await;
    let rows = as_by_hand!(
        samples,
        samples.aggregate().densify(|s| Densify::every(s.at(), 30, DateUnit::Minute)),
        doc! { "$densify": { "field": "at", "range": { "step": 30, "unit": "minute", "bounds": "full" } } }
    );
    assert_eq!(rows.len(), 15);
    let date = |hour: i64| bson::DateTime::from_millis((19844 * 24 + hour) * 3_600_000);
    let hour = |hour| Utc.with_ymd_and_hms(2024, 5, 1, hour, 0, 0).unwrap();
    let rows = as_by_hand!(
        samples,
        samples.aggregate().densify(|s| {
            Densify::every(s.at(), 1, DateUnit::Hour).partition_by(s.sensor()).range(hour(0)..hour(3))
        }),
        doc! { "$densify": {
            "field": "at",
            "partitionByFields": ["sensor"],
            "range": {
                "step": 1, "unit": "hour",
                "bounds": [date(0), date(3)],
            },
        } }
    );
    assert_eq!(rows.len(), 4 + 4);
    let days = samples.aggregate().densify(|s| Densify::every(s.day(), 1, DateUnit::Day));
    // The accessors stay those of the documents.
    let days = days.group_by(|s| s.day(), |day, _| Day::grouped().day(day)).sort(|d| d.day().desc());
    let days = days.await.unwrap();
    assert_eq!((days.len(), days[0].day), (8, NaiveDate::from_ymd_opt(2024, 5, 8).unwrap()));
}

#[derive(Debug, PartialEq, Projection)]
struct Day {
    day: NaiveDate,
}

#[tokio::test]
async fn missing_values_are_filled() {
    let (_db, samples) = samples().await;
    let rows = as_by_hand!(
        samples,
        samples
            .aggregate()
            .fill(|s| { Filling::new().sort_by(s.step().asc()).linear(s.weight()).locf(s.note()) }),
        doc! { "$fill": {
            "sortBy": { "step": 1 },
            "output": { "weight": { "method": "linear" }, "note": { "method": "locf" } },
        } }
    );
    assert_eq!(rows.iter().filter(|row| row.get_str("note").ok() == Some("first")).count(), 4);
    as_by_hand!(
        samples,
        samples.aggregate().fill(|s| {
            Filling::new()
                .partition_by((s.sensor(), s.site().name()))
                .sort_by(s.step().asc())
                .locf(s.note())
                .value(s.weight(), s.step().to_double() * 2.0)
        }),
        doc! { "$fill": {
            "partitionBy": { "sensor": "$sensor", "name": "$site.name" },
            "sortBy": { "step": 1 },
            "output": {
                "note": { "method": "locf" },
                "weight": { "value": { "$multiply": [{ "$toDouble": "$step" }, 2.0] } },
            },
        } }
    );
    let plain = samples.aggregate().fill(|s| Filling::new().partition_by(s.sensor()).value(s.note(), "none"));
    let rows = plain.await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.get_str("note").ok() == Some("none")).count(), 3);

    // Densified rows are filled, and read as a projection again.
    let filled = samples
        .aggregate()
        .densify(|s| Densify::step(s.step(), 1))
        .fill(|s| Filling::new().sort_by(s.step().asc()).linear(s.weight()))
        .project(|s| Weight::projected().step(s.step()).weight(s.weight()))
        .sort(|w| w.step().asc());
    let weights: Vec<Option<f64>> = filled.await.unwrap().into_iter().map(|row| row.weight).collect();
    assert_eq!(weights, [Some(1.0), Some(2.0), None, None, None, None, None, None]);
}

#[derive(Debug, PartialEq, Projection)]
struct Weight {
    step: i32,
    weight: Option<f64>,
}
