//! `lookup`.

use super::*;

#[derive(Debug, Clone, PartialEq, Projection)]
struct Spent {
    total: f64,
    orders: i32,
}

#[tokio::test]
async fn a_join_gives_both_sides_as_documents_and_neither_deleted_ones() {
    let shop = Shop::open().await;
    let joined = shop.users.aggregate().sort(|u| u.name().asc()).lookup(|u| u.id(), Order::q().customer());
    let by_hand = [
        live(),
        doc! { "$sort": { "name": 1 } },
        doc! { "$lookup": {
            "from": "orders", "localField": "_id", "foreignField": "customer",
            "pipeline": [{ "$match": { "deleted_at": null } }], "as": "__1",
        } },
    ];
    assert_eq!(joined.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(joined.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let rows: Vec<(Doc<User>, Vec<Doc<Order>>)> = joined.clone().await.unwrap();
    let numbers = |rows: &[(Doc<User>, Vec<Doc<Order>>)]| {
        rows.iter()
            .map(|(_, orders)| orders.iter().map(|order| order.number).collect())
            .collect::<Vec<Vec<i32>>>()
    };
    assert_eq!(numbers(&rows), [vec![1, 2], vec![], vec![3], vec![4]]);
    assert!(rows.iter().zip(&shop.people).all(|((user, _), stored)| user == stored));
    let deleted = joined.with_deleted().await.unwrap();
    assert_eq!(numbers(&deleted), [vec![1, 2, 6], vec![], vec![3], vec![4], vec![5]]);
}

#[tokio::test]
async fn what_a_join_finds_can_be_computed_with() {
    let shop = Shop::open().await;
    let spent = shop
        .users
        .aggregate()
        .sort(|u| u.name().asc())
        .lookup(|u| u.id(), Order::q().customer())
        .filter(|(u, orders)| u.age().gt(20) & orders.any().total().gt(2.0))
        .add_fields(|(_, orders)| Spent::projected().total(orders.sum(|o| o.total())).orders(orders.size()));
    let rows: Vec<((Doc<User>, Vec<Doc<Order>>), Spent)> = spent.clone().await.unwrap();
    let spents: Vec<_> = rows.iter().map(|((user, _), spent)| (user.name.as_str(), spent.clone())).collect();
    let of = |total, orders| Spent { total, orders };
    assert_eq!(spents, [("Ada", of(30.5, 2)), ("Cyd", of(5.25, 1))]);
    let by_hand = shop
        .by_hand([
            live(),
            doc! { "$sort": { "name": 1 } },
            doc! { "$lookup": {
                "from": "orders", "localField": "_id", "foreignField": "customer",
                "pipeline": [{ "$match": { "deleted_at": null } }], "as": "__1",
            } },
            doc! { "$match": { "age": { "$gt": 20 }, "__1.total": { "$gt": 2.0 } } },
            doc! { "$addFields": { "__2": { "total": { "$sum": "$__1.total" }, "orders": { "$size": "$__1" } } } },
        ])
        .await;
    assert_eq!(spent.documents().await.unwrap(), by_hand);
}

#[tokio::test]
async fn references_in_options_and_lists_are_joined_from_both_sides() {
    let shop = Shop::open().await;
    let paid = shop.users.aggregate().lookup(|u| u.id(), Order::q().payer()).sort(|(u, _)| u.name().asc());
    let counts: Vec<usize> = paid.await.unwrap().iter().map(|(_, orders)| orders.len()).collect();
    assert_eq!(counts, [1, 0, 0, 1]);
    let watched =
        shop.users.aggregate().lookup(|u| u.id(), Order::q().watchers()).sort(|(u, _)| u.name().asc());
    let counts: Vec<usize> = watched.await.unwrap().iter().map(|(_, orders)| orders.len()).collect();
    assert_eq!(counts, [2, 0, 1, 1]);
    let watching = shop
        .orders
        .aggregate()
        .sort(|o| o.number().asc())
        .lookup(|o| o.watchers(), User::q().id())
        .lookup(|(o, _)| o.customer(), Order::q().customer());
    let rows: Vec<((Doc<Order>, Vec<Doc<User>>), Vec<Doc<Order>>)> = watching.await.unwrap();
    let found: Vec<_> = rows.iter().map(|((_, users), orders)| (users.len(), orders.len())).collect();
    assert_eq!(found, [(1, 2), (1, 2), (1, 1), (1, 1), (0, 1)]);
}

#[tokio::test]
async fn fields_of_the_same_type_are_joined() {
    let shop = Shop::open().await;
    let rows = shop
        .users
        .aggregate()
        .filter(|u| u.name().eq("Ada"))
        .lookup(|u| u.tags(), User::q().tags())
        .await
        .unwrap();
    let mut names: Vec<&str> = rows[0].1.iter().map(|user| user.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Ada", "Dan"]);
}

#[derive(Debug, PartialEq, Projection)]
struct Customer {
    name: String,
    orders: Vec<Doc<Order>>,
    dearest: Option<f64>,
}

#[tokio::test]
async fn joined_documents_can_be_a_field_of_a_projection() {
    let shop = Shop::open().await;
    let rows = shop
        .users
        .aggregate()
        .filter(|u| u.name().eq("Ada"))
        .lookup(|u| u.id(), Order::q().customer())
        .project(|(u, orders)| {
            Customer::projected().name(u.name()).dearest(orders.max(|o| o.total())).orders(orders)
        })
        .await
        .unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].orders.len(), rows[0].dearest), ("Ada", 2, Some(20.5)));
    assert_eq!(rows[0].orders[0].customer.id(), shop.people[0].id());
}
