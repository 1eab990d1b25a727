//! The verbs that write: upserts, replacements, deletions, and what they give.

use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Settings {
    theme: String,
    size: i32,
    font: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "accounts", versioned, timestamps, soft_delete)]
#[vellum(index(keys(tenant = 1, number = 1), unique))]
struct Account {
    #[vellum(unique)]
    email: String,
    tenant: String,
    number: i32,
    visits: i64,
    settings: Settings,
    tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "products")]
struct Product {
    #[vellum(id)]
    sku: String,
    price: i32,
}

fn account(email: &str, number: i32) -> Account {
    Account {
        email: email.into(),
        tenant: "t".into(),
        number,
        visits: 0,
        settings: Settings { theme: "dark".into(), size: 12, font: None },
        tags: vec!["new".into()],
    }
}

async fn start() -> (TestDatabase, AccountRepository) {
    let db = TestDatabase::start().await.unwrap();
    let accounts = AccountRepository::new(&db);
    accounts.sync_indexes().await.unwrap();
    (db, accounts)
}

async fn raw(accounts: &AccountRepository) -> Document {
    accounts.driver().find_one(doc! {}).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_upsert_inserts_defaults_and_changes_together() {
    let (_db, accounts) = start().await;
    let q = Account::q();
    let changes = [q.visits().inc(5), q.settings().theme().set("light")];
    let upsert = || accounts.update_one(q.email().eq("a@x"), changes.clone()).upsert(account("other@x", 1));
    let summary = upsert().await.unwrap();
    assert_eq!((summary.matched, summary.modified), (0, 0));
    let stored = accounts.require(summary.upserted_id.unwrap()).await.unwrap();
    let expected = Account {
        visits: 5,
        settings: Settings { theme: "light".into(), ..account("", 1).settings },
        ..account("a@x", 1)
    };
    assert_eq!((&*stored, stored.version()), (&expected, 1));
    assert!(stored.created_at().is_some() && stored.created_at() == stored.updated_at());
    assert!(!raw(&accounts).await.contains_key("deleted_at"));

    let summary = upsert().await.unwrap();
    assert_eq!((summary.matched, summary.modified, summary.upserted_id), (1, 1, None));
    let again = accounts.require(stored.id()).await.unwrap();
    assert_eq!((again.visits, again.version(), again.created_at()), (10, 2, stored.created_at()));
}

#[tokio::test]
async fn an_upsert_takes_the_id_that_the_filter_says() {
    let (db, accounts) = start().await;
    let (q, id) = (Account::q(), Uuid::now_v7());
    let found = accounts.find_one_and_update(q.id().eq(id), q.visits().inc(1)).upsert(account("a@x", 1));
    let found = found.await.unwrap().unwrap();
    assert_eq!((found.id(), found.visits, found.version()), (&id, 1, 1));
    let before = accounts.find_one_and_update(q.id().eq(id), Update::none()).upsert(account("a@x", 1));
    assert_eq!(before.return_before().await.unwrap().unwrap().version(), 1);

    let products = ProductRepository::new(&db);
    let change = Product::q().price().set(3);
    let upsert =
        products.update_one(Product::q().sku().eq("s"), change).upsert(Product { sku: "s".into(), price: 9 });
    assert_eq!(upsert.await.unwrap().upserted_id.as_deref(), Some("s"));
    assert_eq!(products.require("s").await.unwrap().price, 3);
}

#[tokio::test]
async fn an_upsert_by_a_compound_key_and_one_by_no_key() {
    let (db, accounts) = start().await;
    let q = Account::q();
    let by_key = q.tenant().eq("t") & q.number().eq(7) & q.visits().gte(0);
    let summary =
        accounts.update_one(by_key.clone(), q.visits().inc(1)).upsert(account("a@x", 7)).await.unwrap();
    assert!(summary.upserted_id.is_some());
    assert_eq!(
        accounts.update_one(by_key, q.visits().inc(1)).upsert(account("a@x", 7)).await.unwrap().matched,
        1
    );

    let commands = Commands::capture(&db);
    for filter in [q.tenant().eq("t"), q.email().starts_with("a"), q.email().eq("a") | q.email().eq("b")] {
        let error =
            accounts.update_one(filter, q.visits().inc(1)).upsert(account("b@x", 8)).await.unwrap_err();
        assert!(error.to_string().contains("an upsert needs a filter that says the id"), "{error}");
    }
    let computed = Account::set_with(|a| a.visits().set(1));
    let error = accounts.update_one(q.email().eq("a"), computed).upsert(account("b@x", 8)).await.unwrap_err();
    assert!(error.to_string().contains("an upsert cannot compute values"), "{error}");
    assert!(commands.names().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_upserts_at_once_leave_one_document() {
    let (_db, accounts) = start().await;
    let q = Account::q();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let upsert =
                accounts.update_one(q.email().eq("a@x"), q.visits().inc(1)).upsert(account("a@x", 1));
            tokio::spawn(async move { upsert.await })
        })
        .collect();
    let mut inserted = 0;
    for task in tasks {
        inserted += usize::from(task.await.unwrap().unwrap().upserted_id.is_some());
    }
    let all = accounts.find(Filter::all()).await.unwrap();
    assert_eq!((inserted, all.len(), all[0].visits, all[0].version()), (1, 1, 50, 50));
}

#[tokio::test]
async fn a_key_that_a_deleted_document_holds_is_a_duplicate() {
    let (_db, accounts) = start().await;
    let q = Account::q();
    let gone = accounts.create(account("a@x", 1)).await.unwrap();
    accounts.delete(gone.id()).await.unwrap();
    let error = accounts
        .update_one(q.email().eq("a@x"), q.visits().inc(1))
        .upsert(account("a@x", 2))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, vellum::Error::DuplicateKey { index, fields, .. } if index == "email_1" && fields == &["email"]),
        "{error}"
    );
    let kept = accounts.find(Filter::all()).with_deleted().await.unwrap();
    assert_eq!((kept.len(), kept[0].visits), (1, 0));
}

