use futures_util::future::join_all;
use vellum::prelude::*;
use vellum::repository::BulkOutcome;

use super::{Line, LineRepository, Order, Row, Shop, order, row, start, stored};

/// Every write that names a document by its id or a filter, aimed at documents of another tenant.
fn aimed(shop: &Shop) -> Vec<Row> {
    let (mine, q) = (&shop.mine, Order::q());
    let id = *shop.foreign[0].id();
    let theirs = || q.tenant().eq("b");
    let up = q.total().inc(100);
    let computed = || Order::set_with(|u| u.total().set(u.total() + 100));
    let group = mine.write_group();
    let change = up.clone();
    vec![
        row("update", mine.update(id, &up)),
        row("update computed", mine.update(id, computed())),
        row("update with_deleted", mine.update(shop.foreign[2].id(), &up).with_deleted()),
        row("update without changes", mine.update(id, Update::none())),
        row("update_one", mine.update_one(theirs(), &up)),
        row("update_many", mine.update_many(theirs(), &up)),
        row("update_many with_deleted", mine.update_many(theirs(), computed()).with_deleted()),
        row("find_one_and_update", mine.find_one_and_update(theirs(), &up)),
        row("replace", mine.replace(id, order("a", 9))),
        row("find_one_and_replace", mine.find_one_and_replace(theirs(), order("a", 9))),
        row("delete", mine.delete(id)),
        row("delete_one", mine.delete_one(theirs())),
        row("delete_many", mine.delete_many(theirs())),
        row("find_one_and_delete", mine.find_one_and_delete(theirs())),
        row("write_group", async move { group.update(id, change).await }),
    ]
}

#[tokio::test]
async fn writes_do_not_find_foreign_documents() {
    let shop = start().await;
    let before = (stored(&shop.all, "a").await, stored(&shop.all, "b").await);
    for (name, done) in aimed(&shop) {
        let done = done.await.unwrap();
        let nothing = ["None", "false", "0", "UpdateSummary { matched: 0, modified: 0 }"];
        assert!(nothing.contains(&done.as_str()), "{name}: {done}");
        assert_eq!((stored(&shop.all, "a").await, stored(&shop.all, "b").await), before, "{name}");
    }
}

#[tokio::test]
async fn writes_of_everything_change_their_own_documents() {
    let q = Order::q();
    let up = q.total().inc(100);
    for name in ["update_many", "update_one", "delete_many", "find_one_and_delete", "find_one_and_replace"] {
        let shop = start().await;
        let (mine, all) = (&shop.mine, Filter::all);
        let theirs = stored(&shop.all, "b").await;
        let count = match name {
            "update_many" => mine.update_many(all(), &up).await.unwrap().matched,
            "update_one" => mine.update_one(all(), &up).await.unwrap().matched * 2,
            "delete_many" => mine.delete_many(all()).await.unwrap(),
            "find_one_and_delete" => {
                let found = [mine.find_one_and_delete(all()).await, mine.find_one_and_delete(all()).await];
                assert_eq!(mine.find_one_and_delete(all()).await.unwrap(), None);
                found.into_iter().filter(|found| found.as_ref().unwrap().is_some()).count() as u64
            }
            _ => {
                let sorted = mine.find_one_and_replace(all(), order("a", 7)).sort(q.tenant().desc()).await;
                2 * u64::from(sorted.unwrap().is_some_and(|order| order.number == 7))
            }
        };
        assert_eq!(count, 2, "{name}");
        assert_eq!(stored(&shop.all, "b").await, theirs, "{name}");
    }
}

