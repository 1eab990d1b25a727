//! Updates where a document is not as expected, or a path is not a plain one.

mod model;

use std::collections::BTreeSet;

use vellum::bson::{Bson, Document};
use vellum::chrono::NaiveDate;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

use model::{Card, Hours, Level, Payment, Phone, Shop, ShopRepository, Tags, shelf, shop};

async fn start() -> (TestDatabase, ShopRepository) {
    let db = TestDatabase::start().await.unwrap();
    let shops = ShopRepository::new(&db);
    shops.create(shop(1)).await.unwrap();
    (db, shops)
}

async fn updated(shops: &ShopRepository, changes: impl vellum::IntoUpdate<Shop>) -> Shop {
    let changes = changes.into_update();
    let after = shops.update(1, &changes).await.unwrap_or_else(|error| panic!("{changes}: {error}"));
    (*after.unwrap()).clone()
}

async fn refused(shops: &ShopRepository, changes: impl vellum::IntoUpdate<Shop>) -> String {
    let changes = changes.into_update();
    let before = shops.require(1).await.unwrap();
    let error = shops.update(1, &changes).await.expect_err(&changes.to_string());
    assert!(matches!(error, vellum::Error::InvalidUpdate { .. }), "{error:?}");
    assert_eq!(shops.require(1).await.unwrap(), before);
    error.to_string()
}

async fn store(shops: &ShopRepository, update: Document) {
    shops.driver().update_one(doc! { "_id": 1 }, update).await.unwrap();
}

#[tokio::test]
async fn an_entry_of_a_map_that_is_set_to_none_is_removed() {
    let (_db, shops) = start().await;
    assert!(updated(&shops, Shop::q().stock().key("a").set(None)).await.stock.is_empty());
    updated(&shops, Shop::q().stock().key("a").set(2)).await;
    assert!(updated(&shops, Shop::set_with(|s| s.stock().key("a").set(None))).await.stock.is_empty());
}

#[tokio::test]
async fn a_field_of_a_document_under_an_older_name_is_not_changed_beside_it() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let older = "the stored document has the field under an older name; save it first";
    store(&shops, doc! { "$set": { "place": { "city": "Rome" } } }).await;
    for change in [q.address().zip().set("1"), q.address().city().set("Ulm"), q.address().unset()] {
        assert!(refused(&shops, change).await.ends_with(older));
    }
    store(
        &shops,
        doc! { "$unset": { "place": "" }, "$set": { "address": { "city": "A", "postcode": "1" } } },
    )
    .await;
    assert!(refused(&shops, q.address().zip().set("2")).await.ends_with(older));
    assert_eq!(updated(&shops, q.address().city().set("B")).await.address.unwrap().zip.as_deref(), Some("1"));
}

#[tokio::test]
async fn older_names_inside_lists_are_found() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let older = "the stored document has the field under an older name; save it first";
    let changes = || {
        [
            q.shelves().each().name().set("x"),
            q.shelves().at(1).name().set("x"),
            q.shelves().each_where(|shelf| shelf.width().lt(9)).name().set("x"),
        ]
    };
    store(&shops, doc! { "$rename": { "shelves": "shelf" } }).await;
    for change in changes().into_iter().chain([q.shelves().push(shelf("new", 1)), q.shelves().pop_last()]) {
        assert!(refused(&shops, change).await.ends_with(older));
    }
    store(&shops, doc! { "$rename": { "shelf": "shelves" } }).await;
    store(&shops, doc! { "$set": { "shelves.1": { "label": "old", "width": 1, "tags": [] } } }).await;
    for change in changes() {
        assert!(refused(&shops, change).await.ends_with(older));
    }
    let after = updated(&shops, q.shelves().each().width().inc(1)).await;
    assert_eq!((after.shelves[1].name.as_str(), after.shelves[1].width), ("old", 2));
}

