//! Documents that are deleted softly: who sees them, and how they come back or go.

use std::time::Duration;

use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "posts", versioned, timestamps, soft_delete)]
struct Post {
    #[vellum(unique(live))]
    slug: String,
    #[vellum(unique)]
    number: i32,
    likes: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Post)]
struct Card {
    slug: String,
}

#[derive(Projection)]
#[vellum(from = Post)]
struct Name<'a> {
    slug: &'a str,
}

fn post(slug: &str, number: i32) -> Post {
    Post { slug: slug.into(), number, likes: 0 }
}

/// One post that is live, and one that is deleted.
async fn start() -> (TestDatabase, PostRepository, Uuid) {
    let db = TestDatabase::start().await.unwrap();
    let posts = PostRepository::new(&db);
    posts.sync_indexes().await.unwrap();
    posts.create(post("live", 1)).await.unwrap();
    let id = *posts.create(post("gone", 2)).await.unwrap().id();
    assert!(posts.delete(id).await.unwrap());
    (db, posts, id)
}

/// What a way of reading has seen: the slugs.
type Seen = Vec<String>;

fn slugs<'a>(posts: impl IntoIterator<Item = &'a Doc<Post>>) -> Seen {
    posts.into_iter().map(|post| post.slug.clone()).collect()
}

#[tokio::test]
async fn no_way_to_read_sees_a_deleted_document() {
    let (_db, posts, gone) = start().await;
    let q = Post::q();
    let all = || posts.find(Filter::all());
    assert_eq!(slugs(&all().await.unwrap()), ["live"]);
    assert_eq!(slugs(&posts.find(q.id().eq(gone)).await.unwrap()), Seen::new());
    assert_eq!(slugs(&posts.find(q.slug().eq("gone") | q.number().gt(0)).await.unwrap()), ["live"]);
    assert_eq!(slugs(all().sort(q.number().desc()).first().await.unwrap().as_ref()), ["live"]);
    assert_eq!(posts.get(gone).await.unwrap(), None);
    assert!(posts.require(gone).await.unwrap_err().is_not_found());
    assert_eq!(posts.get_by_slug("gone").await.unwrap(), None);
    assert_eq!(posts.get_by_number(2).await.unwrap(), None);
    assert_eq!(posts.loader().get(gone).await.unwrap(), None);
    assert!(posts.require_version(gone, 2).await.unwrap_err().is_not_found());
    assert_eq!(all().count().await.unwrap(), 1);
    assert!(!posts.find(q.number().eq(2)).exists().await.unwrap());
    assert_eq!(all().distinct(q.slug()).await.unwrap(), ["live"]);
    assert_eq!(all().values().await.unwrap(), [post("live", 1)]);
    assert_eq!(all().select::<Card>().await.unwrap(), [Card { slug: "live".into() }]);
    let mut stream = all().stream().await.unwrap();
    let mut streamed = Vec::new();
    while let Some(post) = stream.next().await {
        streamed.push(post.unwrap());
    }
    assert_eq!(slugs(&streamed), ["live"]);
    assert_eq!(slugs(&posts.aggregate().await.unwrap()), ["live"]);
    assert_eq!(posts.aggregate().filter(|p| p.likes().gte(0)).count().await.unwrap(), 1);
    let joined = posts.aggregate().lookup(|p| p.likes(), Post::q().likes()).await.unwrap();
    assert_eq!((joined.len(), slugs(&joined[0].1)), (1, vec!["live".into()]));
    let mut visited = Seen::new();
    all().for_each_row::<Name<'_>>(|name| visited.push(name.slug.to_owned())).await.unwrap();
    assert_eq!(visited, ["live"]);
    let page = all().page(1, 10).await.unwrap();
    assert_eq!((slugs(&page.items), page.total), (vec!["live".into()], 1));
    let slice = all().sort(q.number().asc()).limit(10).page_slice().await.unwrap();
    assert_eq!((slugs(&slice.items), slice.next.is_none()), (vec!["live".into()], true));
}

#[tokio::test]
async fn no_write_reaches_a_deleted_document() {
    let (_db, posts, gone) = start().await;
    let q = Post::q();
    let before = posts.get(gone).with_deleted().await.unwrap().unwrap();
    let by_slug = || q.slug().eq("gone");
    let like = || q.likes().inc(1);
    assert_eq!(posts.update(gone, like()).await.unwrap(), None);
    assert_eq!(posts.update_one(by_slug(), like()).await.unwrap().matched, 0);
    assert_eq!(posts.update_many(Filter::all(), like()).await.unwrap().matched, 1);
    assert_eq!(posts.find_one_and_update(by_slug(), like()).await.unwrap(), None);
    assert_eq!(posts.replace(gone, post("gone", 2)).await.unwrap(), None);
    assert_eq!(posts.find_one_and_replace(by_slug(), post("gone", 2)).await.unwrap(), None);
    assert_eq!(posts.find_one_and_delete(by_slug()).await.unwrap(), None);
    assert!(!posts.delete(gone).await.unwrap() && !posts.soft_delete(gone).await.unwrap());
    assert!(!posts.delete_one(by_slug()).await.unwrap());
    assert_eq!(posts.delete_many(by_slug()).await.unwrap(), 0);
    assert!(!posts.write_group().update(gone, like()).await.unwrap());
    let mut copy = before.clone();
    copy.likes = 5;
    assert!(posts.save(&mut copy).await.unwrap_err().is_not_found());
    assert!(posts.delete_doc(&copy).await.unwrap_err().is_not_found());
    assert_eq!(posts.get(gone).with_deleted().await.unwrap().unwrap(), before);
}

