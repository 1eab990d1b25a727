//! `update` by id.

use vellum::Error;
use vellum::prelude::*;
use vellum::testing::Commands;

use super::model::{Person, calls, person, start};

#[tokio::test]
async fn hooks_around_an_update_see_it_before_and_after() {
    let (db, people) = start().await;
    let ada = people.create(person("a@x", 36)).await.unwrap();
    calls(&db);
    let commands = Commands::capture(&db);
    let after = people.update(ada.id(), Person::q().age().inc(1)).await.unwrap().unwrap();
    assert_eq!(commands.names(), ["find", "findAndModify"]);
    assert_eq!((after.age, after.version()), (37, 2));
    assert_eq!(
        calls(&db),
        [
            "before_update check a@x",
            "before_update look 36 Some(1)",
            "after_update announce a@x 37",
            "after_update count Some(2)",
        ]
    );
    commands.clear();
    let after = people.update(ada.id(), Person::q().age().inc(1)).skip_hooks().await.unwrap().unwrap();
    assert_eq!((after.age, after.version()), (38, 3));
    assert_eq!(commands.names(), ["findAndModify"]);
    assert!(calls(&db).is_empty());
}

#[tokio::test]
async fn a_hook_before_an_update_stops_it() {
    let (db, people) = start().await;
    let ada = people.create(person("a@x", -1)).skip_hooks().await.unwrap();
    let commands = Commands::capture(&db);
    let error = people.update(ada.id(), Person::q().age().set(5)).await.unwrap_err();
    assert!(matches!(error, Error::Hook { event: "before_update", .. }));
    assert_eq!(commands.names(), ["find"]);
    assert_eq!(people.require(ada.id()).await.unwrap(), ada);
}

#[tokio::test]
async fn a_hook_that_fails_after_an_update_leaves_it() {
    let (_db, people) = start().await;
    let ada = people.create(person("a@x", 1)).await.unwrap();
    let error = people.update(ada.id(), Person::q().age().set(13)).await.unwrap_err();
    assert!(error.to_string().starts_with("the document is written, but its hook `after_update` failed"));
    let stored = people.require(ada.id()).await.unwrap();
    assert_eq!((stored.age, stored.version()), (13, 2));
}

#[tokio::test]
async fn an_update_of_nothing_calls_no_hook() {
    let (db, people) = start().await;
    let ada = people.create(person("a@x", 1)).await.unwrap();
    let gone = people.create(person("b@x", 1)).await.unwrap();
    people.delete(gone.id()).await.unwrap();
    calls(&db);
    let change = Person::q().age().inc(1);
    assert_eq!(people.update(Uuid::nil(), &change).await.unwrap(), None);
    assert_eq!(people.update(gone.id(), &change).await.unwrap(), None);
    assert!(people.update(ada.id(), Update::none()).await.unwrap().is_some());
    let twice = [Person::q().age().set(1), Person::q().age().set(2)];
    assert!(matches!(people.update(ada.id(), twice).await, Err(Error::InvalidUpdate { .. })));
    assert!(calls(&db).is_empty());
    let restored = people.update(gone.id(), &change).with_deleted().await.unwrap().unwrap();
    assert!(restored.deleted_at().is_some() && restored.age == 2);
    assert_eq!(calls(&db).len(), 4);
}

#[tokio::test]
async fn a_change_that_does_not_fit_is_told_although_hooks_guard_the_write() {
    let (_db, people) = start().await;
    let ada = people.create(person("a@x", 1)).await.unwrap();
    let error = people.update(ada.id(), Person::q().age().inc(i32::MAX)).await.unwrap_err();
    assert!(matches!(error, Error::InvalidUpdate { .. }), "{error}");
}

#[tokio::test]
async fn a_write_group_updates_with_hooks() {
    let (db, people) = start().await;
    let ada = people.create(person("a@x", 1)).await.unwrap();
    calls(&db);
    let group = people.write_group();
    assert!(group.update(ada.id(), Person::q().age().inc(1)).await.unwrap());
    assert!(!group.update(Uuid::nil(), Person::q().age().inc(1)).await.unwrap());
    assert_eq!(calls(&db).len(), 4);
    assert_eq!(people.require(ada.id()).await.unwrap().version(), 2);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "pages", hooks(after_update = announce))]
struct Page {
    text: String,
}

impl Page {
    async fn announce(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        super::model::note(cx, &self.text);
        Ok(())
    }
}

#[tokio::test]
async fn hooks_after_an_update_alone_cost_no_read() {
    let (db, _) = start().await;
    let pages = PageRepository::new(&db);
    let page = pages.create(Page { text: "old".into() }).await.unwrap();
    let commands = Commands::capture(&db);
    pages.update(page.id(), Page::q().text().set("new")).await.unwrap();
    assert_eq!(commands.names(), ["findAndModify"]);
    assert_eq!(calls(&db), ["after_update new"]);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "articles", versioned, hooks(before_update = slug))]
struct Article {
    title: String,
    slug: String,
    edits: i32,
}

impl Article {
    async fn slug(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        self.slug = self.title.to_lowercase();
        Ok(())
    }
}

fn article() -> Article {
    Article { title: "Flatland".into(), slug: String::new(), edits: 0 }
}

#[tokio::test]
async fn what_a_hook_changes_is_sent_with_the_update() {
    let (db, _) = start().await;
    let articles = ArticleRepository::new(&db);
    let one = articles.create(article()).await.unwrap();
    let commands = Commands::capture(&db);
    let after = articles.update(one.id(), Article::q().edits().inc(1)).await.unwrap().unwrap();
    assert_eq!((after.slug.as_str(), after.edits, after.version()), ("flatland", 1, 2));
    assert_eq!(commands.names(), ["find", "findAndModify"]);
    assert_eq!(articles.require(one.id()).await.unwrap(), after);
}

#[tokio::test]
async fn a_hook_cannot_change_what_the_update_changes() {
    let (db, _) = start().await;
    let articles = ArticleRepository::new(&db);
    let one = articles.create(article()).await.unwrap();
    let error = articles.update(one.id(), Article::q().slug().set("other")).await.unwrap_err();
    assert!(matches!(&error, Error::InvalidUpdate { path, .. } if path == "slug"), "{error}");
    assert_eq!(articles.require(one.id()).await.unwrap(), one);
}
