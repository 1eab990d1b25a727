//! Updates: operators, elements of lists, columns, refusals.

use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Item {
    sku: String,
    price: i32,
    tags: Vec<String>,
    payment: Option<Payment>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Card { last4: String },
    Transfer { iban: String },
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Address {
    city: String,
    zip: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", versioned, timestamps, soft_delete)]
struct Order {
    #[vellum(unique)]
    number: String,
    items: Vec<Item>,
    scores: Vec<i32>,
    address: Address,
    home: Option<Address>,
    #[vellum(null)]
    note: Option<String>,
    nick: Option<String>,
    total: i32,
    small: u8,
    stock: u64,
    big: i64,
    payment: Payment,
    #[vellum(alias = "town")]
    city: Option<String>,
}

fn item(sku: &str, price: i32) -> Item {
    Item { sku: sku.into(), price, tags: vec![], payment: Some(Payment::Card { last4: "1111".into() }) }
}

fn order(number: &str) -> Order {
    Order {
        number: number.into(),
        items: vec![item("a", 5), item("b", 10), item("c", 20)],
        scores: vec![1, 5, 9],
        address: Address { city: "Paris".into(), zip: Some("75001".into()) },
        home: None,
        note: Some("x".into()),
        nick: Some("nick".into()),
        total: 7,
        small: 250,
        stock: 3,
        big: i64::MAX - 1,
        payment: Payment::Card { last4: "4242".into() },
        city: None,
    }
}

async fn start() -> (TestDatabase, OrderRepository, Doc<Order>) {
    let db = TestDatabase::start().await.unwrap();
    let orders = OrderRepository::new(&db);
    orders.sync_indexes().await.unwrap();
    let one = orders.create(order("1")).await.unwrap();
    (db, orders, one)
}

/// The document as the server has it.
async fn raw(orders: &OrderRepository) -> Document {
    orders.driver().find_one(doc! {}).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_update_by_id_gives_the_document_as_it_is_afterwards() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let after = orders
        .update(
            one.id(),
            [q.total().inc(3), q.address().city().set("London"), q.scores().push(11), q.nick().unset()],
        )
        .await
        .unwrap()
        .unwrap();
    assert_eq!((after.total, after.address.city.as_str(), after.scores.len()), (10, "London", 4));
    assert_eq!((after.nick.as_deref(), after.version()), (None, 2));
    assert!(after.updated_at() >= one.updated_at() && after.created_at() == one.created_at());
    assert_eq!(orders.require(one.id()).await.unwrap(), after);
    assert!(!raw(&orders).await.contains_key("nick"));
}

#[tokio::test]
async fn what_is_missing_or_deleted_is_not_updated() {
    let (_db, orders, one) = start().await;
    let change = Order::q().total().set(0);
    assert_eq!(orders.update(Uuid::nil(), &change).await.unwrap(), None);
    assert!(orders.delete(one.id()).await.unwrap());
    assert_eq!(orders.update(one.id(), &change).await.unwrap(), None);
    let summary = orders.update_many(Filter::all(), &change).await.unwrap();
    assert_eq!(summary, UpdateSummary { matched: 0, modified: 0 });
    let seen = orders.update(one.id(), &change).with_deleted().await.unwrap().unwrap();
    assert!(seen.total == 0 && seen.deleted_at().is_some());
}

#[tokio::test]
async fn an_update_without_changes_writes_nothing() {
    let (db, orders, one) = start().await;
    let commands = Commands::capture(&db);
    let none: [Update<Order>; 0] = [];
    assert_eq!(orders.update(one.id(), none).await.unwrap().unwrap(), one);
    let summary = orders.update_many(Filter::all(), Vec::new()).await.unwrap();
    assert_eq!(summary, UpdateSummary { matched: 1, modified: 0 });
    assert_eq!(orders.update_one(Filter::all(), Vec::new()).await.unwrap().matched, 1);
    assert!(!commands.names().iter().any(|name| name == "update" || name == "findAndModify"), "{commands:?}");
}

#[tokio::test]
async fn elements_are_meant_by_match_by_all_and_by_filter() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let filter = q.items().any().sku().eq("b");
    orders.update_one(filter, q.items().matched().price().set(99)).await.unwrap();
    let prices = |order: &Doc<Order>| order.items.iter().map(|item| item.price).collect::<Vec<_>>();
    assert_eq!(prices(&orders.require(one.id()).await.unwrap()), [5, 99, 20]);

    let after = orders.update(one.id(), q.items().each().price().inc(1)).await.unwrap().unwrap();
    assert_eq!(prices(&after), [6, 100, 21]);

    let cheap = q.items().each_where(|item| item.price().lt(50) & item.sku().ne("a"));
    let costly = q.items().each_where(|item| item.price().gte(50) | item.sku().eq("z"));
    let changes = [cheap.price().set(1), cheap.tags().push("cheap"), costly.tags().push("costly")];
    let printed = Update::all_of(changes.clone()).to_string();
    assert!(printed.contains("$[items]") && printed.contains("$[items2]"), "{printed}");
    let after = orders.update(one.id(), changes).await.unwrap().unwrap();
    assert_eq!(prices(&after), [6, 100, 1]);
    assert_eq!([&after.items[1].tags, &after.items[2].tags], [&["costly"], &["cheap"]]);

    let after =
        orders.update(one.id(), q.scores().each_where(|score| score.gt(4)).set(0)).await.unwrap().unwrap();
    assert_eq!(after.scores, [1, 0, 0]);
    let after = orders.update(one.id(), q.scores().at(0).inc(41)).await.unwrap().unwrap();
    assert_eq!(after.scores, [42, 0, 0]);
}

#[tokio::test]
async fn a_change_of_a_variants_field_needs_the_variant() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let after = orders.update(one.id(), q.payment().card().last4().set("0000")).await.unwrap().unwrap();
    assert_eq!(after.payment, Payment::Card { last4: "0000".into() });
    let error = orders.update(one.id(), q.payment().transfer().iban().set("X")).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid update of `payment.iban`: the document holds another variant");
    let summary = orders.update_many(Filter::all(), q.payment().transfer().iban().set("X")).await.unwrap();
    assert_eq!(summary.matched, 0);
    let change = q.items().each().payment().card().last4().set("9999");
    let after = orders.update(one.id(), change).await.unwrap().unwrap();
    assert_eq!(after.items[0].payment, Some(Payment::Card { last4: "9999".into() }));
    let change = q.items().each().payment().transfer().iban().set("X");
    let after = orders.update(one.id(), change).await.unwrap().unwrap();
    assert_eq!(after.items[0].payment, Some(Payment::Card { last4: "9999".into() }));
}