#[tokio::test]
async fn a_bulks_statements_obey_each_by_itself() {
    for ordered in [true, false] {
        let shop = start().await;
        let q = Order::q();
        let (theirs, up) = (stored(&shop.all, "b").await, q.total().inc(100));
        let (own, foreign) = (&shop.own[0], &shop.foreign[0]);
        let bulk = shop.mine.bulk().ordered(ordered);
        let summary = bulk
            .update(foreign.id(), &up)
            .update(own.id(), &up)
            .update_one(q.tenant().eq("b"), &up)
            .update_many(Filter::all(), &up)
            .replace(foreign.id(), order("a", 8))
            .replace_one(q.tenant().eq("b"), order("a", 8))
            .update_doc(foreign, &up)
            .delete(foreign.id())
            .delete_doc(foreign)
            .delete_one(q.tenant().eq("b"))
            .delete_many(q.tenant().ne("a"))
            .create(order("a", 20))
            .await
            .unwrap();
        assert_eq!(stored(&shop.all, "b").await, theirs);
        assert_eq!((summary.inserted, summary.deleted), (1, 0), "{summary:?}");
        let missing: Vec<usize> = (0..summary.outcomes.len())
            .filter(|place| matches!(summary.outcomes[*place], BulkOutcome::Missing))
            .collect();
        assert_eq!(missing, [0, 4, 6, 7, 8], "{summary:?}");
        let own = shop.mine.require(own.id()).await.unwrap();
        assert_eq!((own.total, own.version()), (201, 3));
    }
}

#[tokio::test]
async fn a_bulk_deletes_for_good_within_its_scope() {
    let shop = start().await;
    let lines = LineRepository::new(shop.mine.db());
    let summary = lines
        .bulk()
        .delete(shop.foreign[0].id())
        .delete(shop.own[0].id())
        .delete_many(Line::q().number().gte(2))
        .await
        .unwrap();
    assert_eq!(summary.deleted, 3);
    assert!(matches!(summary.outcomes[0], BulkOutcome::Missing), "{summary:?}");
    assert_eq!((stored(&shop.all, "a").await.len(), stored(&shop.all, "b").await.len()), (0, 3));
}

#[tokio::test]
async fn a_scope_with_two_values_of_one_field_still_tells_misses() {
    #[derive(Debug, Clone, Vellum)]
    #[vellum(collection = "tagged")]
    struct Tagged {
        tags: Vec<String>,
        uses: i32,
    }
    let shop = start().await;
    let q = Tagged::q();
    let db = shop.db.scoped(q.tags().contains("a")).scoped(q.tags().contains("b"));
    let tagged = TaggedRepository::new(&db);
    let one = tagged.create(Tagged { tags: vec!["b".into(), "a".into()], uses: 0 }).await.unwrap();
    let refused = tagged.create(Tagged { tags: vec!["a".into()], uses: 0 }).await.unwrap_err();
    assert!(refused.is_out_of_scope());
    let up = q.uses().inc(1);
    let summary = tagged.bulk().update(one.id(), &up).update(Uuid::nil(), &up).await.unwrap();
    assert!(matches!(summary.outcomes[1], BulkOutcome::Missing), "{summary:?}");
    assert_eq!(tagged.require(one.id()).await.unwrap().uses, 1);
}

#[tokio::test]
async fn write_groups_of_different_scopes_share_no_commands() {
    let shop = start().await;
    let (group, all) = (shop.mine.write_group(), shop.all.write_group());
    let up = Order::q().total().inc(1);
    let ids: Vec<Uuid> = [&shop.own[0], &shop.foreign[0]].map(|one| *one.id()).to_vec();
    let scoped = join_all(ids.iter().cycle().take(60).map(|id| group.update(id, &up)));
    let unscoped = join_all(ids.iter().cycle().take(60).map(|id| all.update(id, &up)));
    let (scoped, unscoped) = futures_util::future::join(scoped, unscoped).await;
    for (n, done) in scoped.into_iter().enumerate() {
        assert_eq!(done.unwrap(), n % 2 == 0, "{n}");
    }
    assert!(unscoped.into_iter().all(|done| done.unwrap()));
    assert_eq!(shop.all.require(ids[0]).await.unwrap().total, 61);
    assert_eq!(shop.all.require(ids[1]).await.unwrap().total, 31);
    let created = join_all((0..20).map(|n| group.create(order(if n % 2 == 0 { "a" } else { "b" }, 100 + n))));
    for (n, created) in created.await.into_iter().enumerate() {
        assert_eq!(created.is_err_and(|error| error.is_out_of_scope()), n % 2 == 1, "{n}");
    }
}