#[tokio::test]
async fn who_asks_for_them_sees_deleted_documents() {
    let (_db, posts, gone) = start().await;
    let q = Post::q();
    let sorted = || posts.find(Filter::all()).sort(q.number().asc());
    assert_eq!(slugs(&sorted().with_deleted().await.unwrap()), ["live", "gone"]);
    assert_eq!(slugs(&sorted().only_deleted().await.unwrap()), ["gone"]);
    assert_eq!(sorted().only_deleted().count().await.unwrap(), 1);
    let deleted = posts.require(gone).with_deleted().await.unwrap();
    assert_eq!((deleted.version(), deleted.deleted_at()), (2, deleted.updated_at()));
    assert!(deleted.deleted_at().is_some());
    let changed = posts.update(gone, q.likes().inc(1)).with_deleted().await.unwrap().unwrap();
    assert_eq!((changed.likes, changed.version(), changed.deleted_at()), (1, 3, deleted.deleted_at()));
}

#[tokio::test]
async fn a_restored_document_is_live_and_a_taken_key_keeps_it_deleted() {
    let (_db, posts, gone) = start().await;
    // The slug is unique among live posts only, so that another one can have it now.
    let other = posts.create(post("gone", 3)).await.unwrap();
    let before = posts.get(gone).with_deleted().await.unwrap();
    let error = posts.restore(gone).await.unwrap_err();
    assert!(matches!(&error, vellum::Error::DuplicateKey { fields, .. } if fields[0] == "slug"), "{error}");
    assert_eq!(posts.get(gone).with_deleted().await.unwrap(), before);

    assert!(posts.delete_doc(&other).await.unwrap());
    assert!(posts.restore(gone).await.unwrap());
    let restored = posts.require(gone).await.unwrap();
    assert_eq!((restored.version(), restored.deleted_at()), (3, None));
    assert!(!posts.restore(gone).await.unwrap(), "it is live already");
    assert!(!posts.restore(Uuid::now_v7()).await.unwrap());
    assert_eq!(posts.require(gone).await.unwrap(), restored);
}

#[tokio::test]
async fn a_number_that_is_unique_everywhere_stays_taken_by_a_deleted_document() {
    let (_db, posts, _) = start().await;
    let error = posts.create(post("new", 2)).await.unwrap_err();
    assert!(matches!(&error, vellum::Error::DuplicateKey { fields, .. } if fields[0] == "number"), "{error}");
}

#[tokio::test]
async fn purging_ends_those_that_were_deleted_long_enough_ago() {
    let (db, posts, gone) = start().await;
    let earlier = Utc::now() - vellum::chrono::TimeDelta::days(40);
    let long_ago = PostRepository::new(&db.with_clock(move || earlier));
    let old = *posts.create(post("old", 3)).await.unwrap().id();
    assert!(long_ago.delete(old).await.unwrap());
    let month = Duration::from_hours(30 * 24);
    assert_eq!(posts.purge_deleted(month).await.unwrap(), 1);
    assert_eq!(posts.get(old).with_deleted().await.unwrap(), None);
    assert!(posts.get(gone).with_deleted().await.unwrap().is_some());
    assert_eq!(posts.purge_deleted(Duration::MAX).await.unwrap(), 0);
    assert_eq!(posts.purge_deleted(vellum::chrono::TimeDelta::days(1)).await.unwrap(), 0);
    assert_eq!(posts.purge_deleted(Utc::now() + vellum::chrono::TimeDelta::hours(1)).await.unwrap(), 1);
    assert_eq!(slugs(&posts.find(Filter::all()).with_deleted().await.unwrap()), ["live"]);
}

#[tokio::test]
async fn a_deletion_for_good_takes_live_and_deleted_ones() {
    let (_db, posts, gone) = start().await;
    assert!(posts.hard_delete(gone).await.unwrap());
    assert!(!posts.hard_delete(gone).await.unwrap());
    let live = *posts.find(Filter::all()).first().await.unwrap().unwrap().id();
    assert!(posts.hard_delete(live).await.unwrap());
    assert_eq!(posts.find(Filter::all()).with_deleted().count().await.unwrap(), 0);
}
