use vellum::prelude::*;
use vellum::repository::BulkOutcome;
use vellum::testing::Commands;

use super::{OrderRepository, start, stored, tenant};

#[tokio::test]
async fn documents_of_another_tenant_are_not_found_by_what_writes_held_ones() {
    let shop = start().await;
    let before = stored(&shop.all, "b").await;
    // Read without a scope, written through one.
    let mut theirs = shop.all.require(shop.foreign[0].id()).await.unwrap();
    theirs.total = 77;
    assert!(shop.mine.save(&mut theirs).await.unwrap_err().is_not_found());
    assert!(shop.mine.delete_doc(&theirs).await.unwrap_err().is_not_found());
    let outcomes = shop.mine.bulk().save(&theirs).delete_doc(&theirs).ordered(false).await.unwrap().outcomes;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, BulkOutcome::Missing)), "{outcomes:?}");
    let deleted = shop.foreign[2].id();
    assert!(!shop.mine.restore(deleted).await.unwrap());
    assert!(!shop.mine.hard_delete(deleted).await.unwrap());
    assert!(!shop.mine.soft_delete(shop.foreign[0].id()).await.unwrap());
    assert!(shop.mine.retry_on_conflict(theirs.id(), 3, |_| {}).await.unwrap_err().is_not_found());
    assert!(shop.mine.require_version(theirs.id(), 1).await.unwrap_err().is_not_found());
    assert_eq!(shop.mine.purge_deleted(Utc::now() + vellum::chrono::TimeDelta::hours(1)).await.unwrap(), 1);
    assert_eq!(stored(&shop.all, "b").await, before);
}

#[tokio::test]
async fn a_held_document_cannot_be_moved_out_of_its_scope() {
    let shop = start().await;
    let commands = Commands::capture(&shop.db);
    let mut own = shop.mine.require(shop.own[0].id()).await.unwrap();
    own.tenant = "b".into();
    commands.clear();
    let error = shop.mine.save(&mut own).await.unwrap_err();
    assert!(error.is_out_of_scope(), "{error}");
    assert!(shop.mine.bulk().save(&own).await.unwrap_err().is_out_of_scope());
    assert_eq!(commands.names(), Vec::<String>::new());
    own.tenant = "a".into();
    own.total = 5;
    shop.mine.save(&mut own).await.unwrap();
    assert_eq!(shop.all.require(own.id()).await.unwrap(), own);

    // Who sees both tenants may move it, and then it is gone from here.
    own.tenant = "b".into();
    own.number = 9;
    shop.all.save(&mut own).await.unwrap();
    assert_eq!(shop.mine.get(own.id()).await.unwrap(), None);
    let theirs = OrderRepository::new(&tenant(&shop.db, "b"));
    assert_eq!(theirs.require(own.id()).await.unwrap(), own);
}
