use vellum::prelude::*;
use vellum::testing::Commands;

use super::{Order, OrderRepository, order, start, stored};

#[tokio::test]
async fn the_scope_counts_as_said_by_the_filter_and_is_inserted() {
    let shop = start().await;
    let (mine, q) = (&shop.mine, Order::q());
    let up = q.total().inc(5);
    let upsert = |filter| mine.update_one(filter, up.clone()).upsert(order("a", 7));
    // The scope completes the unique key.
    let first = upsert(q.number().eq(7)).await.unwrap();
    let id = first.upserted_id.unwrap();
    assert_eq!(*shop.all.require(id).await.unwrap(), Order { total: 5, ..order("a", 7) });
    // Saying the tenant again is the same.
    for filter in [q.tenant().eq("a") & q.number().eq(7), q.number().eq(7) & q.tenant().eq("a")] {
        assert_eq!(upsert(filter).await.unwrap().matched, 1);
    }
    let found = mine.find_one_and_update(q.number().eq(8) & q.tenant().eq("a"), &up).upsert(order("a", 8));
    assert_eq!(found.await.unwrap().unwrap().tenant, "a");
    let summary = mine
        .bulk()
        .upsert_one(q.number().eq(7), &up, order("a", 7))
        .upsert_one(q.number().eq(9), &up, order("a", 9))
        .await
        .unwrap();
    assert_eq!((summary.matched, summary.upserted), (1, 1));
    let same = mine.update_one(q.number().eq(10), q.tenant().set("a")).upsert(order("a", 10));
    assert!(same.await.unwrap().upserted_id.is_some());
    assert_eq!(stored(&shop.all, "b").await.len(), 3);
}

#[tokio::test]
async fn an_upsert_by_a_foreign_id_is_a_duplicate() {
    let shop = start().await;
    let q = Order::q();
    let theirs = stored(&shop.all, "b").await;
    let upsert = shop.mine.update_one(q.id().eq(shop.foreign[0].id()), q.total().inc(1));
    assert!(upsert.upsert(order("a", 9)).await.unwrap_err().is_duplicate_key());
    assert_eq!(stored(&shop.all, "b").await, theirs);
}

#[tokio::test]
async fn a_filter_that_contradicts_the_scope_inserts_nothing() {
    let shop = start().await;
    let q = Order::q();
    let commands = Commands::capture(&shop.db);
    let up = q.total().inc(1);
    for filter in [
        q.tenant().eq("b") & q.number().eq(7),
        q.tenant().is_in(["b"]) & q.number().eq(7),
        q.tenant().ne("a") & q.number().eq(7),
        (q.tenant().eq("b") | q.tenant().eq("c")) & q.number().eq(7),
        Filter::raw(doc! { "tenant": "b" }) & q.number().eq(7),
    ] {
        let error = shop.mine.update_one(filter.clone(), &up).upsert(order("a", 7)).await.unwrap_err();
        let named = matches!(&error, vellum::Error::InvalidUpdate { path, .. } if path == "tenant");
        assert!(named || error.is_out_of_scope(), "{filter}: {error}");
    }
    // The value that the filter says is what would be inserted, whatever the defaults say.
    let low = OrderRepository::new(&shop.db.scoped(q.number().lt(10)));
    let by = |number| low.update_one(q.tenant().eq("a") & q.number().eq(number), up.clone());
    assert!(by(30).upsert(order("a", 3)).await.unwrap_err().is_out_of_scope());
    assert!(commands.names().is_empty(), "{commands:?}");
    let inserted = by(7).upsert(order("a", 30)).await.unwrap().upserted_id.unwrap();
    assert_eq!(shop.all.require(inserted).await.unwrap().number, 7);
}

#[tokio::test]
async fn an_option_that_the_scope_says_is_none_is_left_out() {
    let shop = start().await;
    let q = Order::q();
    let plain = OrderRepository::new(&shop.db.scoped(q.note().is_none()));
    let by = |number| plain.update_one(q.tenant().eq("a") & q.number().eq(number), q.total().inc(1));
    by(7).upsert(order("a", 7)).await.unwrap();
    by(7).upsert(order("a", 7)).await.unwrap();
    let all = stored(&shop.all, "a").await;
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|one| !one.contains_key("note")), "{all:?}");
    let noted = Order { note: Some("x".into()), ..order("a", 8) };
    assert!(by(8).upsert(noted).await.unwrap_err().is_out_of_scope());
    let contradiction =
        plain.update_one(q.tenant().eq("a") & q.number().eq(9) & q.note().eq("x"), q.total().inc(1));
    assert!(contradiction.upsert(order("a", 9)).await.unwrap_err().is_out_of_scope());
}

#[tokio::test]
async fn a_list_that_the_filter_speaks_of_is_not_inserted_by_it() {
    #[derive(Debug, Clone, Vellum)]
    #[vellum(collection = "tagged")]
    struct Tagged {
        tags: Option<Vec<String>>,
        uses: i32,
    }
    let shop = start().await;
    let q = Tagged::q();
    let tags = q.tags().contains("a");
    let db = shop.db.scoped(!tags.clone());
    let commands = Commands::capture(&shop.db);
    let by_id = q.id().eq(Uuid::nil());
    let upsert = TaggedRepository::new(&db).update_one(by_id & tags, q.uses().inc(1));
    let error = upsert.upsert(Tagged { tags: None, uses: 0 }).await.unwrap_err();
    assert!(matches!(&error, vellum::Error::InvalidUpdate { path, .. } if path == "tags"), "{error}");
    assert!(commands.names().is_empty());
}
