//! Joins, roots, lists and changes: row by row what the driver gives for pipelines that are written by hand.

use super::*;

/// The rows of a pipeline, once as they are computed and once as the driver gives them for the one written by hand.
macro_rules! assert_same {
    ($rows:expr, $by_hand:expr, $number:expr) => {
        let rows = $rows.documents().await.unwrap();
        assert_eq!(rows, $by_hand);
        assert_eq!(rows.len(), $number);
    };
}

fn by_name() -> Document {
    doc! { "$sort": { "name": 1 } }
}

#[tokio::test]
async fn one_joined_document_is_the_one_that_a_person_joins() {
    let shop = Shop::open().await;
    let joined =
        shop.orders.aggregate().sort(|o| o.number().asc()).lookup_one(|o| o.customer(), User::q().id());
    let by_hand = [
        live(),
        doc! { "$sort": { "number": 1 } },
        doc! { "$lookup": {
            "from": "users", "localField": "customer", "foreignField": "_id",
            "pipeline": [{ "$match": { "deleted_at": null } }, { "$limit": 1 }], "as": "__1",
        } },
        doc! { "$unwind": { "path": "$__1", "preserveNullAndEmptyArrays": true } },
    ];
    assert_eq!(joined.clone().into_pipeline().unwrap(), by_hand);
    assert_same!(joined.clone(), shop.orders_by_hand(by_hand.clone()).await, 5);

    let londoners = joined.filter(|(_, user)| user.city().eq("London")).sort(|(o, _)| o.total().desc());
    let tail = [doc! { "$match": { "__1.city": "London" } }, doc! { "$sort": { "total": -1 } }];
    let by_hand = by_hand.into_iter().chain(tail);
    assert_same!(londoners, shop.orders_by_hand(by_hand).await, 2);
}

#[tokio::test]
async fn a_join_over_many_steps_finds_what_a_person_finds() {
    let shop = Shop::open().await;
    let mut last: Option<Doc<Order>> = None;
    for number in 100..105 {
        let follows = last.as_ref().map(Doc::to_ref);
        let next = Order { follows, ..order(number, &shop.people[0], 1.0) };
        last = Some(shop.orders.create(next).await.unwrap());
    }
    let last = shop.orders.aggregate().filter(|o| o.number().eq(104));
    let graph = |depth: Document| {
        let mut graph = doc! {
            "from": "orders", "startWith": "$follows", "connectFromField": "follows", "connectToField": "_id",
            "as": "__1", "restrictSearchWithMatch": { "deleted_at": null },
        };
        graph.extend(depth);
        // What is found comes in any order, so each document found is a row of its own.
        [
            doc! { "$match": { "number": 104, "deleted_at": null } },
            doc! { "$graphLookup": graph },
            doc! { "$unwind": "$__1" },
            doc! { "$sort": { "__1.number": 1 } },
        ]
    };
    let all = last
        .clone()
        .graph_lookup(|o| o.follows(), Order::q().follows(), Order::q().id())
        .unwind(|(_, orders)| orders)
        .sort(|(_, order)| order.number().asc());
    assert_same!(all, shop.orders_by_hand(graph(doc! {})).await, 4);
    let near = last
        .graph_lookup_within(1, |o| o.follows(), Order::q().follows(), Order::q().id())
        .unwind(|(_, orders)| orders)
        .sort(|(_, order)| order.number().asc());
    assert_same!(near, shop.orders_by_hand(graph(doc! { "maxDepth": 1 })).await, 2);
}

