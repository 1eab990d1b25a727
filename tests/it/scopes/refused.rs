use vellum::options::Collation;
use vellum::prelude::*;
use vellum::testing::Commands;

use super::{Order, OrderRepository, Row, Shop, order, row, start, tenant};

/// Every verb that takes a whole document.
fn whole(shop: &Shop, tenant: &str) -> Vec<Row> {
    let (mine, q) = (&shop.mine, Order::q());
    let (id, value) = (*shop.own[0].id(), order(tenant, 9));
    let key = || q.tenant().eq("a") & q.number().eq(9);
    let up = q.total().inc(1);
    let group = mine.write_group();
    let one = value.clone();
    vec![
        row("create", mine.create(value.clone())),
        row("create_many", mine.create_many([order("a", 8), value.clone()])),
        row("create_many report", mine.create_many([order("a", 8), value.clone()]).report()),
        row("replace", mine.replace(id, value.clone())),
        row("find_one_and_replace", mine.find_one_and_replace(Filter::all(), value.clone())),
        row("upsert", mine.update_one(key(), &up).upsert(value.clone())),
        row("find_one_and_update upsert", mine.find_one_and_update(key(), &up).upsert(value.clone())),
        row("bulk create", mine.bulk().create(value.clone())),
        row("bulk replace", mine.bulk().replace(id, value.clone())),
        row("bulk replace_one", mine.bulk().replace_one(Filter::all(), value.clone())),
        row("bulk upsert_one", mine.bulk().upsert_one(key(), &up, value.clone())),
        row("write_group", async move { group.create(one).await }),
    ]
}

#[tokio::test]
async fn no_verb_puts_a_document_outside() {
    let shop = start().await;
    let commands = Commands::capture(&shop.db);
    for (name, done) in whole(&shop, "b") {
        let error = done.await.unwrap_err();
        assert!(error.is_out_of_scope(), "{name}: {error}");
        assert_eq!(
            error.to_string(),
            "a document for `orders` is outside of the scope of its handle: at `tenant`",
            "{name}"
        );
    }
    assert!(commands.names().is_empty(), "{commands:?}");
    let rows = whole(&shop, "a").len();
    for at in 0..rows {
        let shop = start().await;
        let (name, done) = whole(&shop, "a").swap_remove(at);
        let done = done.await;
        assert!(done.is_ok(), "{name}: {done:?}");
    }
}

/// Every verb that takes changes.
fn changing(shop: &Shop, changes: &Update<Order>) -> Vec<Row> {
    let (mine, q) = (&shop.mine, Order::q());
    let id = *shop.own[0].id();
    let key = || q.tenant().eq("a") & q.number().eq(1);
    let (group, change) = (mine.write_group(), changes.clone());
    let mut rows = vec![
        row("update", mine.update(id, changes)),
        row("update_one", mine.update_one(key(), changes)),
        row("update_many", mine.update_many(Filter::all(), changes)),
        row("find_one_and_update", mine.find_one_and_update(key(), changes)),
        row("bulk update", mine.bulk().update(id, changes)),
        row("bulk update_one", mine.bulk().update_one(key(), changes)),
        row("bulk update_many", mine.bulk().update_many(Filter::all(), changes)),
        row("bulk update_doc", mine.bulk().update_doc(&shop.own[1], changes)),
        row("write_group", async move { group.update(id, change).await }),
    ];
    if !format!("{changes}").starts_with('[') {
        rows.push(row("upsert", mine.update_one(key(), changes).upsert(order("a", 1))));
        rows.push(row("bulk upsert_one", mine.bulk().upsert_one(key(), changes, order("a", 1))));
    }
    rows
}

#[tokio::test]
async fn no_verb_moves_a_document_outside() {
    let shop = start().await;
    let q = Order::q();
    let commands = Commands::capture(&shop.db);
    for changes in [
        q.tenant().set("b"),
        q.total().inc(1) & q.tenant().set("b"),
        q.tenant().set_on_insert("b"),
        q.note().rename(q.tenant()),
        Order::set_with(|u| u.tenant().set("b")),
        Order::set_with(|u| u.tenant().set(u.note().if_null("a"))),
        Update::raw(doc! { "$set": { "tenant.name": 1 } }),
        Update::raw(doc! { "$unset": { "tenant": "" } }),
        Update::raw(doc! { "$rename": { "note": "tenant" } }),
    ] {
        for (name, done) in changing(&shop, &changes) {
            let error = done.await.unwrap_err();
            assert!(
                matches!(&error, vellum::Error::InvalidUpdate { path, reason }
                    if path.starts_with("tenant") && reason.starts_with("the scope of the database handle")),
                "{name} {changes}: {error}"
            );
        }
    }
    assert!(commands.names().is_empty(), "{commands:?}");
    for changes in [q.tenant().set("a"), Order::set_with(|u| u.tenant().set("a")), q.total().mul(2)] {
        for (name, done) in changing(&shop, &changes) {
            let done = done.await;
            assert!(done.is_ok(), "{name} {changes}: {done:?}");
        }
    }
    assert!(shop.own[0].version() < shop.mine.require(shop.own[0].id()).await.unwrap().version());
}

