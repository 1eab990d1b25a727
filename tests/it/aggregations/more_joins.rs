//! `lookup_one`, `lookup_with` and `graph_lookup`.

use super::*;

#[derive(Debug, PartialEq, Projection)]
struct Line {
    number: i32,
    total: f64,
}

#[tokio::test]
async fn one_joined_document_is_an_option() {
    let shop = Shop::open().await;
    let joined =
        shop.orders.aggregate().sort(|o| o.number().asc()).lookup_one(|o| o.customer(), User::q().id());
    let rows: Vec<(Doc<Order>, Option<Doc<User>>)> = joined.clone().await.unwrap();
    let names: Vec<_> = rows
        .iter()
        .map(|(order, user)| (order.number, user.as_ref().map(|user| user.name.as_str())))
        .collect();
    assert_eq!(names, [(1, Some("Ada")), (2, Some("Ada")), (3, Some("Cyd")), (4, Some("Dan")), (5, None)]);
    let londoners = joined
        .filter(|(_, user)| user.city().eq("London"))
        .sort(|(o, user)| [user.age().asc(), o.total().desc()]);
    let numbers: Vec<i32> = londoners.await.unwrap().iter().map(|(order, _)| order.number).collect();
    assert_eq!(numbers, [2, 1]);
    let several: Vec<(Doc<User>, Option<Doc<Order>>)> =
        shop.users.aggregate().lookup_one(|u| u.id(), Order::q().customer()).await.unwrap();
    assert_eq!(several.len(), 4);
}

#[tokio::test]
async fn a_join_takes_what_a_pipeline_makes_of_the_other_side() {
    let shop = Shop::open().await;
    let joined = shop.users.aggregate().sort(|u| u.name().asc()).lookup_with(
        |u| u.id(),
        Order::q().customer(),
        |orders| {
            orders
                .filter(|o| o.total().gt(2.0))
                .sort(|o| o.total().desc())
                .limit(1)
                .project(|o| Line::projected().number(o.number()).total(o.total()))
        },
    );
    let by_hand = [
        live(),
        doc! { "$sort": { "name": 1 } },
        doc! { "$lookup": {
            "from": "orders", "localField": "_id", "foreignField": "customer",
            "pipeline": [
                { "$match": { "total": { "$gt": 2.0 }, "deleted_at": null } },
                { "$sort": { "total": -1 } },
                { "$limit": 1 },
                { "$project": { "_id": 0, "number": 1, "total": 1 } },
            ],
            "as": "__1",
        } },
    ];
    assert_eq!(joined.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(joined.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let rows: Vec<(Doc<User>, Vec<Line>)> =
        joined.filter(|(_, lines)| lines.any().total().gt(10.0)).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].1, [Line { number: 2, total: 20.5 }]);
}

#[tokio::test]
async fn documents_are_found_over_many_steps_but_not_through_deleted_ones() {
    let shop = Shop::open().await;
    let of = &shop.people[0];
    let mut last: Option<Doc<Order>> = None;
    let mut chain = Vec::new();
    for number in 100..104 {
        let follows = last.as_ref().map(Doc::to_ref);
        let next = shop.orders.create(Order { follows, ..order(number, of, 1.0) }).await.unwrap();
        chain.push(next.clone());
        last = Some(next);
    }
    let numbers = |rows: Vec<(Doc<Order>, Vec<Doc<Order>>)>| {
        let mut numbers: Vec<i32> = rows[0].1.iter().map(|order| order.number).collect();
        numbers.sort_unstable();
        numbers
    };
    let last = || shop.orders.aggregate().filter(|o| o.number().eq(103));
    let all = last().graph_lookup(|o| o.follows(), Order::q().follows(), Order::q().id());
    assert_eq!(
        all.clone().into_pipeline().unwrap()[1],
        doc! { "$graphLookup": {
            "from": "orders", "startWith": "$follows", "connectFromField": "follows", "connectToField": "_id",
            "as": "__1", "restrictSearchWithMatch": { "deleted_at": null },
        } }
    );
    assert_eq!(numbers(all.clone().await.unwrap()), [100, 101, 102]);
    let near = last().graph_lookup_within(1, |o| o.follows(), Order::q().follows(), Order::q().id());
    assert_eq!(numbers(near.await.unwrap()), [101, 102]);
    shop.orders.delete(chain[1].id()).await.unwrap();
    assert_eq!(numbers(all.clone().await.unwrap()), [102]);
    assert_eq!(numbers(all.with_deleted().await.unwrap()), [100, 101, 102]);
}