#[tokio::test]
async fn a_value_is_not_moved_beside_an_older_name_nor_into_another_variant_nor_onto_a_column() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    store(
        &shops,
        doc! { "$set": { "address": { "city": "A", "postcode": "1" }, "payment": { "kind": "cash" } } },
    )
    .await;
    updated(&shops, [q.nick().set("nick"), q.closed().set(DateTime::UNIX_EPOCH)]).await;
    let changes = [
        (q.nick().rename(q.address().zip()), "under an older name; save it first"),
        (q.nick().rename(q.payment().card().last4()), "the document holds another variant"),
        (q.closed().rename(q.deleted_at()), "`delete` and `restore` set the time of deletion"),
    ];
    for (change, expected) in changes {
        let reason = refused(&shops, change).await;
        assert!(reason.ends_with(expected), "{reason}");
    }
}

#[tokio::test]
async fn fields_that_stand_beside_others_are_not_set_as_a_whole() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let beside = "its fields stand beside others in one document; change them one by one";
    let phone = Phone { prefix: "+1".into(), number: None };
    let changes = [
        q.contact().phone().set(&phone),
        q.payment().card().set(Card { last4: "1".into() }),
        Shop::set_with(|s| s.contact().phone().set(&phone)),
    ];
    for change in changes {
        assert!(refused(&shops, change).await.ends_with(beside));
    }
    let changes = [
        q.contact().phone().prefix().set("+1"),
        q.contact().phone().number().set(None),
        q.payment().card().last4().set("1"),
    ];
    let after = updated(&shops, changes).await;
    assert_eq!((after.contact.person.as_str(), after.contact.phone), ("Ada", phone));
    assert_eq!(after.payment, Payment::Card(Card { last4: "1".into() }));
    assert_eq!(updated(&shops, q.payment().set(Payment::Cash)).await.payment, Payment::Cash);
}

#[tokio::test]
async fn a_result_that_does_not_fit_is_found_in_elements_that_a_filter_means_and_in_lists_of_lists() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let not_fit = "the result would not fit the field's type";
    let wide = q.shelves().each_where(|shelf| shelf.width().gt(9));
    let changes = [
        q.shelves().each().width().inc(10_000),
        wide.width().inc(10_000),
        q.grid().each().each().inc(6),
        q.grid().at(0).each().inc(6),
        q.grid().at(0).at(1).inc(6),
        q.grid().each().each_where(|n| n.gt(9) | n.eq(0)).mul(2),
        q.levels().each().inc(Level(1)),
        q.levels().each_where(|level| level.gt(Level(9))).inc(Level(1)),
        q.level().inc(Level(6)),
        Update::all_of([q.level().inc(Level(5)), wide.width().mul(-2)]),
    ];
    for change in changes {
        let reason = refused(&shops, change).await;
        assert!(reason.ends_with(not_fit), "{reason}");
    }
    let narrow = q.shelves().each_where(|shelf| shelf.width().lt(9));
    let changes = [
        narrow.width().inc(10_000),
        q.grid().each().each_where(|n| n.lt(9)).inc(6),
        q.levels().each_where(|level| level.lt(Level(9))).inc(Level(1)),
        q.level().inc(Level(5)),
    ];
    let after = updated(&shops, changes).await;
    assert_eq!((after.shelves[0].width, after.grid), (10_005, vec![vec![7, 250], vec![9]]));
    assert_eq!((after.levels, after.level), (vec![Level(2), Level(255)], Level(255)));
}

