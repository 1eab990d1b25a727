//! What hooks are told, what they may call, and which errors come out.

use std::sync::Mutex;

use vellum::Error;
use vellum::hooks::Event;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::model::{calls, note};

type Told = (Event, Option<Uuid>, String, Option<i64>, [Option<DateTime<Utc>>; 3]);

static TOLD: Mutex<Vec<Told>> = Mutex::new(Vec::new());

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "listeners", timestamps, versioned, soft_delete)]
#[vellum(hooks(
    before_insert = before,
    after_insert = after,
    before_update = before,
    after_update = after,
    before_delete = after,
    after_delete = after
))]
struct Listener {
    name: String,
}

impl Listener {
    async fn before(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        self.after(cx).await
    }

    async fn after(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        assert_eq!(cx.collection(), "listeners");
        assert!(cx.id::<String>().is_none());
        let times = [cx.created_at(), cx.updated_at(), cx.deleted_at()].map(Option::<&_>::cloned);
        TOLD.lock().unwrap().push((cx.event(), cx.id().copied(), cx.id_text(), cx.version(), times));
        Ok(())
    }
}

#[tokio::test]
async fn hooks_are_told_the_columns_as_they_are_at_that_moment() {
    let db = TestDatabase::start().await.unwrap();
    let listeners = ListenerRepository::new(&db);
    let new = listeners.create(Listener { name: "a".into() }).await.unwrap();
    let changed = listeners.update(new.id(), Listener::q().name().set("b")).await.unwrap().unwrap();
    listeners.delete(new.id()).await.unwrap();
    let gone = listeners.get(new.id()).with_deleted().await.unwrap().unwrap();
    let of = |doc: &Doc<Listener>| {
        (
            Some(doc.version()),
            [doc.created_at(), doc.updated_at(), doc.deleted_at()].map(Option::<&_>::cloned),
        )
    };
    let expected = [
        (Event::BeforeInsert, (None, [None; 3])),
        (Event::AfterInsert, of(&new)),
        (Event::BeforeUpdate, of(&new)),
        (Event::AfterUpdate, of(&changed)),
        (Event::BeforeDelete, of(&changed)),
        (Event::AfterDelete, of(&gone)),
    ];
    let expected = expected
        .map(|(event, (version, times))| (event, Some(*new.id()), new.id().to_string(), version, times));
    assert_eq!(*TOLD.lock().unwrap(), expected);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "slugs", hooks(before_insert = [slug, look]))]
struct Slug {
    id: String,
    title: String,
}

impl Slug {
    async fn slug(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        self.id = self.title.to_lowercase();
        Ok(())
    }

    async fn look(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("{} {:?}", self.id, cx.version()));
        Ok(())
    }
}

#[tokio::test]
async fn a_hook_may_give_a_document_its_own_id() {
    let db = TestDatabase::start().await.unwrap();
    let slugs = SlugRepository::new(&db);
    let new = slugs.create(Slug { id: String::new(), title: "Flatland".into() }).await.unwrap();
    assert_eq!((new.id(), new.id.as_str()), (&"flatland".to_owned(), "flatland"));
    assert!(slugs.get("flatland").await.unwrap().is_some());
    assert_eq!(calls(&db), ["before_insert flatland None"]);
}

/// Makes its own children, by every verb that calls hooks itself.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "nodes", versioned, hooks(before_insert = grow, after_insert = prune, after_delete = count))]
struct Node {
    depth: i32,
}

impl Node {
    async fn grow(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        if self.depth > 0 {
            let nodes = NodeRepository::new(cx.db());
            nodes.create(Node { depth: self.depth - 1 }).await?;
            let made = nodes.create_many([Node { depth: self.depth - 1 }]).report().await?;
            nodes.update(made.created[0].id(), Node::q().depth().set(-1)).await?;
            nodes.write_group().create(Node { depth: 0 }).await?;
        }
        Ok(())
    }

    async fn prune(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        let nodes = NodeRepository::new(cx.db());
        if let Some(pruned) = nodes.find(Node::q().depth().eq(-1)).first().await? {
            nodes.delete(pruned.id()).await?;
        }
        Ok(())
    }

    async fn count(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, self.depth);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hook_may_use_its_own_repository() {
    let db = TestDatabase::start().await.unwrap();
    let nodes = NodeRepository::new(&db);
    let root = tokio::spawn({
        let nodes = nodes.clone();
        async move { nodes.create(Node { depth: 2 }).await }
    });
    assert_eq!(root.await.unwrap().unwrap().depth, 2);
    // A node of depth 0 is one, each deeper one makes two of the depth below and one of depth 0.
    let deleted = calls(&db).len() as u64;
    assert!(deleted > 0);
    assert_eq!(nodes.find(Filter::all()).count().await.unwrap() + deleted, 10);
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", hooks(before_insert = check))]
struct Order {
    #[vellum(unique)]
    number: i32,
}

impl Order {
    async fn check(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        match self.number {
            1 => Err(cx.invalid("items[0].price", "is no price")),
            2 => OrderRepository::new(cx.db()).create(Order { number: 0 }).await.map(drop),
            3 => Err(Error::config("no warehouse")),
            _ => Ok(()),
        }
    }
}

#[tokio::test]
async fn the_error_of_a_hook_stays_what_it_is() {
    let db = TestDatabase::start().await.unwrap();
    let orders = OrderRepository::new(&db);
    orders.sync_indexes().await.unwrap();
    orders.create(Order { number: 0 }).await.unwrap();
    let error = |number| {
        let create = orders.create(Order { number });
        async move { create.await.unwrap_err() }
    };
    let invalid = error(1).await;
    assert!(invalid.is_validation());
    assert_eq!(
        invalid.to_string(),
        "a document for `orders` is refused by validation: at `items[0].price`, is no price"
    );
    assert!(matches!(error(2).await, Error::DuplicateKey { fields, .. } if fields == ["number"]));
    assert!(matches!(error(3).await, Error::Config { message } if message == "no warehouse"));
}