#[tokio::test]
async fn a_root_is_replaced_as_by_hand() {
    let shop = Shop::open().await;
    let streets = shop
        .users
        .aggregate()
        .sort(|u| u.name().asc())
        .replace_root(|u| u.address())
        .filter(|address| address.phones().any().starts_with("+3"));
    let by_hand = [
        live(),
        by_name(),
        doc! { "$replaceRoot": { "newRoot": "$address" } },
        doc! { "$match": { "phones": { "$regex": "^\\+3" } } },
    ];
    assert_same!(streets, shop.by_hand(by_hand).await, 2);

    let orders = shop
        .users
        .aggregate()
        .lookup(|u| u.id(), Order::q().customer())
        .unwind(|(_, orders)| orders)
        .replace_root(|(_, order)| order)
        .sort(|o| o.number().asc());
    let by_hand = [
        live(),
        doc! { "$lookup": {
            "from": "orders", "localField": "_id", "foreignField": "customer",
            "pipeline": [{ "$match": { "deleted_at": null } }], "as": "__1",
        } },
        doc! { "$unwind": "$__1" },
        doc! { "$replaceRoot": { "newRoot": "$__1" } },
        doc! { "$sort": { "number": 1 } },
    ];
    assert_same!(orders, shop.by_hand(by_hand).await, 4);
}

#[tokio::test]
async fn lists_are_unwound_in_all_ways_as_by_hand() {
    let shop = Shop::open().await;
    let users = || shop.users.aggregate().sort(|u| u.name().asc());
    let by_hand = |unwind: Document| shop.by_hand([live(), by_name(), doc! { "$unwind": unwind }]);
    let kept = doc! { "path": "$tags", "preserveNullAndEmptyArrays": true };
    assert_same!(users().unwind(|u| u.tags().keep_empty()), by_hand(kept).await, 5);
    let indexed = doc! { "path": "$tags", "includeArrayIndex": "__2" };
    assert_same!(users().unwind(|u| u.tags().with_index()), by_hand(indexed).await, 4);
    let both = doc! { "path": "$spare", "includeArrayIndex": "__2", "preserveNullAndEmptyArrays": true };
    let spare = users().unwind(|u| u.spare().keep_empty().with_index());
    assert_same!(spare, by_hand(both).await, 4);

    let inner = users().unwind(|u| u.items()).unwind(|(_, item)| item.parts().with_index());
    let pipeline = [
        live(),
        by_name(),
        doc! { "$unwind": "$items" },
        doc! { "$unwind": { "path": "$items.parts", "includeArrayIndex": "__3" } },
    ];
    assert_same!(inner, shop.by_hand(pipeline).await, 8);
}

#[tokio::test]
async fn fields_are_set_and_unset_as_by_hand() {
    let shop = Shop::open().await;
    let changed = shop
        .users
        .aggregate()
        .sort(|u| u.name().asc())
        .set(|u| [u.address().street().set(u.name().to_upper()), u.nick().set(None)])
        .set(|u| [u.name().set(u.address().street())])
        .unset(|u| u.address().phones())
        .unset(|u| u.items());
    let by_hand = [
        live(),
        by_name(),
        doc! { "$set": { "address.street": { "$toUpper": "$name" }, "nick": "$$REMOVE" } },
        doc! { "$set": { "name": "$address.street" } },
        doc! { "$unset": ["address.phones", "items"] },
    ];
    let rows: Vec<Document> = changed.await.unwrap();
    assert_eq!(rows, shop.by_hand(by_hand).await);
    assert_eq!(rows[1].get_str("name").unwrap(), "BOB");
    assert_eq!(rows[1].get_document("address").unwrap(), &doc! { "street": "BOB" });
    assert!(!rows[0].contains_key("nick") && !rows[0].contains_key("items"));
}

#[tokio::test]
async fn stages_in_the_servers_form_are_sent_as_they_are() {
    let shop = Shop::open().await;
    let stages = [
        doc! { "$sort": { "name": -1 } },
        doc! { "$set": { "a.b": { "$literal": "$c" }, "shout": { "$toUpper": "$name" } } },
        doc! { "$redact": { "$cond": [{ "$eq": ["$name", "Bob"] }, "$$PRUNE", "$$KEEP"] } },
    ];
    let raw = stages.iter().fold(shop.users.aggregate(), |users, stage| users.raw(stage.clone()));
    let by_hand: Vec<_> = [live()].into_iter().chain(stages).collect();
    assert_eq!(raw.clone().into_pipeline().unwrap(), by_hand);
    assert_same!(raw, shop.by_hand(by_hand).await, 3);
}