#[tokio::test]
async fn plain_values_are_pulled_by_negations_and_by_choices_of_values() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let scores = |change: Update<Shop>| {
        let shops = &shops;
        async move {
            updated(shops, Shop::q().scores().set([1, 3, 5, 7])).await;
            updated(shops, change).await.scores
        }
    };
    assert_eq!(scores(q.scores().pull_if(|n| !n.gt(3))).await, [5, 7]);
    assert_eq!(scores(q.scores().pull_if(|n| n.gt(1) & !n.gt(5))).await, [1, 7]);
    assert_eq!(scores(q.scores().pull_if(|n| n.eq(1) | n.is_in([5, 6]))).await, [3, 7]);
    assert_eq!(scores(q.scores().pull_if(|n| !(n.eq(1) | n.eq(5)))).await, [1, 5]);
    assert_eq!(scores(q.scores().pull_if(|n| n.ne(1) & n.ne(5))).await, [1, 5]);
    assert_eq!(scores(q.scores().pull_if(|n| n.rem(2, 1) & n.between(2..7))).await, [1, 7]);
    assert_eq!(scores(q.scores().pull_if(|_| Filter::all())).await, [0; 0]);
    assert_eq!(scores(q.scores().pull_if(|_| Filter::any_of([]))).await, [1, 3, 5, 7]);
    assert_eq!(scores(q.scores().pull_if(|n| n.is_in([0; 0]))).await, [1, 3, 5, 7]);
    let reason = refused(&shops, q.scores().pull_if(|n| n.lt(2) | n.gt(6))).await;
    let one_choice = "invalid update of `scores`: MongoDB pulls such elements by one choice only; \
                      send an update for each";
    assert_eq!(reason, one_choice);
}

#[tokio::test]
async fn lists_and_sets_are_pulled_out_of_lists() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    assert_eq!(updated(&shops, q.groups().pull(BTreeSet::from([2, 1]))).await.groups, [BTreeSet::from([3])]);
    assert_eq!(updated(&shops, q.grid().pull(vec![3])).await.grid, [[1, 250]]);
    assert_eq!(
        updated(&shops, q.grid().pull_if(|row| row.contains(250) & row.size(2))).await.grid,
        [[0; 0]; 0]
    );
    let whole = "MongoDB pulls such elements by conditions on the whole element only";
    assert!(refused(&shops, q.grid().pull_if(|row| row.at(0).eq(3))).await.ends_with(whole));
    let reason = refused(&shops, q.drawers().pull(vec![shelf("d", 1)])).await;
    assert!(reason.ends_with("use `pull_all`, which compares exactly"), "{reason}");
    assert!(updated(&shops, q.drawers().pull_all([vec![shelf("d", 1)]])).await.drawers.is_empty());
}

#[tokio::test]
async fn documents_are_pulled_field_by_field() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let stored = doc! { "at": null, "tags": ["b", "a"], "unknown": 1, "width": 5_i64, "name": "low" };
    store(&shops, doc! { "$set": { "shelves.0": stored } }).await;
    assert_eq!(updated(&shops, q.shelves().pull(shelf("low", 5))).await.shelves, [shelf("high", 30_000)]);
    let other = shelf("high", 1);
    let reason = refused(&shops, q.shelves().pull_if(|s| s.whole().eq_exact(&other) & s.width().gt(1))).await;
    assert!(reason.ends_with("MongoDB pulls such elements by conditions on the whole element only"));
    let exact = shelf("high", 30_000);
    assert!(updated(&shops, q.shelves().pull_if(|s| s.whole().eq_exact(&exact))).await.shelves.is_empty());
}

#[tokio::test]
async fn values_that_read_like_operators_are_values() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let (one, two) = (doc! { "$a": 1 }, doc! { "$each": [1] });
    let after = updated(&shops, q.extras().push(two.clone())).await;
    assert_eq!(after.extras.last(), Some(&two));
    let after = updated(&shops, q.extras().add_to_set(two.clone())).await;
    assert_eq!(after.extras.len(), 3);
    assert_eq!(updated(&shops, q.extras().pull(one.clone())).await.extras.len(), 2);
    assert_eq!(updated(&shops, q.extras().pull_all([two.clone()])).await.extras.len(), 1);
    let after = updated(&shops, q.extras().at(0).set(two.clone())).await;
    assert_eq!(after.extras, std::slice::from_ref(&two));
    let after = updated(&shops, q.any().pull(Bson::Document(doc! { "$set": 1 }))).await;
    assert_eq!(after.any, [Bson::Int32(1), Bson::Null]);
    assert_eq!(updated(&shops, q.any().pull(Bson::Null)).await.any, [Bson::Int32(1)]);
    let after = updated(&shops, Shop::set_with(|s| s.extras().set([doc! { "$add": [1, "$level"] }]))).await;
    assert_eq!(after.extras, [doc! { "$add": [1, "$level"] }]);
}

