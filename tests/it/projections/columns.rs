//! Columns, and fields with older names.

use vellum::prelude::*;

use super::{Address, Audit, User, address, bare, full, stored};

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Aliased {
    note: Option<String>,
    place: Address,
    #[vellum(path = place.city)]
    city: String,
    audit: Audit,
    #[vellum(path = audit.reason)]
    reason: Option<String>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct AliasedParts {
    place: Option<Town>,
    audit: Why,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Address)]
struct Town {
    #[vellum(path = city)]
    town: String,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Audit)]
struct Why {
    reason: Option<String>,
}

#[tokio::test]
async fn older_names_are_read_where_the_present_one_is_missing() {
    let fixture = stored().await;
    let old = doc! { "$rename": { "note": "remark", "place": "oldPlace", "reason": "why" } };
    fixture.users.driver().update_many(doc! { "mail": "ada@x" }, old).await.unwrap();
    // The present name counts, even where it is null.
    let both = doc! { "$set": { "note": null, "remark": "stale" } };
    fixture.users.driver().update_many(doc! { "mail": "bob@x" }, both).await.unwrap();
    let rows: Vec<Aliased> =
        fixture.users.find(Filter::all()).sort(User::q().email().asc()).select().await.unwrap();
    let ada = Aliased {
        note: Some("hi".into()),
        place: address("Rome"),
        city: "Rome".into(),
        audit: full().audit,
        reason: Some("why not".into()),
    };
    let bob = Aliased {
        note: None,
        place: address("Bern"),
        city: "Bern".into(),
        audit: bare().audit,
        reason: None,
    };
    assert_eq!(rows, [ada, bob]);
    let nested: Vec<AliasedParts> =
        fixture.users.find(Filter::all()).sort(User::q().email().asc()).select().await.unwrap();
    assert_eq!(nested[0].place.as_ref().map(|town| town.town.as_str()), Some("Rome"));
    assert_eq!(nested[0].audit.reason.as_deref(), Some("why not"));
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Columns {
    id: Uuid,
    version: i64,
    created_at: DateTime<Utc>,
    #[vellum(path = updated_at)]
    changed: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    #[vellum(path = id, rename = "_id")]
    key: Uuid,
    #[vellum(path = version)]
    again: i64,
}

#[tokio::test]
async fn columns_are_fields_like_any_other() {
    let fixture = stored().await;
    let sent = doc! {
        "id": "$_id", "version": 1, "created_at": 1, "changed": "$updated_at", "deleted_at": 1,
        "_id": 1, "again": "$version",
    };
    let rows = fixture.rows::<Columns>(sent).await;
    let users = fixture.users.find(Filter::all()).sort(User::q().email().asc()).await.unwrap();
    let row = |user: &Doc<User>| Columns {
        id: *user.id(),
        version: 1,
        created_at: *user.created_at().unwrap(),
        changed: user.updated_at().copied(),
        deleted_at: None,
        key: *user.id(),
        again: 1,
    };
    assert_eq!(rows, users.iter().map(row).collect::<Vec<_>>());

    fixture.users.delete(users[0].id()).await.unwrap();
    fixture
        .users
        .driver()
        .update_many(doc! {}, doc! { "$unset": { "version": 1, "updated_at": 1 } })
        .await
        .unwrap();
    let deleted: Vec<Columns> = fixture.users.find(Filter::all()).only_deleted().select().await.unwrap();
    assert!(deleted[0].deleted_at.is_some());
    let older: Vec<Columns> = fixture.users.find(Filter::all()).select().await.unwrap();
    assert_eq!((older[0].version, older[0].again, older[0].changed), (0, 0, None));
    fixture.users.driver().update_many(doc! {}, doc! { "$set": { "version": null } }).await.unwrap();
    let older: Vec<Columns> = fixture.users.find(Filter::all()).select().await.unwrap();
    assert_eq!((older[0].version, older[0].again, older[0].id), (0, 0, *users[1].id()));
    fixture.users.driver().update_many(doc! {}, doc! { "$set": { "created_at": 5 } }).await.unwrap();
    match fixture.users.find(Filter::all()).select::<Columns>().await.unwrap_err() {
        vellum::Error::Decode { path, found, .. } => {
            assert_eq!((path.as_str(), found.as_str()), ("created_at", "int32"));
        }
        other => panic!("{other}"),
    }
}