#[tokio::test]
async fn what_cannot_be_a_scope_is_every_operations_error() {
    let shop = start().await;
    let q = Order::q();
    let commands = Commands::capture(&shop.db);
    for (filter, path) in [
        (q.tenant().starts_with("a"), "tenant"),
        (q.number().rem(2, 0), "number"),
        (Filter::raw(doc! { "tenant": "a" }), ""),
        (Order::expr(|u| u.total().gt(1_i64)), ""),
        (Filter::text("a"), ""),
        (q.version().gt(1), "version"),
        (q.deleted_at().is_none(), "deleted_at"),
        (q.updated_at().exists(), "updated_at"),
        (q.tenant().eq("a") & q.created_at().exists(), "created_at"),
    ] {
        let db = shop.db.scoped(q.total().gt(0)).scoped(filter.clone());
        let broken = Shop { mine: OrderRepository::new(&db), ..start().await };
        let mut rows = whole(&broken, "a");
        rows.extend(changing(&broken, &q.total().inc(1)));
        rows.push(row("get", broken.mine.get(Uuid::nil())));
        rows.push(row("find", broken.mine.find(Filter::all())));
        rows.push(row("delete", broken.mine.delete(Uuid::nil())));
        rows.push(row("delete_many", broken.mine.delete_many(Filter::all())));
        rows.push(row("find_one_and_delete", broken.mine.find_one_and_delete(Filter::all())));
        rows.push(row("bulk delete", broken.mine.bulk().delete(Uuid::nil())));
        for (name, done) in rows {
            let error = done.await.unwrap_err();
            assert!(
                matches!(&error, vellum::Error::InvalidFilter { path: found, .. } if found == path),
                "{name} {filter}: {error}"
            );
        }
    }
    assert!(commands.names().is_empty(), "{commands:?}");
}

#[tokio::test]
async fn a_collation_does_not_widen_a_scope_of_text() {
    let shop = start().await;
    shop.all.create(order("A", 1)).await.unwrap();
    let no_case = || {
        Collation::builder()
            .locale("en")
            .strength(vellum::mongodb::options::CollationStrength::Secondary)
            .build()
    };
    let (mine, all, up) = (&shop.mine, Filter::all, Order::q().total().inc(1));
    let rows = [
        row("find", mine.find(all()).collation(no_case())),
        row("page_slice", mine.find(all()).collation(no_case()).limit(1).page_slice()),
        row("update_one", mine.update_one(all(), &up).collation(no_case())),
        row("update_many", mine.update_many(all(), &up).collation(no_case())),
        row("find_one_and_update", mine.find_one_and_update(all(), &up).collation(no_case())),
        row("find_one_and_replace", mine.find_one_and_replace(all(), order("a", 5)).collation(no_case())),
        row("find_one_and_delete", mine.find_one_and_delete(all()).collation(no_case())),
        row("delete_one", mine.delete_one(all()).collation(no_case())),
        row("delete_many", mine.delete_many(all()).collation(no_case())),
    ];
    for (name, done) in rows {
        let error = done.await.unwrap_err();
        assert!(
            matches!(&error, vellum::Error::InvalidFilter { path, .. } if path == "tenant"),
            "{name}: {error}"
        );
    }
    let simple = Collation::builder().locale("simple").build();
    assert_eq!(mine.find(all()).collation(simple).await.unwrap().len(), 2);
    let numbered = OrderRepository::new(&shop.db.scoped(Order::q().number().eq(1)));
    assert_eq!(numbered.find(Order::q().tenant().eq("A")).collation(no_case()).await.unwrap().len(), 2);
    assert_eq!(tenant(&shop.db, "A").name(), shop.db.name());
}