#[tokio::test]
async fn no_elements_are_no_change_of_a_list() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let none: [i32; 0] = [];
    let changes = [
        q.scores().push_all(none),
        q.levels().add_all_to_set([Level(1); 0]),
        q.ratings().pull_all([0.0; 0]),
        q.groups().each_where(|_| Filter::any_of([])).set(BTreeSet::new()),
        q.grid().each_where(|row| row.eq(vec![]) & row.size(1)).set(vec![]),
        q.shelves().each_where(|shelf| shelf.name().is_in(Vec::<String>::new())).width().set(0),
    ];
    assert_eq!(updated(&shops, changes).await, shop(1));
    let after = updated(&shops, q.labels().push_all(Vec::<String>::new())).await;
    assert_eq!(after.labels, Some(vec![]));
}

#[tokio::test]
async fn lists_that_are_missing_or_null_say_so() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    assert_eq!(updated(&shops, q.labels().push("a")).await.labels, Some(vec!["a".into()]));
    updated(&shops, q.labels().unset()).await;
    let reason = refused(&shops, q.labels().each().set("x")).await;
    assert_eq!(reason, "invalid update of `labels.$[]`: the stored value is no list");
    let reason = refused(&shops, q.notes().push("x")).await;
    assert_eq!(reason, "invalid update of `notes`: the stored value is no list");
    let reason = refused(&shops, q.notes().add_to_set("x")).await;
    assert_eq!(reason, "invalid update of `notes`: the stored value is no list");
    assert_eq!(updated(&shops, q.labels().pull("x")).await.labels, None);
}

#[tokio::test]
async fn keys_that_no_path_leads_to_are_refused_by_name() {
    let (_db, shops) = start().await;
    for key in ["", "a.b", "$[]", "$x"] {
        let q = Shop::q();
        let reason = refused(&shops, q.stock().key(key).inc(1)).await;
        assert!(reason.contains(&format!("the map key {key:?}")), "{reason}");
        refused(&shops, Shop::set_with(|s| s.stock().key(key).set(1))).await;
        refused(&shops, q.stock().key("a").rename(q.stock().key(key))).await;
    }
    let q = Shop::q();
    let after = updated(&shops, [q.stock().key("0").set(1), q.stock().key("a b").inc(2)]).await;
    assert_eq!(after.stock.len(), 3);
}

#[tokio::test]
async fn days_and_arrays_have_what_keeps_them_readable() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let found = q.opens().between(day(1)..day(2)) & q.opens().is_in([day(1)]) & q.spot().at(1).gt(1.5);
    assert_eq!(shops.find(found & q.spot().contains(1.0) & q.spot().size(2)).count().await.unwrap(), 1);
    let later = Shop::expr(|s| s.opens().lt(day(9)));
    assert_eq!(shops.find(later).count().await.unwrap(), 1);
    let after = updated(&shops, [q.opens().max(day(5)), q.spot().at(0).inc(0.5)]).await;
    assert_eq!((after.opens, after.spot), (day(5), [1.5, 2.0]));
    assert_eq!(updated(&shops, q.spot().each().mul(2.0)).await.spot, [3.0, 4.0]);
    assert_eq!(updated(&shops, q.spot().each_where(|n| n.gt(3.5)).set(0.0)).await.spot, [3.0, 0.0]);
    assert_eq!(updated(&shops, q.spot().set([7.0, 8.0])).await.spot, [7.0, 8.0]);
    let days: Vec<NaiveDate> = shops.find(Filter::all()).distinct(q.opens()).await.unwrap();
    assert_eq!(days, [day(5)]);
}

