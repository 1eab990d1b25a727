//! `facet`, `union_with` and `replace_root`.

use super::*;

#[derive(Debug, PartialEq, Projection)]
struct ByCity {
    city: String,
    people: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct Named {
    name: String,
    worth: f64,
}

#[tokio::test]
async fn facets_are_several_pipelines_over_the_same_rows() {
    let shop = Shop::open().await;
    let facets = shop.users.aggregate().filter(|u| u.age().gte(18)).facet(|users| {
        let oldest = users.clone().sort(|u| u.age().desc()).limit(1);
        let joined = users.clone().lookup(|u| u.id(), Order::q().customer()).sort(|(u, _)| u.name().asc());
        let cities = users
            .group_by(|u| u.city(), |city, _| ByCity::grouped().city(city).people(count()))
            .sort(|c| c.city().asc());
        (oldest, cities, joined)
    });
    let by_hand = shop
        .by_hand([
            doc! { "$match": { "age": { "$gte": 18 }, "deleted_at": null } },
            doc! { "$facet": {
                "__1": [{ "$sort": { "age": -1 } }, { "$limit": 1 }],
                "__2": [
                    { "$group": { "_id": "$city", "people": { "$sum": 1 } } },
                    { "$project": { "_id": 0, "city": "$_id", "people": 1 } },
                    { "$sort": { "city": 1 } },
                ],
                "__3": [
                    { "$lookup": {
                        "from": "orders", "localField": "_id", "foreignField": "customer",
                        "pipeline": [{ "$match": { "deleted_at": null } }], "as": "__1",
                    } },
                    { "$sort": { "name": 1 } },
                ],
            } },
        ])
        .await;
    assert_eq!(facets.clone().documents().await.unwrap(), by_hand);
    let mut rows = facets.await.unwrap();
    let (oldest, cities, joined) = rows.pop().unwrap();
    assert_eq!(oldest, [shop.people[2].clone()]);
    let city = |city: &str, people| ByCity { city: city.into(), people };
    assert_eq!(cities, [city("London", 1), city("Paris", 2)]);
    assert_eq!(joined.iter().map(|(_, orders)| orders.len()).collect::<Vec<_>>(), [2, 1, 1]);
}

#[tokio::test]
async fn rows_of_two_models_are_one() {
    let shop = Shop::open().await;
    let both = shop
        .users
        .aggregate()
        .project(|u| Named::projected().name(u.name()).worth(u.age().to_double()))
        .union_with::<Order>(|orders| orders.project(|o| Named::projected().name(o.label()).worth(o.total())))
        .sort(|n| n.worth().desc())
        .limit(3);
    let by_hand = [
        live(),
        doc! { "$project": { "_id": 0, "name": 1, "worth": { "$toDouble": "$age" } } },
        doc! { "$unionWith": { "coll": "orders", "pipeline": [
            { "$match": { "deleted_at": null } },
            { "$project": { "_id": 0, "name": "$label", "worth": "$total" } },
        ] } },
        doc! { "$sort": { "worth": -1 } },
        doc! { "$limit": 3 },
    ];
    assert_eq!(both.clone().into_pipeline().unwrap(), by_hand);
    let names: Vec<String> = both.await.unwrap().into_iter().map(|named| named.name).collect();
    assert_eq!(names[..2], ["order 5".to_owned(), "Cyd".to_owned()]);
}

#[tokio::test]
async fn a_document_inside_of_the_row_takes_its_place() {
    let shop = Shop::open().await;
    let streets: Vec<Address> = shop
        .users
        .aggregate()
        .sort(|u| u.name().asc())
        .replace_root(|u| u.address())
        .filter(|address| address.street().starts_with("A"))
        .await
        .unwrap();
    assert_eq!(streets, [shop.people[0].address.clone()]);
    let orders: Vec<Doc<Order>> = shop
        .users
        .aggregate()
        .lookup(|u| u.id(), Order::q().customer())
        .unwind(|(_, orders)| orders)
        .replace_root(|(_, order)| order)
        .sort(|o| o.number().asc())
        .await
        .unwrap();
    assert_eq!(orders.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
}
