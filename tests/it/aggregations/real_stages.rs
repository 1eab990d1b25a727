//! Pipelines over real data, if there is any: one Extended JSON file per collection in the folder `VELLUM_DATA`, or in
//! `shared/data` beside the workspace.

use std::path::{Path, PathBuf};

use vellum::geo::Point;
use vellum::pipeline::window::{Window, sort_by};
use vellum::pipeline::{Buckets, Near};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "restaurants")]
struct Restaurant {
    id: ObjectId,
    name: String,
    #[vellum(index("2dsphere"))]
    location: Point,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "accounts")]
struct Account {
    id: ObjectId,
    #[vellum(rename = "account_id")]
    number: i32,
    limit: i32,
    products: Vec<String>,
}

fn folder() -> PathBuf {
    let named = std::env::var_os("VELLUM_DATA").filter(|named| !named.is_empty());
    named.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from)
}

/// The repository with all documents of the file; nothing without a file.
async fn filled<T: Model>(db: &Database) -> Option<Repository<T>> {
    let path = folder().join(T::COLLECTION).with_extension("json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    let document = |line: &str| serde_json::from_str::<Document>(line).unwrap();
    let repository = Repository::<T>::new(db);
    repository.sync_indexes().await.unwrap();
    repository.driver().insert_many(text.lines().map(document)).await.unwrap();
    Some(repository)
}

async fn by_hand<T: Model>(repository: &Repository<T>, pipeline: Vec<Document>) -> Vec<Document> {
    repository.driver().aggregate(pipeline).await.unwrap().try_collect().await.unwrap()
}

#[derive(Debug, PartialEq, Projection)]
struct Ring {
    from: f64,
    restaurants: i64,
    nearest: f64,
}

#[tokio::test]
async fn restaurants_are_counted_in_rings_around_a_point() {
    let db = TestDatabase::start().await.unwrap();
    let Some(restaurants) = filled::<Restaurant>(&db).await else { return };
    let times_square = Point::new(-73.9855, 40.758);
    let rings =
        restaurants.aggregate().geo_near(|r| r.location(), Near::to(times_square).meters(..=2000.0)).bucket(
            |(_, meters)| meters,
            Buckets::at([0.0, 500.0, 1000.0]).default(1000.0),
            |from, (_, meters)| Ring::grouped().from(from).restaurants(count()).nearest(min(meters)),
        );
    let pipeline = vec![
        doc! { "$geoNear": {
            "near": { "type": "Point", "coordinates": [-73.9855, 40.758] },
            "key": "location", "distanceField": "meters", "maxDistance": 2000,
        } },
        doc! { "$bucket": {
            "groupBy": "$meters", "boundaries": [0, 500, 1000], "default": 1000,
            "output": { "restaurants": { "$sum": 1 }, "nearest": { "$min": "$meters" } },
        } },
    ];
    let theirs = by_hand(&restaurants, pipeline).await;
    let rings = rings.await.unwrap();
    assert_eq!(rings.len(), 3);
    for (ring, theirs) in rings.iter().zip(theirs) {
        assert_eq!(i64::from(theirs.get_i32("restaurants").unwrap()), ring.restaurants);
        assert_eq!(theirs.get_f64("nearest").unwrap(), ring.nearest);
        assert!(ring.nearest >= ring.from && ring.restaurants > 100, "{ring:?}");
    }
}

#[derive(Debug, PartialEq, Projection)]
struct Running {
    total: i64,
    share: f64,
}

#[tokio::test]
async fn limits_of_accounts_add_up() {
    let db = TestDatabase::start().await.unwrap();
    let Some(accounts) = filled::<Account>(&db).await else { return };
    let running = accounts.aggregate().set_window_fields(
        |a| sort_by([a.number().asc(), a.id().asc()]),
        |a| {
            Running::windowed().total(sum(a.limit()).over(Window::documents(..=0))).share(
                sum(a.limit()).over(Window::documents(..=0)) / sum(a.limit()).over(Window::documents(..)),
            )
        },
    );
    let rows = running.await.unwrap();
    let pipeline = vec![
        doc! { "$setWindowFields": {
            "sortBy": { "account_id": 1, "_id": 1 },
            "output": { "total": { "$sum": "$limit", "window": { "documents": ["unbounded", "current"] } } },
        } },
        doc! { "$sort": { "account_id": 1, "_id": 1 } },
    ];
    let theirs = by_hand(&accounts, pipeline).await;
    let total = |document: &Document| i64::from(document.get_i32("total").unwrap());
    assert_eq!(
        rows.iter().map(|(_, running)| running.total).collect::<Vec<_>>(),
        theirs.iter().map(total).collect::<Vec<_>>()
    );
    let (account, last) = rows.last().unwrap();
    assert_eq!((last.share, last.total > i64::from(account.limit)), (1.0, true));
}