#[tokio::test]
async fn every_write_names_the_violated_index() {
    let (_db, accounts) = start().await;
    let q = Account::q();
    accounts.create(account("a@x", 1)).await.unwrap();
    let other = accounts.create(account("b@x", 2)).await.unwrap();
    let set = q.email().set("a@x");
    let errors = [
        accounts.create(account("a@x", 3)).await.unwrap_err(),
        accounts.create_many([account("c@x", 4), account("a@x", 5)]).await.unwrap_err(),
        accounts.update(other.id(), &set).await.unwrap_err(),
        accounts.update_one(q.number().eq(2), &set).await.unwrap_err(),
        accounts.update_many(q.number().eq(2), &set).await.unwrap_err(),
        accounts.find_one_and_update(q.number().eq(2), &set).await.unwrap_err(),
        accounts.replace(other.id(), account("a@x", 2)).await.unwrap_err(),
        accounts.find_one_and_replace(q.number().eq(2), account("a@x", 2)).await.unwrap_err(),
    ];
    for error in errors {
        let vellum::Error::DuplicateKey { collection, index, fields } = &error else { panic!("{error}") };
        assert_eq!(
            (collection.as_str(), index.as_str(), fields.as_slice()),
            ("accounts", "email_1", &["email".to_owned()][..])
        );
    }
    let error = accounts.update(other.id(), q.number().set(1)).await.unwrap_err();
    assert!(
        matches!(&error, vellum::Error::DuplicateKey { fields, .. } if fields == &["tenant", "number"]),
        "{error}"
    );
}

#[tokio::test]
async fn a_replacement_keeps_id_and_creation_and_moves_the_version_on() {
    let (db, accounts) = start().await;
    let one = accounts.create(account("a@x", 1)).await.unwrap();
    accounts.driver().update_one(doc! {}, doc! { "$set": { "legacy": 1 } }).await.unwrap();
    let after = accounts.replace(one.id(), account("b@x", 2)).await.unwrap().unwrap();
    assert_eq!((&*after, after.id(), after.version()), (&account("b@x", 2), one.id(), 2));
    assert_eq!(after.created_at(), one.created_at());
    assert_eq!(accounts.require(one.id()).await.unwrap(), after);
    let stored = raw(&accounts).await;
    assert!(!stored.contains_key("legacy") && stored.keys().next().unwrap() == "_id", "{stored}");
    let before =
        accounts.find_one_and_replace(Account::q().email().eq("b@x"), account("c@x", 3)).return_before();
    assert_eq!(before.await.unwrap().unwrap(), after);
    assert_eq!(accounts.replace(Uuid::nil(), account("d@x", 4)).await.unwrap(), None);

    let products = ProductRepository::new(&db);
    products.create(Product { sku: "$s".into(), price: 1 }).await.unwrap();
    let after = products.replace("$s", Product { sku: "$s".into(), price: 2 }).await.unwrap().unwrap();
    assert_eq!(*after, Product { sku: "$s".into(), price: 2 });
    let error = products.replace("$s", Product { sku: "other".into(), price: 3 }).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid update of `_id`: the id of a document never changes");
}

#[tokio::test]
async fn find_one_and_update_takes_the_first_in_an_order() {
    let (_db, accounts) = start().await;
    let q = Account::q();
    accounts.create_many((0..3).map(|n| account(&format!("{n}@x"), n))).await.unwrap();
    let after = accounts.find_one_and_update(Filter::all(), q.visits().inc(1)).sort(q.number().desc());
    let after = after.await.unwrap().unwrap();
    assert_eq!((after.number, after.visits), (2, 1));
    let before = accounts.find_one_and_update(q.number().eq(2), q.visits().inc(1)).return_before();
    assert_eq!(before.await.unwrap().unwrap(), after);
    assert_eq!(accounts.find_one_and_update(q.number().eq(9), q.visits().inc(1)).await.unwrap(), None);
}

#[tokio::test]
async fn deletions_by_filter_are_soft_where_the_model_says_so() {
    let (db, accounts) = start().await;
    let q = Account::q();
    accounts.create_many((0..5).map(|n| account(&format!("{n}@x"), n))).await.unwrap();
    assert!(accounts.delete_one(q.number().eq(0)).await.unwrap());
    assert!(!accounts.delete_one(q.number().eq(0)).await.unwrap());
    let gone = accounts.find_one_and_delete(q.number().gt(0)).sort(q.number().asc()).await.unwrap().unwrap();
    assert_eq!((gone.number, gone.deleted_at()), (1, None));
    assert_eq!(accounts.delete_many(Filter::all()).await.unwrap(), 3);
    assert_eq!(accounts.delete_many(Filter::all()).await.unwrap(), 0);
    let deleted = accounts.find(Filter::all()).only_deleted().await.unwrap();
    assert!(deleted.len() == 5 && deleted.iter().all(|one| one.version() == 2 && one.deleted_at().is_some()));

    let products = ProductRepository::new(&db);
    products.create_many((0..4).map(|n| Product { sku: n.to_string(), price: n })).await.unwrap();
    let q = Product::q();
    assert!(products.delete_one(q.price().eq(0)).await.unwrap());
    assert_eq!(
        products.find_one_and_delete(Filter::all()).sort(q.price().desc()).await.unwrap().unwrap().price,
        3
    );
    assert_eq!(products.delete_many(q.price().lt(2)).await.unwrap(), 1);
    assert_eq!(products.driver().count_documents(doc! {}).await.unwrap(), 1);
}