#[tokio::test]
async fn none_is_stored_as_the_model_says() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let changes = [q.note().set(None), q.nick().set(None), q.home().set(Some(one.address.clone()))];
    let after = orders.update(one.id(), changes).await.unwrap().unwrap();
    assert_eq!(
        (after.note.as_ref(), after.nick.as_ref(), after.home.as_ref()),
        (None, None, Some(&one.address))
    );
    let stored = raw(&orders).await;
    assert!(
        stored.get("note") == Some(&vellum::bson::Bson::Null) && !stored.contains_key("nick"),
        "{stored}"
    );
    let after = orders.update(one.id(), q.nick().set("again")).await.unwrap().unwrap();
    assert_eq!(after.nick.as_deref(), Some("again"));
}

#[tokio::test]
async fn a_result_that_does_not_fit_its_field_changes_nothing() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let refused = [
        (q.total().inc(i32::MAX), "total"),
        (q.total().mul(i32::MAX), "total"),
        (q.small().inc(6), "small"),
        (q.stock().mul(u64::MAX / 3), "stock"),
        (q.big().inc(2), "big"),
        (q.items().each().price().inc(i32::MAX), "items.$[].price"),
    ];
    for (change, path) in refused {
        let expected = format!("invalid update of `{path}`: the result would not fit");
        let by_id = orders.update(one.id(), &change).await.unwrap_err().to_string();
        let one = orders.update_one(Filter::all(), &change).await.unwrap_err().to_string();
        let many = orders.update_many(Filter::all(), &change).await.unwrap_err().to_string();
        for error in [by_id, one, many] {
            assert!(error.starts_with(&expected), "{error}");
        }
    }
    assert_eq!(orders.require(one.id()).await.unwrap(), one);
    let changes = [q.total().inc(i32::MAX - 7), q.small().inc(5), q.stock().mul(2), q.big().inc(1)];
    let after = orders.update(one.id(), changes).await.unwrap().unwrap();
    assert_eq!((after.total, after.small, after.stock, after.big), (i32::MAX, 255, 6, i64::MAX));
}

