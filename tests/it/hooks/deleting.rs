//! `delete` by id, softly and for good.

use vellum::Error;
use vellum::prelude::*;
use vellum::testing::Commands;

use super::model::{calls, note, person, start};

#[tokio::test]
async fn hooks_around_a_soft_deletion() {
    let (db, people) = start().await;
    let ada = people.create(person("a@x", 36)).await.unwrap();
    calls(&db);
    let commands = Commands::capture(&db);
    assert!(people.delete(ada.id()).await.unwrap());
    assert_eq!(commands.names(), ["find", "findAndModify"]);
    assert_eq!(
        calls(&db),
        [
            "before_delete announce a@x 36",
            "before_delete guard",
            "after_delete announce a@x 36",
            "after_delete count Some(2)",
        ]
    );
    let first = people.get(ada.id()).with_deleted().await.unwrap().unwrap();
    assert!(!people.delete(ada.id()).await.unwrap());
    assert!(!people.delete(Uuid::nil()).await.unwrap());
    assert!(calls(&db).is_empty());
    assert_eq!(people.get(ada.id()).with_deleted().await.unwrap().unwrap(), first);
}

#[tokio::test]
async fn a_hook_before_a_deletion_stops_it() {
    let (db, people) = start().await;
    let old = people.create(person("a@x", 99)).await.unwrap();
    let commands = Commands::capture(&db);
    let error = people.delete(old.id()).await.unwrap_err();
    assert!(matches!(&error, Error::Hook { event: "before_delete", .. }), "{error}");
    assert_eq!(commands.names(), ["find"]);
    assert_eq!(people.require(old.id()).await.unwrap(), old);
    calls(&db);
    assert!(people.delete(old.id()).skip_hooks().await.unwrap());
    assert!(calls(&db).is_empty());
    assert_eq!(people.get(old.id()).await.unwrap(), None);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "keys", hooks(after_delete = revoke))]
struct Key {
    #[vellum(id)]
    name: String,
    uses: i32,
}

impl Key {
    async fn revoke(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        let stored = KeyRepository::new(cx.db()).get(&self.name).await?;
        note(cx, format_args!("{} {} {}", self.name, self.uses, stored.is_none()));
        if self.uses == 13 { Err(cx.stop("revoked twice")) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_hook_after_a_deletion_gets_the_document_that_is_gone() {
    let (db, _) = start().await;
    let keys = KeyRepository::new(&db);
    keys.create_many([Key { name: "a".into(), uses: 7 }, Key { name: "b".into(), uses: 13 }]).await.unwrap();
    assert!(keys.delete("a").await.unwrap());
    assert_eq!(calls(&db), ["after_delete a 7 true"]);
    assert!(!keys.delete("a").await.unwrap());
    let error = keys.delete("b").await.unwrap_err();
    assert!(error.to_string().starts_with("the document is written, but its hook `after_delete` failed"));
    assert_eq!(keys.get("b").await.unwrap(), None);
}

#[tokio::test]
async fn a_document_that_hooks_cannot_read_is_not_deleted() {
    let (db, _) = start().await;
    let keys = KeyRepository::new(&db);
    keys.driver().insert_one(doc! { "_id": "odd", "uses": "many" }).await.unwrap();
    assert!(keys.delete("odd").await.unwrap_err().is_decode());
    assert_eq!(keys.driver().count_documents(doc! {}).await.unwrap(), 1);
    assert!(keys.delete("odd").skip_hooks().await.unwrap());
}
