use vellum::prelude::*;

use super::{Order, OrderRepository, order, start, tenant};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "invoices")]
struct Invoice {
    #[vellum(alias = "owner")]
    tenant: String,
    place: Place,
    paid: bool,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Place {
    country: String,
    city: Option<String>,
}

fn invoice(tenant: &str, country: &str) -> Invoice {
    let place = Place { country: country.into(), city: None };
    Invoice { tenant: tenant.into(), place, paid: false }
}

#[tokio::test]
async fn chained_scopes_of_one_collection_are_joined_by_and() {
    let shop = start().await;
    let q = Order::q();
    let db = tenant(&shop.db, "a").scoped(q.number().lt(2));
    let orders = OrderRepository::new(&db);
    assert_eq!(orders.find(Filter::all()).await.unwrap().len(), 1);
    assert!(orders.create(order("a", 9)).await.unwrap_err().is_out_of_scope());
    assert!(orders.create(order("b", 0)).await.unwrap_err().is_out_of_scope());
    orders.create(order("a", 0)).await.unwrap();
    // A second tenant is nobody's; the first one again is the same.
    assert_eq!(OrderRepository::new(&tenant(&db, "b")).find(Filter::all()).count().await.unwrap(), 0);
    assert_eq!(OrderRepository::new(&tenant(&db, "a")).find(Filter::all()).count().await.unwrap(), 2);
}

#[tokio::test]
async fn scopes_of_several_collections_live_side_by_side() {
    let shop = start().await;
    let invoices = InvoiceRepository::new(&shop.db);
    invoices.create_many([invoice("a", "uk"), invoice("b", "fr")]).await.unwrap();
    let scoped = tenant(&shop.db, "a");
    // Other collections are as before.
    assert_eq!(InvoiceRepository::new(&scoped).find(Filter::all()).count().await.unwrap(), 2);
    let both = scoped.scoped(Invoice::q().tenant().eq("b"));
    assert_eq!(InvoiceRepository::new(&both).find(Filter::all()).count().await.unwrap(), 1);
    assert_eq!(OrderRepository::new(&both).find(Filter::all()).count().await.unwrap(), 2);
    // The handle that they were made from has none.
    assert_eq!(OrderRepository::new(&shop.db).find(Filter::all()).count().await.unwrap(), 4);
    assert_eq!(shop.all.find(Filter::all()).count().await.unwrap(), 4);
}

#[tokio::test]
async fn a_repository_on_another_handle_keeps_its_own_scope() {
    let shop = start().await;
    let orders = shop.mine.within(&shop.db);
    assert_eq!(orders.find(Filter::all()).count().await.unwrap(), 2);
    assert!(orders.create(order("b", 9)).await.unwrap_err().is_out_of_scope());
    assert_eq!(shop.all.within(shop.mine.db()).find(Filter::all()).count().await.unwrap(), 2);
    let narrower = shop.db.scoped(Order::q().number().eq(1));
    assert_eq!(shop.mine.within(&narrower).find(Filter::all()).count().await.unwrap(), 1);
    let keyed = shop.mine.db().with_cursor_key("secret");
    assert_eq!(OrderRepository::new(&keyed).find(Filter::all()).count().await.unwrap(), 2);
}

#[tokio::test]
async fn nested_fields_and_older_names_can_be_scoped() {
    let shop = start().await;
    let q = Invoice::q();
    let raw = InvoiceRepository::new(&shop.db).driver();
    let old = doc! { "_id": bson::Uuid::new(), "owner": "a", "place": { "country": "uk" }, "paid": false };
    raw.insert_one(&old).await.unwrap();
    let scope = q.tenant().eq("a") & q.place().country().eq("uk") & q.place().city().is_none();
    let invoices = InvoiceRepository::new(&shop.db.scoped(scope));
    invoices.create(invoice("a", "uk")).await.unwrap();
    assert!(invoices.create(invoice("a", "fr")).await.unwrap_err().is_out_of_scope());
    let mut in_town = invoice("a", "uk");
    in_town.place.city = Some("York".into());
    let error = invoices.create(in_town.clone()).await.unwrap_err();
    assert!(matches!(error, vellum::Error::OutOfScope { path, .. } if path == "place.city"));
    assert_eq!(invoices.find(Filter::all()).count().await.unwrap(), 2);
    assert_eq!(invoices.update_many(Filter::all(), q.paid().set(true)).await.unwrap().matched, 2);
    for changes in [
        q.place().whole().set(in_town.place.clone()),
        q.place().country().set("fr"),
        q.place().city().set("York".to_owned()),
        q.tenant().set("b"),
        Update::raw(doc! { "$set": { "owner": "b" } }),
    ] {
        let error = invoices.update_many(Filter::all(), &changes).await.unwrap_err();
        assert!(matches!(error, vellum::Error::InvalidUpdate { .. }), "{changes}: {error}");
    }
    for changes in
        [q.place().country().set("uk"), q.place().city().set(None::<String>), q.place().city().unset()]
    {
        invoices.update_many(Filter::all(), &changes).await.unwrap();
    }
    // The filter of an embedded value compares field by field.
    let place = invoice("a", "uk").place;
    let whole = InvoiceRepository::new(&shop.db.scoped(q.place().whole().eq(place)));
    assert_eq!(whole.find(Filter::all()).count().await.unwrap(), 2);
    assert!(whole.create(in_town).await.unwrap_err().is_out_of_scope());
}

#[tokio::test]
async fn an_id_can_be_scoped() {
    let shop = start().await;
    let q = Order::q();
    let ids = [shop.own[0].id(), shop.foreign[0].id()];
    let some = OrderRepository::new(&shop.db.scoped(q.id().is_in(ids)));
    assert_eq!(some.find(Filter::all()).count().await.unwrap(), 2);
    assert_eq!(some.get(shop.own[1].id()).await.unwrap(), None);
    assert!(some.create(order("a", 9)).await.unwrap_err().is_out_of_scope());
    assert!(some.replace(ids[0], order("a", 9)).await.unwrap().is_some());
    assert_eq!(some.replace(shop.own[1].id(), order("a", 10)).await.unwrap(), None);
    let one = OrderRepository::new(&shop.db.scoped(q.id().eq(ids[0])));
    let up = q.total().inc(1);
    let inserted = one.update_one(q.number().eq(30) & q.tenant().eq("a"), &up).upsert(order("a", 30));
    assert!(inserted.await.unwrap_err().is_duplicate_key());
    let other = one.update_one(q.id().eq(ids[1]), &up).upsert(order("a", 30));
    assert!(other.await.unwrap_err().is_out_of_scope());
    let summary = one.bulk().update(ids[0], &up).update(ids[1], &up).await.unwrap();
    assert!(matches!(summary.outcomes[1], vellum::repository::BulkOutcome::Missing), "{summary:?}");
}

#[tokio::test]
async fn a_handle_says_what_is_scoped_and_no_values() {
    let shop = start().await;
    let printed = format!("{:?} {:?}", shop.mine.db(), shop.mine);
    assert!(printed.contains(r#"scoped: ["orders"]"#) && !printed.contains("\"a\""), "{printed}");
    assert!(!format!("{:?}", Database::clone(&shop.db)).contains("scoped"));
}
