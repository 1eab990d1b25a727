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
