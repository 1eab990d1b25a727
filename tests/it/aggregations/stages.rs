//! Stages that leave rows as they are, or change them one by one.

use super::*;

#[tokio::test]
async fn filters_orders_and_bounds_are_merged() {
    let shop = Shop::open().await;
    let rows = shop
        .users
        .aggregate()
        .filter(|u| u.age().gte(18))
        .filter(|u| u.city().ne("Rome"))
        .sort(|u| u.age().asc())
        .sort(|u| [u.age().desc(), u.name().asc()])
        .skip(0)
        .skip(1)
        .limit(5)
        .limit(2);
    let by_hand = [
        doc! { "$match": { "age": { "$gte": 18 }, "city": { "$ne": "Rome" }, "deleted_at": null } },
        doc! { "$sort": { "age": -1, "name": 1 } },
        doc! { "$skip": 1 },
        doc! { "$limit": 2 },
    ];
    assert_eq!(rows.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(rows.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let rows: Vec<Doc<User>> = rows.await.unwrap();
    assert_eq!(rows, [shop.people[0].clone(), shop.people[3].clone()]);
}

#[tokio::test]
async fn the_first_filter_uses_an_index() {
    let shop = Shop::open().await;
    shop.users.sync_indexes().await.unwrap();
    let plan = shop.users.aggregate().filter(|u| u.age().eq(36)).explain().await.unwrap().to_string();
    assert!(plan.contains("IXSCAN") && !plan.contains("COLLSCAN"), "{plan}");
}

#[tokio::test]
async fn nothing_comes_of_a_limit_or_a_sample_of_nothing() {
    let shop = Shop::open().await;
    assert_eq!(shop.users.aggregate().limit(0).await.unwrap(), []);
    assert_eq!(shop.users.aggregate().sample(0).count().await.unwrap(), 0);
    assert_eq!(shop.users.aggregate().sample(3).await.unwrap().len(), 3);
    assert!(shop.users.aggregate().first().await.unwrap().is_some());
}

#[tokio::test]
async fn a_count_drops_stages_that_change_no_number() {
    let shop = Shop::open().await;
    let users = shop.users.aggregate().lookup(|u| u.id(), Order::q().customer()).sort(|(u, _)| u.age().asc());
    let commands = vellum::testing::Commands::capture(&shop.db);
    assert_eq!(users.clone().count().await.unwrap(), 4);
    assert_eq!(users.with_deleted().count().await.unwrap(), 5);
    let sent = aggregates(&commands);
    assert_eq!(sent[0].get_array("pipeline").unwrap().len(), 2);
    let nobody = shop.users.aggregate().filter(|u| u.age().gt(100));
    assert_eq!(nobody.count().await.unwrap(), 0);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct UserCard {
    #[vellum(path = id)]
    user: Uuid,
    name: String,
    #[vellum(path = address.street)]
    street: String,
    nick: Option<String>,
    #[vellum(path = age)]
    kind: i32,
}

#[tokio::test]
async fn a_projection_is_computed_from_the_row() {
    let shop = Shop::open().await;
    let cards = shop.users.aggregate().sort(|u| u.name().asc()).project(|u| {
        UserCard::projected()
            .user(u.id())
            .kind(7)
            .name(u.name())
            .street(u.address().street().to_upper())
            .nick(u.nick())
    });
    let by_hand = [
        live(),
        doc! { "$sort": { "name": 1 } },
        doc! { "$project": {
            "_id": 0, "user": "$_id", "name": 1, "street": { "$toUpper": "$address.street" }, "nick": 1,
            "kind": { "$literal": 7 },
        } },
    ];
    assert_eq!(cards.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(cards.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let rows = cards.filter(|card| card.nick().is_none()).await.unwrap();
    let bob = &shop.people[1];
    let card =
        UserCard { user: *bob.id(), name: "Bob".into(), street: "BOB STREET".into(), nick: None, kind: 7 };
    assert_eq!(rows, [card]);
}

#[tokio::test]
async fn changed_rows_are_documents() {
    let shop = Shop::open().await;
    let changed = shop
        .users
        .aggregate()
        .sort(|u| u.name().asc())
        .set(|u| [u.age().set(u.age() + 1), u.nick().set(None)])
        .unset(|u| u.items())
        .filter(|u| u.age().eq(37));
    let by_hand = [
        live(),
        doc! { "$sort": { "name": 1 } },
        doc! { "$set": { "age": { "$add": ["$age", 1] }, "nick": "$$REMOVE" } },
        doc! { "$unset": "items" },
        doc! { "$match": { "age": 37 } },
    ];
    assert_eq!(changed.clone().into_pipeline().unwrap(), by_hand);
    let rows: Vec<Document> = changed.await.unwrap();
    assert_eq!(rows, shop.by_hand(by_hand).await);
    assert_eq!(rows.len(), 2);
    let twice = shop.users.aggregate().set(|u| [u.age().set(1), u.age().set(2)]);
    assert!(twice.await.is_err());
}

#[tokio::test]
async fn rows_are_compared_with_themselves_and_stages_are_written_by_hand() {
    let shop = Shop::open().await;
    let rows = shop
        .users
        .aggregate()
        .lookup(|u| u.id(), Order::q().customer())
        .filter_expr(|(u, orders)| u.tags().size().eq(orders.size()))
        .raw(doc! { "$sort": { "name": -1 } })
        .await
        .unwrap();
    assert_eq!(
        rows.iter().map(|(user, _)| user.name.as_str()).collect::<Vec<_>>(),
        ["Dan", "Cyd", "Bob", "Ada"]
    );
    let cards: Vec<UserCard> = shop
        .users
        .aggregate()
        .filter(|u| u.name().eq("Ada"))
        .raw_as::<UserCard>(doc! { "$project": { "user": "$_id", "name": 1, "street": "x", "kind": "$age" } })
        .await
        .unwrap();
    assert_eq!((cards[0].street.as_str(), cards[0].kind), ("x", 36));
}

#[tokio::test]
async fn options_are_sent_along() {
    let shop = Shop::open().await;
    shop.users.sync_indexes().await.unwrap();
    let commands = vellum::testing::Commands::capture(&shop.db);
    let rows = shop
        .users
        .aggregate()
        .allow_disk_use(true)
        .batch_size(2)
        .max_time(std::time::Duration::from_secs(5))
        .hint(User::q().age().asc())
        .comment("note")
        .await
        .unwrap();
    assert_eq!(rows.len(), 4);
    let sent = &aggregates(&commands)[0];
    assert_eq!(sent.get_document("cursor").unwrap(), &doc! { "batchSize": 2 });
    assert_eq!(sent.get_document("hint").unwrap(), &doc! { "age": 1 });
    assert_eq!((sent.get_bool("allowDiskUse").unwrap(), sent.get_str("comment").unwrap()), (true, "note"));
    assert!(shop.users.aggregate().hint("no_such_index").await.is_err());
}

fn aggregates(commands: &vellum::testing::Commands) -> Vec<Document> {
    let sent = commands.all().into_iter().filter(|command| command.name == "aggregate");
    sent.map(|command| command.body).collect()
}
