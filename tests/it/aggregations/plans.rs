//! What the server makes of pipelines: which plans it chooses, and that it is sent what a person would write.

use vellum::bson::Bson;

use super::*;

/// What is found under a key, wherever that stands in an explanation. Plans that were rejected, and the command that
/// was sent, are left out.
fn found(value: &Bson, name: &str, into: &mut Vec<Bson>) {
    match value {
        Bson::Document(document) => {
            for (key, value) in
                document.iter().filter(|(key, _)| !["rejectedPlans", "command"].contains(&key.as_str()))
            {
                if key == name {
                    into.push(value.clone());
                }
                found(value, name, into);
            }
        }
        Bson::Array(values) => values.iter().for_each(|value| found(value, name, into)),
        _ => {}
    }
}

fn all(explained: &Document, name: &str) -> Vec<Bson> {
    let mut values = Vec::new();
    found(&Bson::Document(explained.clone()), name, &mut values);
    values
}

/// Whether the documents come out of an index: of which one, and without being sorted.
fn assert_comes_from_index(explained: &Document, index: &str) {
    let stages: Vec<_> =
        all(explained, "stage").iter().map(|stage| stage.as_str().unwrap().to_owned()).collect();
    let has = |name: &str| stages.iter().any(|stage| stage == name);
    assert!(has("IXSCAN") && !has("COLLSCAN") && !has("SORT"), "{explained}");
    assert!(all(explained, "indexName").iter().all(|name| name.as_str() == Some(index)), "{explained}");
    assert!(all(explained, "$sort").is_empty(), "{explained}");
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "visits")]
struct Visit {
    who: Ref<User>,
    #[vellum(index)]
    number: i32,
}

#[tokio::test]
async fn filters_and_orders_at_the_start_use_an_index() {
    let shop = Shop::open().await;
    let visits = VisitRepository::new(&shop.db);
    visits.sync_indexes().await.unwrap();
    let visit = |number| Visit { who: shop.people[0].to_ref(), number };
    visits.create_many((0..50).map(visit)).await.unwrap();

    let few = visits.aggregate().filter(|v| v.number().gte(45));
    assert_comes_from_index(&few.clone().explain().await.unwrap(), "number_1");
    let sorted = few.clone().sort(|v| v.number().desc()).skip(1).limit(2);
    assert_comes_from_index(&sorted.clone().explain().await.unwrap(), "number_1");
    let numbers: Vec<i32> = sorted.await.unwrap().iter().map(|visit| visit.number).collect();
    assert_eq!(numbers, [48, 47]);
    let twice = few.filter(|v| v.number().lt(48)).unset(|v| v.who());
    let explained = twice.explain().await.unwrap();
    assert_comes_from_index(&explained, "number_1");
    let examined = all(&explained, "totalKeysExamined");
    assert!(examined.iter().any(|keys| matches!(keys, Bson::Int32(3) | Bson::Int64(3))), "{examined:?}");
}

