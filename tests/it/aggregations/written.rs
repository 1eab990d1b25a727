//! `merge` and `out`.

use vellum::options::WriteConcern;
use vellum::pipeline::{WhenMatched, WhenNotMatched};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "city_stats", timestamps, versioned)]
pub struct CityStats {
    pub id: String,
    pub people: i64,
    pub oldest: i32,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[vellum(from = CityStats)]
struct CityRow {
    #[vellum(rename = "_id", path = id)]
    city: String,
    people: i64,
    oldest: i32,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[vellum(from = CityStats)]
struct Oldest {
    #[vellum(rename = "_id", path = id)]
    city: String,
    oldest: i32,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[vellum(from = CityStats)]
struct Misplaced {
    people: i64,
    #[vellum(path = people)]
    oldest: i64,
}

/// Without columns of its own, and unique by another field than the id.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "totals")]
pub struct Total {
    pub id: ObjectId,
    #[vellum(unique)]
    pub city: String,
    pub people: i64,
}

#[derive(Debug, Clone, PartialEq, Projection)]
#[vellum(from = Total)]
struct TotalRow {
    city: String,
    people: i64,
}

fn cities(users: &UserRepository) -> vellum::pipeline::Aggregate<User, CityRow> {
    users
        .aggregate()
        .group_by(|u| u.city(), |city, u| CityRow::grouped().city(city).people(count()).oldest(max(u.age())))
}

fn totals(users: &UserRepository) -> vellum::pipeline::Aggregate<User, TotalRow> {
    users.aggregate().group_by(|u| u.city(), |city, _| TotalRow::grouped().city(city).people(count()))
}

async fn all<T: Model<Id: Ord>>(repository: &Repository<T>) -> Vec<Doc<T>> {
    let mut all = repository.find(Filter::all()).await.unwrap();
    all.sort_by(|a, b| a.id().cmp(b.id()));
    all
}

#[tokio::test]
async fn merged_rows_become_documents_and_move_those_on_that_are_there() {
    let shop = Shop::open().await;
    let stats = CityStatsRepository::new(&shop.db);
    let paris = CityStats { id: "Paris".into(), people: 7, oldest: 1, note: Some("kept".into()) };
    let paris = stats.create(paris).await.unwrap();
    cities(&shop.users).merge::<CityStats>().await.unwrap();

    let london = stats.get("London".to_owned()).await.unwrap().unwrap();
    assert_eq!((london.people, london.oldest, london.note.clone(), london.version()), (2, 36, None, 1));
    assert!(london.created_at().is_some() && london.updated_at() == london.created_at());
    let merged = stats.get("Paris".to_owned()).await.unwrap().unwrap();
    assert_eq!((merged.people, merged.oldest, merged.note.as_deref()), (2, 52, Some("kept")));
    assert_eq!((merged.version(), merged.created_at()), (2, paris.created_at()));
    assert!(merged.updated_at() >= paris.updated_at());

    // Who has read the document before is told that it has changed.
    let mut old = paris;
    old.people = 1;
    assert!(matches!(stats.save(&mut old).await, Err(vellum::Error::OptimisticLock { .. })));

    cities(&shop.users).merge::<CityStats>().when_matched(WhenMatched::Replace).await.unwrap();
    let replaced = stats.get("Paris".to_owned()).await.unwrap().unwrap();
    assert_eq!((replaced.note.clone(), replaced.version()), (None, 3));
    assert_eq!(replaced.created_at(), merged.created_at());

    let sum = cities(&shop.users).merge::<CityStats>().when_matched_set(|old, new| {
        [old.people().set(old.people() + new.people()), old.note().set(new.id())]
    });
    sum.write_concern(WriteConcern::majority()).await.unwrap();
    let summed = stats.get("Paris".to_owned()).await.unwrap().unwrap();
    assert_eq!((summed.people, summed.note.as_deref(), summed.version()), (4, Some("Paris"), 4));

    cities(&shop.users).merge::<CityStats>().when_matched(WhenMatched::KeepExisting).await.unwrap();
    assert_eq!(stats.get("Paris".to_owned()).await.unwrap().unwrap().version(), 4);
    let fails = cities(&shop.users).merge::<CityStats>().when_matched(WhenMatched::Fail).await;
    assert!(matches!(fails, Err(vellum::Error::DuplicateKey { .. })), "{fails:?}");
}

#[tokio::test]
async fn rows_that_meet_no_document_can_be_dropped_or_refused() {
    let shop = Shop::open().await;
    let stats = CityStatsRepository::new(&shop.db);
    stats.create(CityStats { id: "Rome".into(), people: 1, oldest: 2, note: None }).await.unwrap();
    cities(&shop.users).merge::<CityStats>().when_not_matched(WhenNotMatched::Discard).await.unwrap();
    assert_eq!(stats.find(Filter::all()).count().await.unwrap(), 1);
    assert!(cities(&shop.users).merge::<CityStats>().when_not_matched(WhenNotMatched::Fail).await.is_err());

    // A part of the fields is enough where no document is new.
    stats.create(CityStats { id: "Paris".into(), people: 9, oldest: 2, note: None }).await.unwrap();
    let oldest = || {
        shop.users
            .aggregate()
            .group_by(|u| u.city(), |city, u| Oldest::grouped().city(city).oldest(max(u.age())))
            .merge::<CityStats>()
    };
    oldest().when_not_matched(WhenNotMatched::Discard).await.unwrap();
    let paris = stats.get("Paris".to_owned()).await.unwrap().unwrap();
    assert_eq!((paris.people, paris.oldest), (9, 52));
    let refused = oldest().await.unwrap_err().to_string();
    assert!(refused.contains("`people`") && refused.contains("CityStats"), "{refused}");
    let replaces =
        oldest().when_matched(WhenMatched::Replace).when_not_matched(WhenNotMatched::Discard).await;
    assert!(replaces.unwrap_err().to_string().contains("`people`"));
}

#[tokio::test]
async fn rows_are_merged_as_by_hand() {
    let shop = Shop::open().await;
    let repository = TotalRepository::new(&shop.db);
    repository.sync_indexes().await.unwrap();
    let merge = totals(&shop.users).merge::<Total>().on(|t| t.city()).when_matched(WhenMatched::Replace);
    let by_hand = [
        live(),
        doc! { "$group": { "_id": "$city", "people": { "$sum": 1 } } },
        doc! { "$project": { "_id": 0, "city": "$_id", "people": 1 } },
        doc! { "$merge": {
            "into": "totals", "on": "city", "whenMatched": "replace", "whenNotMatched": "insert",
        } },
    ];
    assert_eq!(merge.to_string().contains(r#"$merge: {into: "totals", on: "city""#), true);
    merge.await.unwrap();
    let ours = all(&repository).await;
    assert_eq!(ours.len(), 2);
    shop.by_hand(by_hand.clone()).await;
    // The same documents, whose ids stay.
    assert_eq!(all(&repository).await, ours);
    totals(&shop.users).merge::<Total>().on(|t| t.city()).await.unwrap();
    assert_eq!(all(&repository).await, ours);
    let again = totals(&shop.users).merge::<Total>().on(|t| t.city()).when_matched(WhenMatched::Replace);
    assert_eq!(again.into_pipeline().unwrap(), by_hand);

    let other = format!("{}_other", shop.db.driver().name());
    totals(&shop.users).merge::<Total>().in_database(&other).await.unwrap();
    let other = shop.db.driver().client().database(&other);
    assert_eq!(other.collection::<Document>("totals").count_documents(doc! {}).await.unwrap(), 2);
    other.drop().await.unwrap();
}

#[tokio::test]
async fn documents_are_merged_into_a_copy_of_their_collection_and_put_out() {
    let shop = Shop::open().await;
    let archive = format!("{}_archive", shop.db.driver().name());
    shop.users
        .aggregate()
        .filter(|u| u.city().eq("Paris"))
        .merge::<User>()
        .in_database(&archive)
        .await
        .unwrap();
    let there = shop.db.driver().client().database(&archive);
    let stored: Vec<Document> = there
        .collection("users")
        .find(doc! {})
        .sort(doc! { "name": 1 })
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    let ours = shop.by_hand([doc! { "$match": { "city": "Paris" } }, doc! { "$sort": { "name": 1 } }]).await;
    assert_eq!(stored, ours);
    let out = shop.users.aggregate().filter(|u| u.city().eq("London")).out::<User>().in_database(&archive);
    assert!(
        out.to_string().ends_with(&format!(r#"{{$out: {{db: "{archive}", coll: "users"}}}}])"#)),
        "{out}"
    );
    out.await.unwrap();
    assert_eq!(there.collection::<Document>("users").count_documents(doc! {}).await.unwrap(), 2);
    there.drop().await.unwrap();
}

#[tokio::test]
async fn rows_take_the_place_of_a_collection() {
    let shop = Shop::open().await;
    let stats = CityStatsRepository::new(&shop.db);
    stats.create(CityStats { id: "Rome".into(), people: 1, oldest: 2, note: None }).await.unwrap();
    let out = cities(&shop.users).out::<CityStats>();
    assert!(out.to_string().ends_with(r#"{$out: "city_stats"}])"#), "{out}");
    out.await.unwrap();
    let stored = all(&stats).await;
    assert_eq!(stored.len(), 2);
    assert_eq!((stored[1].id().as_str(), stored[1].people, stored[1].version()), ("Paris", 2, 1));
    assert!(stored[1].created_at().is_some());
}

#[tokio::test]
async fn rows_that_are_no_whole_documents_are_refused_by_name() {
    let shop = Shop::open().await;
    let misplaced = shop
        .users
        .aggregate()
        .project(|_| Misplaced::projected().people(1).oldest(2))
        .merge::<CityStats>()
        .await
        .unwrap_err()
        .to_string();
    assert!(misplaced.contains("`oldest`") && misplaced.contains("`people`"), "{misplaced}");
    let lacking = shop
        .users
        .aggregate()
        .group_by(|u| u.city(), |city, _| Oldest::grouped().city(city).oldest(1))
        .out::<CityStats>();
    assert!(lacking.await.unwrap_err().to_string().contains("`people`"));
}

#[tokio::test]
async fn a_pipeline_writes_nothing_past_a_scope() {
    let shop = Shop::open().await;
    let limited = shop.db.scoped(CityStats::q().people().eq(1));
    let users = UserRepository::new(&limited);
    let merged = cities(&users).merge::<CityStats>().await.unwrap_err().to_string();
    assert!(merged.contains("`city_stats`") && merged.contains("limited"), "{merged}");
    let out = cities(&users).out::<CityStats>().await.unwrap_err().to_string();
    assert!(out.contains("`city_stats`"), "{out}");
    assert_eq!(CityStatsRepository::new(&shop.db).find(Filter::all()).count().await.unwrap(), 0);

    // A scope of the source limits what is written elsewhere.
    let london = shop.db.scoped(User::q().city().eq("London"));
    totals(&UserRepository::new(&london)).merge::<Total>().await.unwrap();
    let totals = all(&TotalRepository::new(&shop.db)).await;
    assert_eq!(totals.iter().map(|total| total.city.as_str()).collect::<Vec<_>>(), ["London"]);
}
