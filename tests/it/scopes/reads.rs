use futures_util::StreamExt;
use futures_util::future::join_all;
use vellum::prelude::*;

use super::{Line, LineRepository, Order, start};

#[tokio::test]
async fn reads_see_their_own_documents_only() {
    let shop = start().await;
    let (mine, q) = (&shop.mine, Order::q());
    let find = || mine.find(Filter::all()).sort(q.number().asc());
    let both = shop.own[..2].to_vec();
    assert_eq!(find().await.unwrap(), both);
    assert_eq!(find().first().await.unwrap(), Some(both[0].clone()));
    assert_eq!(find().count().await.unwrap(), 2);
    assert_eq!(find().distinct(q.tenant()).await.unwrap(), ["a"]);
    assert_eq!(find().values().await.unwrap().len(), 2);
    assert_eq!(find().stream().await.unwrap().collect::<Vec<_>>().await.len(), 2);
    assert_eq!(find().select::<Number>().await.unwrap(), [1, 2].map(|number| Number { number }));
    let page = find().page(1, 10).await.unwrap();
    assert_eq!((page.items.len(), page.total), (2, 2));
    let page = find().page(2, 1).await.unwrap();
    assert_eq!((page.items.len(), page.total), (1, 2));
    assert_eq!(find().limit(10).page_slice().await.unwrap().items.len(), 2);
    assert_eq!(find().with_deleted().await.unwrap().len(), 3);
    assert_eq!(find().only_deleted().await.unwrap().len(), 1);
    let explained = find().explain().await.unwrap();
    let stats = explained.get_document("executionStats").unwrap();
    assert_eq!(stats.get_i32("nReturned").unwrap(), 2);
    assert_eq!(
        find().to_document().unwrap(),
        doc! { "tenant": "a", "deleted_at": null },
        "the filter that is sent"
    );
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Order)]
struct Number {
    number: i32,
}

#[tokio::test]
async fn a_filter_cannot_widen_the_scope() {
    let shop = start().await;
    let q = Order::q();
    for filter in [
        q.tenant().eq("b"),
        q.tenant().ne("a"),
        q.tenant().eq("b") | Filter::all(),
        !q.tenant().eq("a"),
        Filter::raw(doc! { "tenant": "b" }),
        Filter::raw(doc! { "$or": [{ "tenant": "b" }, { "number": 1 }] }) & q.tenant().ne("a"),
        Filter::raw(doc! { "$expr": { "$eq": ["$tenant", "b"] } }),
    ] {
        assert!(!shop.all.find(filter.clone()).await.unwrap().is_empty(), "{filter}");
        let found = shop.mine.find(filter.clone()).with_deleted().await.unwrap();
        assert!(found.iter().all(|order| order.tenant == "a"), "{filter}");
        assert_eq!(found.len() as u64, shop.mine.find(filter).with_deleted().count().await.unwrap());
    }
    assert!(!shop.mine.find(q.tenant().eq("b")).exists().await.unwrap());
}

#[tokio::test]
async fn a_foreign_id_is_missing() {
    let shop = start().await;
    let (own, foreign) = (&shop.own[0], shop.foreign[0].id());
    assert_eq!(shop.mine.get(foreign).await.unwrap(), None);
    assert_eq!(shop.mine.get(foreign).with_deleted().await.unwrap(), None);
    assert!(shop.mine.require(foreign).await.unwrap_err().is_not_found());
    assert_eq!(shop.mine.require(own.id()).await.unwrap(), *own);
    assert!(shop.mine.get(shop.own[2].id()).with_deleted().await.unwrap().is_some());
}

#[tokio::test]
async fn loaders_of_different_scopes_share_no_queries() {
    let shop = start().await;
    let loader = shop.mine.loader();
    let all = shop.all.loader();
    for _ in 0..20 {
        let ids: Vec<Uuid> = shop.own[..2].iter().chain(&shop.foreign[..2]).map(|one| *one.id()).collect();
        let scoped = join_all(ids.iter().cycle().take(40).map(|id| loader.get(id)));
        let unscoped = join_all(ids.iter().cycle().take(40).map(|id| all.get(id)));
        let (scoped, unscoped) = futures_util::future::join(scoped, unscoped).await;
        for (n, (scoped, unscoped)) in scoped.into_iter().zip(unscoped).enumerate() {
            assert_eq!(scoped.unwrap().is_some(), n % 4 < 2, "{n}");
            assert!(unscoped.unwrap().is_some());
        }
    }
}

#[tokio::test]
async fn another_model_of_the_collection_obeys() {
    let shop = start().await;
    let lines = LineRepository::new(shop.mine.db());
    // The other model knows no deletions.
    assert_eq!(lines.find(Filter::all()).count().await.unwrap(), 3);
    assert_eq!(lines.get(shop.foreign[0].id()).await.unwrap(), None);
    assert_eq!(lines.update_many(Filter::all(), Line::q().total().inc(10)).await.unwrap().matched, 3);
    assert_eq!(shop.all.require(shop.foreign[0].id()).await.unwrap().total, 1);
    assert!(lines.create(Line { number: 9, total: 0 }).await.unwrap_err().is_out_of_scope());
    assert!(
        lines.replace(shop.own[0].id(), Line { number: 9, total: 0 }).await.unwrap_err().is_out_of_scope()
    );
    let rename = lines.update_many(Filter::all(), Update::raw(doc! { "$rename": { "tenant": "owner" } }));
    assert!(
        matches!(rename.await.unwrap_err(), vellum::Error::InvalidUpdate { path, .. } if path == "tenant")
    );
}

#[tokio::test]
async fn pipelines_see_their_own_documents_on_every_side() {
    let shop = start().await;
    let mine = &shop.mine;
    let numbers = |orders: Vec<Doc<Order>>| {
        let mut numbers: Vec<_> = orders.iter().map(|order| (order.tenant.clone(), order.number)).collect();
        numbers.sort();
        numbers
    };
    let own = vec![("a".to_owned(), 1), ("a".to_owned(), 2)];
    assert_eq!(numbers(mine.aggregate().await.unwrap()), own);
    assert_eq!(numbers(mine.aggregate().filter(|o| o.total().gte(0)).await.unwrap()), own);
    assert_eq!(mine.aggregate().count().await.unwrap(), 2);
    // Both tenants have orders of these numbers; of those that are joined, only the own ones are seen.
    let joined = mine.aggregate().lookup(|o| o.number(), Order::q().number()).await.unwrap();
    for (order, same) in joined {
        assert_eq!(same.iter().map(Doc::id).collect::<Vec<_>>(), [order.id()]);
    }
    let everyone = shop.all.aggregate().lookup(|o| o.number(), Order::q().number()).await.unwrap();
    assert!(everyone.iter().all(|(_, same)| same.len() == 2));
    let twice = mine.aggregate().union_with::<Order>(|orders| orders).await.unwrap();
    assert_eq!(numbers(twice), [own[0].clone(), own[0].clone(), own[1].clone(), own[1].clone()]);
    let facets = mine.aggregate().facet(|orders| (orders.clone().limit(9), orders.limit(1)));
    let (all, one) = facets.await.unwrap().remove(0);
    assert_eq!((numbers(all), one.len()), (own, 1));
    let steps = mine.aggregate().graph_lookup(|o| o.number(), Order::q().number(), Order::q().number());
    for (order, reached) in steps.await.unwrap() {
        assert_eq!(reached.iter().map(Doc::id).collect::<Vec<_>>(), [order.id()]);
    }
}