#[tokio::test]
async fn soft_deletes_leave_the_index_in_use() {
    let shop = Shop::open().await;
    shop.users.sync_indexes().await.unwrap();
    let of_age = shop.users.aggregate().filter(|u| u.age().eq(36));
    assert_comes_from_index(&of_age.clone().explain().await.unwrap(), "age_1");
    assert_comes_from_index(&of_age.sort(|u| u.age().asc()).explain().await.unwrap(), "age_1");
    let oldest = shop.users.aggregate().filter(|u| u.age().gte(18)).sort(|u| u.age().desc()).limit(2);
    assert_comes_from_index(&oldest.clone().explain().await.unwrap(), "age_1");
    assert_comes_from_index(&oldest.clone().with_deleted().explain().await.unwrap(), "age_1");
    let cities = oldest
        .clone()
        .group_by(|u| u.city(), |city, _| Sales::grouped().city(city).sold(0.0).orders(count()));
    assert_comes_from_index(&cities.explain().await.unwrap(), "age_1");
    assert_eq!(oldest.await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_joined_list_that_is_unwound_at_once_is_never_built() {
    let shop = Shop::open().await;
    let joined = shop.users.aggregate().lookup(|u| u.id(), Order::q().customer());
    let apart = joined.clone().filter(|(_, orders)| orders.size(2)).explain().await.unwrap();
    assert!(all(&apart, "unwinding").is_empty(), "{apart}");
    for (fused, keeps) in [
        (joined.clone().unwind(|(_, orders)| orders).explain().await.unwrap(), false),
        (joined.unwind(|(_, orders)| orders.keep_empty()).explain().await.unwrap(), true),
        (shop.users.aggregate().lookup_one(|u| u.id(), Order::q().customer()).explain().await.unwrap(), true),
    ] {
        assert_eq!(all(&fused, "unwinding"), [Bson::from(doc! { "preserveNullAndEmptyArrays": keeps })]);
        assert!(all(&fused, "$unwind").is_empty(), "{fused}");
    }
}

#[derive(Debug, PartialEq, Projection)]
struct Sales {
    city: String,
    sold: f64,
    orders: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct Tagged {
    #[vellum(rename = "_id")]
    tag: String,
    people: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct Best {
    customer: Ref<User>,
    label: String,
    total: f64,
}

#[derive(Debug, PartialEq, Projection)]
struct Totals {
    total: f64,
    dearest: Option<f64>,
}

/// A join of users with their live orders.
fn orders_of_users() -> Document {
    doc! { "$lookup": {
        "from": "orders", "localField": "_id", "foreignField": "customer",
        "pipeline": [{ "$match": { "deleted_at": null } }], "as": "__1",
    } }
}

fn total_of_each() -> Document {
    doc! { "$map": { "input": "$__1", "as": "item", "in": "$$item.total" } }
}

macro_rules! assert_pipeline {
    ($rows:expr, $by_hand:expr) => {
        assert_eq!($rows.clone().into_pipeline().unwrap(), $by_hand);
        assert!(!$rows.await.unwrap().is_empty());
    };
}

#[tokio::test]
async fn elements_are_counted_as_a_person_would() {
    let shop = Shop::open().await;
    let tags = shop
        .users
        .aggregate()
        .unwind(|u| u.tags())
        .group_by(|(_, tag)| tag, |tag, _| Tagged::grouped().tag(tag).people(count()))
        .sort(|t| [t.people().desc(), t.tag().asc()])
        .limit(3);
    let by_hand = [
        live(),
        doc! { "$unwind": "$tags" },
        doc! { "$group": { "_id": "$tags", "people": { "$sum": 1 } } },
        doc! { "$sort": { "people": -1, "_id": 1 } },
        doc! { "$limit": 3 },
    ];
    assert_pipeline!(tags, by_hand);
}

#[tokio::test]
async fn sales_are_summed_over_a_join_as_a_person_would() {
    let shop = Shop::open().await;
    let sales = shop
        .users
        .aggregate()
        .filter(|u| u.age().gte(18))
        .lookup(|u| u.id(), Order::q().customer())
        .unwind(|(_, orders)| orders)
        .group_by(
            |(u, _)| u.city(),
            |city, (_, o)| Sales::grouped().city(city).sold(sum(o.total())).orders(count()),
        )
        .sort(|s| s.sold().desc());
    let by_hand = [
        doc! { "$match": { "age": { "$gte": 18 }, "deleted_at": null } },
        orders_of_users(),
        doc! { "$unwind": "$__1" },
        doc! { "$group": { "_id": "$city", "sold": { "$sum": "$__1.total" }, "orders": { "$sum": 1 } } },
        doc! { "$project": { "_id": 0, "city": "$_id", "sold": 1, "orders": 1 } },
        doc! { "$sort": { "sold": -1 } },
    ];
    assert_pipeline!(sales, by_hand);
}

#[tokio::test]
async fn the_best_of_each_is_found_as_a_person_would() {
    let shop = Shop::open().await;
    let best = shop.orders.aggregate().group_by(
        |o| o.customer(),
        |customer, o| {
            Best::grouped().customer(customer).label(top(o.total().desc(), o.label())).total(max(o.total()))
        },
    );
    let by_hand = [
        live(),
        doc! { "$group": {
            "_id": "$customer",
            "label": { "$top": { "sortBy": { "total": -1 }, "output": "$label" } },
            "total": { "$max": "$total" },
        } },
        doc! { "$project": { "_id": 0, "customer": "$_id", "label": 1, "total": 1 } },
    ];
    assert_pipeline!(best, by_hand);
}

#[tokio::test]
async fn totals_of_joined_documents_are_added_as_a_person_would() {
    let shop = Shop::open().await;
    let totals = shop
        .users
        .aggregate()
        .lookup(|u| u.id(), Order::q().customer())
        .filter(|(_, orders)| orders.any().number().lte(3))
        .add_fields(|(_, orders)| {
            Totals::projected().total(orders.sum(|o| o.total())).dearest(orders.max(|o| o.total()))
        })
        .sort(|(_, totals)| totals.total().desc())
        .limit(1);
    let by_hand = [
        live(),
        orders_of_users(),
        doc! { "$match": { "__1.number": { "$lte": 3 } } },
        doc! { "$addFields": { "__2": {
            "total": { "$sum": total_of_each() }, "dearest": { "$max": total_of_each() },
        } } },
        doc! { "$sort": { "__2.total": -1 } },
        doc! { "$limit": 1 },
    ];
    assert_pipeline!(totals, by_hand);
}

#[tokio::test]
async fn a_page_of_lines_is_cut_as_a_person_would() {
    let shop = Shop::open().await;
    let lines = shop
        .orders
        .aggregate()
        .filter(|o| o.total().gt(5.0))
        .sort(|o| [o.total().desc(), o.number().asc()])
        .limit(2)
        .unwind(|o| o.lines().with_index())
        .filter(|((_, line), index)| line.quantity().eq(2) & index.gt(0))
        .skip(1);
    let by_hand = [
        doc! { "$match": { "total": { "$gt": 5.0 }, "deleted_at": null } },
        doc! { "$sort": { "total": -1, "number": 1 } },
        doc! { "$limit": 2 },
        doc! { "$unwind": { "path": "$lines", "includeArrayIndex": "__2" } },
        doc! { "$match": { "lines.quantity": 2, "__2": { "$gt": 0_i64 } } },
        doc! { "$skip": 1 },
    ];
    assert_pipeline!(lines, by_hand);
}