#[tokio::test]
async fn a_list_in_elements_is_sorted_by_a_path_that_walks_or_stays() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let drawers = q.drawers().each();
    let sorted = |sort| drawers.push_all_with([shelf("a", 9), shelf("e", 0)], Push::new().sort(sort));
    let names = |shop: Shop| shop.drawers[0].iter().map(|shelf| shelf.name.clone()).collect::<Vec<_>>();
    let after = updated(&shops, sorted(drawers.any().name().desc())).await;
    assert_eq!(names(after), ["e", "d", "a"]);
    let after = updated(&shops, sorted(q.drawers().any().any().name().asc())).await;
    assert_eq!(names(after), ["a", "a", "d", "e", "e"]);
    let reason = refused(&shops, sorted(q.shelves().any().name().asc())).await;
    assert!(reason.ends_with("`shelves.name` is no path through the list's elements"), "{reason}");
}

#[tokio::test]
async fn bytes_and_foreign_types_that_are_none_are_not_stored() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let after = updated(&shops, [q.photo().set(None), q.hours().unset()]).await;
    assert_eq!((after.photo, after.hours), (None, None));
    let raw = shops.driver().find_one(doc! {}).await.unwrap().unwrap();
    assert!(!raw.contains_key("photo") && !raw.contains_key("hours"), "{raw}");
    let after = updated(&shops, [q.photo().set(Some(vec![2])), q.hours().set(Some(Hours { from: 8 }))]).await;
    assert_eq!((after.photo, after.hours), (Some(vec![2]), Some(Hours { from: 8 })));
    assert_eq!(updated(&shops, q.photo().unset()).await.photo, None);
}

#[tokio::test]
async fn a_newtype_of_a_list_is_changed_as_a_list() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let after = updated(&shops, [q.tags().push("b"), q.old_tags().add_all_to_set(["x", "y"])]).await;
    assert_eq!((after.tags.0.len(), after.old_tags), (2, Some(Tags(vec!["x".into(), "y".into()]))));
    let a = q.tags().each_where(|tag| tag.eq("a"));
    let after = updated(&shops, [a.set("z"), q.old_tags().pull_if(|tag| tag.eq("x") | tag.eq("z"))]).await;
    assert_eq!((after.tags.0[0].as_str(), after.old_tags), ("z", Some(Tags(vec!["y".into()]))));
    assert_eq!(updated(&shops, q.old_tags().set(None)).await.old_tags, None);
}

#[tokio::test]
async fn nulls_that_an_upserts_filter_asks_for_are_not_stored() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let filter =
        q.id().eq(2) & q.nick().is_none() & q.notes().is_none() & q.contact().phone().number().eq(None);
    let defaults = Shop { nick: Some("new".into()), ..shop(2) };
    let changes = q.name().set("two");
    shops
        .update_one(filter.clone() & q.old_tags().is_none(), changes.clone())
        .upsert(defaults)
        .await
        .unwrap();
    let raw = shops.driver().find_one(doc! { "_id": 2 }).await.unwrap().unwrap();
    assert!(!raw.contains_key("old_tags") && raw.get("notes") == Some(&Bson::Null), "{raw}");
    assert_eq!((raw.get_str("nick").unwrap(), raw.get_str("name").unwrap()), ("new", "two"));
    let again =
        shops.update_one(q.id().eq(2) & q.old_tags().is_none(), changes).upsert(shop(2)).await.unwrap();
    assert_eq!((again.matched, again.upserted_id), (1, None));
}

#[tokio::test]
async fn conditions_that_mongodb_cannot_combine_on_one_element_are_refused_with_the_lists_path() {
    let (_db, shops) = start().await;
    let q = Shop::q();
    let low = shelf("low", 5);
    let mixed = q.shelves().elem_match(|shelf| shelf.whole().eq_exact(&low) & shelf.width().gt(1));
    let error = shops.find(mixed).await.unwrap_err();
    let beside = "a condition on an element itself cannot stand beside one on its parts";
    assert_eq!(error.to_string(), format!("invalid filter on `shelves`: {beside}"));
    let reason = refused(&shops, q.scores().pull_if(|n| !n.gt(5) & !n.lt(2))).await;
    assert!(reason.starts_with("invalid update of `scores`: MongoDB cannot combine"), "{reason}");
}