#[tokio::test]
async fn contradictions_are_found_before_anything_is_sent() {
    let (db, orders, one) = start().await;
    let commands = Commands::capture(&db);
    let q = Order::q();
    let refused = [
        (Update::all_of([q.total().inc(1), q.total().set(1)]), "`total`: it is changed twice in one update"),
        (
            q.address().city().set("x") & q.address().set(one.address.clone()),
            "`address`: it is changed together with `address.city` in one update",
        ),
        (q.version().set(1), "`version`: every write moves the version on by itself"),
        (q.id().set(Uuid::nil()), "`_id`: the id of a document never changes"),
        (
            q.items().any().price().set(1),
            "`items.price`: `any` does not say which elements are meant; use `each`, `each_where`, `matched` or `at`",
        ),
        (q.nick().rename(q.nick()), "`nick`: it is changed twice in one update"),
        (
            Order::set_with(|o| o.total().set(1)) & q.small().set(1),
            "`total`: changes and computed values cannot be one update; put all of them into `set_with`",
        ),
        (
            Update::raw(doc! { "total": 1 }),
            "`total`: an update has operators only, each with a document; `replace` changes a whole document",
        ),
    ];
    for (change, expected) in refused {
        let error = orders.update(one.id(), change).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid update of {expected}"));
    }
    assert!(commands.names().is_empty(), "{commands:?}");
    let filter = q.items().each().price().gt(1);
    assert!(orders.find(filter).await.unwrap_err().to_string().contains("are for updates"));
}

#[tokio::test]
async fn what_the_stored_value_does_not_allow_is_a_clear_error() {
    let (_db, orders, one) = start().await;
    let q = Order::q();
    let broken =
        doc! { "$set": { "scores": "secret", "total": "secret", "address": "secret", "items.0.tags": 7 } };
    orders.driver().update_one(doc! {}, broken).await.unwrap();
    let refused = [
        (q.scores().push(1), "`scores`: the stored value is no list"),
        (q.scores().add_to_set(1), "`scores`: the stored value is no list"),
        (q.scores().pull(1), "`scores`: the stored value is no list"),
        (q.scores().pull_all([1]), "`scores`: the stored value is no list"),
        (q.scores().pop_first(), "`scores`: the stored value is no list"),
        (q.scores().each().set(1), "`scores.$[]`: the stored value is no list"),
        (q.total().inc(1), "`total`: the stored value is no number"),
        (q.total().mul(2), "`total`: the stored value is no number"),
        (q.total().bit_or(1), "`total`: the stored value is no whole number"),
        (
            q.address().city().set("x"),
            "`address.city`: the path leads through a stored value that has no fields",
        ),
        (q.items().at(0).tags().push("x"), "`items.0.tags`: the stored value is no list"),
        (
            q.items().matched().price().set(1),
            "`items.$.price`: `matched` needs a filter that asks something of its list",
        ),
    ];
    for (change, expected) in refused {
        let error = orders.update(one.id(), change).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid update of {expected}"));
    }
}

#[tokio::test]
async fn an_older_name_is_not_left_beside_the_new_one() {
    let (_db, orders, one) = start().await;
    orders.driver().update_one(doc! {}, doc! { "$set": { "town": "Rome" } }).await.unwrap();
    let change = Order::q().city().set("Oslo");
    for error in [
        orders.update(one.id(), &change).await.unwrap_err(),
        orders.update_many(Filter::all(), &change).await.unwrap_err(),
    ] {
        let expected =
            "invalid update of `city`: the stored document has the field under an older name; save it first";
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(raw(&orders).await.get_str("town").unwrap(), "Rome");
}

#[tokio::test]
async fn values_are_computed_by_the_server() {
    let (_db, orders, one) = start().await;
    let too_much = Order::set_with(|o| [o.total().set(o.total() * 1_000_000_000)]);
    for error in [
        orders.update(one.id(), &too_much).await.unwrap_err(),
        orders.update_many(Filter::all(), &too_much).await.unwrap_err(),
    ] {
        assert_eq!(error.to_string(), "invalid update of `total`: the result would not fit the field's type");
    }
    assert_eq!(orders.require(one.id()).await.unwrap(), one);
    let change = Order::set_with(|o| [o.total().set(o.items().at(2).price() * 2 + o.small())]);
    assert_eq!(orders.update(one.id(), change).await.unwrap().unwrap().total, 290);
    let change =
        Order::set_with(|o| [o.address().city().set(o.number()), o.nick().unset(), o.home().set(None)]);
    let after = orders.update(one.id(), change).await.unwrap().unwrap();
    assert_eq!((after.address.city.as_str(), after.nick.as_ref()), ("1", None));
    assert!(!raw(&orders).await.contains_key("home"));
}

#[tokio::test]
async fn unknown_fields_stay() {
    let (_db, orders, one) = start().await;
    orders.driver().update_one(doc! {}, doc! { "$set": { "legacy": { "a": 1 } } }).await.unwrap();
    orders.update(one.id(), Order::q().total().set(1)).await.unwrap();
    assert_eq!(raw(&orders).await.get_document("legacy").unwrap(), &doc! { "a": 1 });
}
