//! `geo_near` and `text`, which the server takes at the head only.

use vellum::geo::Point;
use vellum::pipeline::{Near, TextSearch};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "cafes", soft_delete)]
#[vellum(index(keys(location = "2dsphere")), index(keys(name = "text", menu = "text")))]
pub struct Cafe {
    pub id: i32,
    pub name: String,
    pub menu: String,
    pub location: Point,
    #[vellum(index("2dsphere"))]
    pub terrace: Option<Point>,
    pub stars: i32,
    pub tenant: String,
}

async fn cafes() -> (TestDatabase, CafeRepository) {
    let db = TestDatabase::start().await.unwrap();
    let cafes = CafeRepository::new(&db);
    cafes.sync_indexes().await.unwrap();
    let all = (0..6).map(|id| Cafe {
        id,
        name: ["Café Coffee", "Tea House", "Coffee Corner", "Espresso", "Coffee Coffee", "Gone Coffee"]
            [id as usize]
            .to_owned(),
        menu: if id == 2 { "tea and cake" } else { "coffee" }.to_owned(),
        location: Point::new(0.001 * f64::from(id), 0.0),
        terrace: (id == 1 || id == 3).then(|| Point::new(0.0, 0.001 * f64::from(id))),
        stars: id % 3,
        tenant: if id < 3 { "one" } else { "two" }.to_owned(),
    });
    cafes.create_many(all).await.unwrap();
    cafes.delete(5).await.unwrap();
    (db, cafes)
}

async fn by_hand(cafes: &CafeRepository, pipeline: Vec<Document>) -> Vec<Document> {
    cafes.driver().aggregate(pipeline).await.unwrap().try_collect().await.unwrap()
}

fn here() -> Point {
    Point::new(0.0, 0.0)
}

#[tokio::test]
async fn the_nearest_come_first_with_their_distances() {
    let (_db, cafes) = cafes().await;
    let near = cafes
        .aggregate()
        .filter(|c| c.stars().gt(0))
        .filter(|c| c.name().ne("Espresso"))
        .geo_near(|c| c.location(), Near::to(here()).meters(150.0..=1000.0));
    let pipeline = vec![doc! { "$geoNear": {
        "near": { "type": "Point", "coordinates": [0.0, 0.0] },
        "key": "location",
        "distanceField": "__1",
        "minDistance": 150.0,
        "maxDistance": 1000.0,
        "query": { "stars": { "$gt": 0 }, "name": { "$ne": "Espresso" }, "deleted_at": null },
    } }];
    assert_eq!(near.clone().into_pipeline().unwrap(), pipeline);
    assert_eq!(near.clone().documents().await.unwrap(), by_hand(&cafes, pipeline).await);
    let rows: Vec<(Doc<Cafe>, f64)> = near.clone().await.unwrap();
    let ids: Vec<i32> = rows.iter().map(|(cafe, _)| *cafe.id()).collect();
    assert_eq!(ids, [2, 4]);
    assert!((rows[0].1 - 222.6).abs() < 1.0, "{}", rows[0].1);
    assert_eq!(near.filter(|(_, meters)| meters.gt(300.0)).count().await.unwrap(), 1);
}

#[tokio::test]
async fn distances_have_units_and_come_with_the_place_found() {
    let (_db, cafes) = cafes().await;
    let near = cafes
        .aggregate()
        .with_deleted()
        .geo_near(|c| c.terrace(), Near::to(here()).multiplier(0.001).with_location());
    let pipeline = vec![doc! { "$geoNear": {
        "near": { "type": "Point", "coordinates": [0.0, 0.0] },
        "key": "terrace",
        "distanceField": "__1",
        "includeLocs": "__2",
        "distanceMultiplier": 0.001,
    } }];
    assert_eq!(near.clone().into_pipeline().unwrap(), pipeline);
    assert_eq!(near.clone().documents().await.unwrap(), by_hand(&cafes, pipeline).await);
    let rows: Vec<((Doc<Cafe>, f64), Point)> = near.await.unwrap();
    assert_eq!(rows[1].1, Point::new(0.0, 0.003));
    assert!((rows[1].0.1 - 0.334).abs() < 0.001, "{}", rows[1].0.1);
}

#[tokio::test]
async fn a_stage_of_the_head_is_refused_elsewhere_and_obeys_the_scope() {
    let (db, cafes) = cafes().await;
    let late = cafes.aggregate().limit(2).geo_near(|c| c.location(), Near::to(here()));
    let refused = late.await.unwrap_err().to_string();
    assert!(refused.contains("geo_near") && refused.contains("only filters may stand in front"), "{refused}");
    let late = cafes.aggregate().sort(|c| c.id().asc()).text("coffee");
    assert!(late.await.unwrap_err().to_string().contains("only filters may stand in front"));

    let two = db.scoped(Cafe::q().tenant().eq("two"));
    let cafes = CafeRepository::new(&two);
    let near = cafes.aggregate().geo_near(|c| c.location(), Near::to(here()));
    let ids: Vec<i32> = near.await.unwrap().iter().map(|(cafe, _)| *cafe.id()).collect();
    assert_eq!(ids, [3, 4]);
    let text = cafes.aggregate().text("coffee").sort(|(c, _)| c.id().asc());
    let ids: Vec<i32> = text.await.unwrap().iter().map(|(cafe, _)| *cafe.id()).collect();
    assert_eq!(ids, [3, 4]);
}

#[tokio::test]
async fn texts_are_found_with_their_scores() {
    let (_db, cafes) = cafes().await;
    let found = cafes
        .aggregate()
        .filter(|c| c.stars().lt(3))
        .text("coffee -cake")
        .sort(|(c, score)| [score.desc(), c.id().asc()]);
    let pipeline = vec![
        doc! { "$match": { "$text": { "$search": "coffee -cake" }, "stars": { "$lt": 3 }, "deleted_at": null } },
        doc! { "$addFields": { "__1": { "$meta": "textScore" } } },
        doc! { "$sort": { "__1": -1, "_id": 1 } },
    ];
    assert_eq!(found.clone().documents().await.unwrap(), by_hand(&cafes, pipeline.clone()).await);
    let sent = found.clone().into_pipeline().unwrap();
    assert_eq!(sent[1..], pipeline[1..]);
    let rows: Vec<(Doc<Cafe>, f64)> = found.clone().await.unwrap();
    assert_eq!(*rows[0].0.id(), 4);
    assert!(rows[0].1 > rows[1].1);
    assert_eq!(found.count().await.unwrap(), rows.len() as u64);

    let search = TextSearch::new("CAFÉ").language("none").case_sensitive().diacritic_sensitive();
    let strict = cafes.aggregate().text(search);
    assert!(strict.to_string().contains(
        r#"$text: {$search: "CAFÉ", $language: "none", $caseSensitive: true, $diacriticSensitive: true}"#
    ));
    assert_eq!(strict.count().await.unwrap(), 0);
    assert_eq!(cafes.aggregate().text(TextSearch::new("cafe")).count().await.unwrap(), 1);
}
