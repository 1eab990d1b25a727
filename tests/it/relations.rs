//! `include`, `include_many` and `fetch`: documents that refer to others, with as many queries as there are relations.

use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", soft_delete)]
struct User {
    name: String,
    team: String,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "products")]
struct Product {
    #[vellum(id)]
    number: i64,
    label: String,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "orders", soft_delete)]
struct Order {
    number: i32,
    #[vellum(index, alias = "buyer")]
    customer: Ref<User>,
    payer: Option<Ref<User>>,
    products: Vec<Ref<Product>>,
    delivery: Delivery,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Delivery {
    to: Option<Ref<User>>,
    by: By,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "type")]
enum By {
    Courier { courier: Ref<User> },
    Pickup,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Item {
    product: Ref<Product>,
}

struct Shop {
    db: TestDatabase,
    users: UserRepository,
    orders: OrderRepository,
    people: Vec<Doc<User>>,
}

/// Three users, three products, and orders 0 to 3: of Ada, Bob, Ada, and of somebody who is gone.
async fn shop() -> Shop {
    let db = TestDatabase::start().await.unwrap();
    let (users, orders) = (UserRepository::new(&db), OrderRepository::new(&db));
    let people = ["Ada", "Bob", "Cleo"].map(|name| User { name: name.into(), team: "a".into() });
    let people = users.create_many(people).await.unwrap();
    let products = (1..=3).map(|number| Product { number, label: format!("product {number}") });
    ProductRepository::new(&db).create_many(products).await.unwrap();
    let order = |number: i32, customer: Ref<User>| Order {
        number,
        customer,
        payer: (number == 1).then(|| people[2].to_ref()),
        products: [3, 1, 9, 3].into_iter().take(number as usize + 1).map(Ref::new).collect(),
        delivery: Delivery {
            to: (number == 2).then(|| people[1].to_ref()),
            by: if number == 0 { By::Courier { courier: people[2].to_ref() } } else { By::Pickup },
        },
        items: vec![Item { product: Ref::new(1) }, Item { product: Ref::new(2) }],
    };
    let customers = [people[0].to_ref(), people[1].to_ref(), people[0].to_ref(), Ref::new(Uuid::nil())];
    let all = (0..).zip(customers).map(|(number, customer)| order(number, customer));
    orders.create_many(all).await.unwrap();
    Shop { db, users, orders, people }
}

fn name(user: Option<&Doc<User>>) -> Option<&str> {
    user.map(|user| user.name.as_str())
}

#[tokio::test]
async fn each_document_comes_with_what_it_refers_to() {
    let shop = shop().await;
    let commands = Commands::capture(&shop.db);
    let rows: Vec<(Doc<Order>, Option<Doc<User>>)> = shop
        .orders
        .find(Filter::all())
        .sort(Order::q().number().desc())
        .limit(3)
        .include(Order::q().customer())
        .await
        .unwrap();
    let seen: Vec<_> = rows.iter().map(|(order, user)| (order.number, name(user.as_ref()))).collect();
    assert_eq!(seen, [(3, None), (2, Some("Ada")), (1, Some("Bob"))]);
    assert_eq!(rows[1].1.as_ref(), Some(&shop.people[0]));
    assert_eq!(commands.names(), ["find", "find"]);
    let asked = commands.all().pop().unwrap().body;
    assert_eq!(
        asked.get_document("filter").unwrap().get_document("_id").unwrap().get_array("$in").unwrap().len(),
        3
    );
}

#[tokio::test]
async fn options_and_lists_are_loaded_and_further_parts_stand_beside() {
    type Row = (Doc<Order>, Option<Doc<User>>, Vec<Doc<Product>>, Option<Doc<User>>);
    let shop = shop().await;
    let commands = Commands::capture(&shop.db);
    let q = Order::q();
    let rows: Vec<Row> = shop
        .orders
        .find(Filter::all())
        .sort(q.number().asc())
        .include(q.payer())
        .include(q.products())
        .include(q.delivery().to())
        .await
        .unwrap();
    let seen: Vec<_> = rows
        .iter()
        .map(|(order, payer, products, to)| {
            let products: Vec<i64> = products.iter().map(|product| product.number).collect();
            (order.number, name(payer.as_ref()), products, name(to.as_ref()))
        })
        .collect();
    // Product 9 is gone; the order of the list and what it repeats stay.
    let expected = [
        (0, None, vec![3], None),
        (1, Some("Cleo"), vec![3, 1], None),
        (2, None, vec![3, 1], Some("Bob")),
        (3, None, vec![3, 1, 3], None),
    ];
    assert_eq!(seen, expected);
    assert_eq!(commands.names(), ["find"; 4]);
}

#[tokio::test]
async fn a_field_of_a_variant_is_loaded_where_the_variant_is_stored() {
    let shop = shop().await;
    let q = Order::q();
    let rows =
        shop.orders.find(Filter::all()).sort(q.number().asc()).include(q.delivery().by().courier().courier());
    let rows = rows.await.unwrap();
    let seen: Vec<_> = rows.iter().map(|(_, courier)| name(courier.as_ref())).collect();
    assert_eq!(seen, [Some("Cleo"), None, None, None]);
}

#[tokio::test]
async fn a_reference_is_found_under_an_older_name_and_in_another_width() {
    let shop = shop().await;
    let older = doc! { "$rename": { "customer": "buyer" }, "$set": { "products": [2_i32, 3_i64] } };
    shop.orders.driver().update_one(doc! { "number": 1 }, older).await.unwrap();
    let q = Order::q();
    let first =
        shop.orders.find(q.number().eq(1)).include(q.customer()).include(q.products()).first().await.unwrap();
    let (_, customer, products) = first.unwrap();
    assert_eq!(name(customer.as_ref()), Some("Bob"));
    assert_eq!(products.iter().map(|product| product.number).collect::<Vec<_>>(), [2, 3]);
    let bobs = shop.users.find(User::q().name().eq("Bob")).include_many(q.customer()).await.unwrap();
    assert_eq!(bobs[0].1.iter().map(|order| order.number).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn documents_come_with_those_that_refer_to_them() {
    let shop = shop().await;
    let commands = Commands::capture(&shop.db);
    let with: Vec<(Doc<User>, Vec<Doc<Order>>)> = shop
        .users
        .find(Filter::all())
        .sort(User::q().name().asc())
        .include_many(Order::q().customer())
        .await
        .unwrap();
    let numbers = |orders: &[Doc<Order>]| orders.iter().map(|order| order.number).collect::<Vec<_>>();
    let seen: Vec<_> = with.iter().map(|(user, orders)| (user.name.as_str(), numbers(orders))).collect();
    assert_eq!(seen, [("Ada", vec![0, 2]), ("Bob", vec![1]), ("Cleo", vec![])]);
    assert_eq!(commands.names(), ["find", "find"]);

    // Through a list, and through the elements of one: a document is there for each that it refers to, once.
    let products = ProductRepository::new(&shop.db);
    let find = || products.find(Filter::all()).sort(Product::q().number().asc());
    let listed = find().include_many(Order::q().products()).include_many(Order::q().items().any().product());
    let seen: Vec<_> =
        listed.await.unwrap().iter().map(|(_, by_list, by_item)| (numbers(by_list), by_item.len())).collect();
    assert_eq!(seen, [(vec![1, 2, 3], 4), (vec![], 4), (vec![0, 1, 2, 3], 0)]);
}

#[tokio::test]
async fn what_is_deleted_or_outside_of_the_scope_counts_as_gone() {
    let shop = shop().await;
    shop.users.delete(shop.people[1].id()).await.unwrap();
    let customers = |orders: &OrderRepository| {
        let find = orders.find(Filter::all()).sort(Order::q().number().asc()).include(Order::q().customer());
        async move {
            let rows = find.await.unwrap();
            rows.into_iter().map(|(_, user)| user.map(|user| user.name.clone())).collect::<Vec<_>>()
        }
    };
    assert_eq!(customers(&shop.orders).await, [Some("Ada".to_owned()), None, Some("Ada".into()), None]);
    let ada = shop.people[0].id();
    shop.users.update(ada, User::q().team().set("b")).await.unwrap();
    let scoped = shop.db.scoped(User::q().team().eq("a"));
    assert_eq!(customers(&OrderRepository::new(&scoped)).await, [None, None, None, None]);

    let first = shop.orders.find(Order::q().number().eq(0)).first().await.unwrap().unwrap();
    shop.orders.delete(first.id()).await.unwrap();
    let with = shop.users.find(User::q().name().eq("Ada")).include_many(Order::q().customer());
    assert_eq!(with.await.unwrap()[0].1.len(), 1);
}

#[tokio::test]
async fn nothing_is_asked_where_nothing_is_referred_to() {
    let shop = shop().await;
    let commands = Commands::capture(&shop.db);
    let (orders, users, q) = (&shop.orders, &shop.users, Order::q());
    let rows = orders.find(q.number().eq(0)).include(q.payer()).await.unwrap();
    assert!(rows.len() == 1 && rows[0].1.is_none());
    assert!(orders.find(q.number().eq(99)).include(q.customer()).await.unwrap().is_empty());
    assert!(users.find(User::q().name().eq("Zoe")).include_many(q.customer()).await.unwrap().is_empty());
    assert!(orders.find(q.number().eq(99)).include(q.customer()).first().await.unwrap().is_none());
    assert_eq!(commands.names(), ["find"; 4]);
}

#[tokio::test]
async fn ten_thousand_references_take_two_queries() {
    let shop = shop().await;
    let people = (0..10_000).map(|number| User { name: format!("{number}"), team: "c".into() });
    let people = shop.users.create_many(people).await.unwrap();
    let number_of = |user: &Doc<User>| user.name.parse::<i32>().unwrap();
    let orders = people.iter().map(|user| Order {
        number: number_of(user),
        customer: user.to_ref(),
        payer: None,
        products: Vec::new(),
        delivery: Delivery { to: None, by: By::Pickup },
        items: Vec::new(),
    });
    shop.orders.delete_many(Filter::all()).await.unwrap();
    shop.orders.create_many(orders).await.unwrap();
    let commands = Commands::capture(&shop.db);
    let rows = shop.orders.find(Filter::all()).include(Order::q().customer()).await.unwrap();
    assert_eq!(rows.len(), 10_000);
    assert!(rows.iter().all(|(order, user)| user.as_ref().map(number_of) == Some(order.number)));
    assert_eq!(commands.count("find"), 2);
    let with = shop.users.find(User::q().team().eq("c")).include_many(Order::q().customer());
    assert!(
        with.await
            .unwrap()
            .iter()
            .all(|(user, orders)| orders.len() == 1 && orders[0].number == number_of(user))
    );
    assert_eq!(commands.count("find"), 4);
}

#[tokio::test]
async fn a_path_that_cannot_be_followed_is_refused_before_anything_is_sent() {
    let shop = shop().await;
    let commands = Commands::capture(&shop.db);
    let orders = &shop.orders;
    let through = orders.find(Filter::all()).include(Order::q().items().any().product()).await;
    assert_eq!(
        through.unwrap_err().to_string(),
        "invalid filter on `items.product`: each element of the list has its own; load them with `fetch`"
    );
    assert!(orders.find(Filter::all()).include(Order::q().items().each().product()).await.is_err());
    let products = ProductRepository::new(&shop.db);
    assert!(products.find(Filter::all()).include_many(Order::q().items().each().product()).await.is_err());
    assert_eq!(commands.names(), [""; 0]);
}

#[tokio::test]
async fn a_target_that_cannot_be_read_is_an_error_that_names_it() {
    let shop = shop().await;
    shop.users.driver().update_one(doc! { "name": "Ada" }, doc! { "$set": { "team": 5 } }).await.unwrap();
    let error = shop.orders.find(Filter::all()).include(Order::q().customer()).await.unwrap_err();
    assert!(matches!(
        &error,
        vellum::Error::Decode { collection, path, .. } if collection == "users" && path == "team"
    ));
}

#[tokio::test]
async fn references_fetch_their_documents() {
    let shop = shop().await;
    let db: &Database = &shop.db;
    let orders = shop.orders.find(Filter::all()).sort(Order::q().number().asc()).await.unwrap();
    let who: Doc<User> = orders[1].customer.fetch(db).await.unwrap();
    assert_eq!(who, shop.people[1]);
    assert!(orders[3].customer.fetch(db).await.unwrap_err().is_not_found());
    let payer: Option<Doc<User>> = orders[1].payer.fetch(db).await.unwrap();
    assert_eq!(payer.as_ref(), Some(&shop.people[2]));
    let commands = Commands::capture(db);
    assert_eq!(orders[0].payer.fetch(db).await.unwrap(), None);
    assert_eq!(commands.names(), [""; 0]);
    let products: Vec<Doc<Product>> = orders[3].products.fetch(db).await.unwrap();
    assert_eq!(products.iter().map(|product| product.number).collect::<Vec<_>>(), [3, 1, 3]);
    shop.users.delete(who.id()).await.unwrap();
    assert!(orders[1].customer.fetch(db).await.is_err());
    assert_eq!(orders[1].customer.fetch(db).with_deleted().await.unwrap().name, "Bob");
}

#[tokio::test]
async fn in_a_transaction_everything_is_read_in_it() {
    let shop = shop().await;
    let names = shop
        .db
        .transaction(|tx| async move {
            let created =
                UserRepository::new(&tx).create(User { name: "Dan".into(), team: "d".into() }).await?;
            let orders = OrderRepository::new(&tx);
            orders.update_one(Order::q().number().eq(0), Order::q().customer().set(created.to_ref())).await?;
            let rows = orders.find(Order::q().number().eq(0)).include(Order::q().customer()).await?;
            let with =
                UserRepository::new(&tx).find(User::q().name().eq("Dan")).include_many(Order::q().customer());
            assert_eq!(with.await?[0].1.len(), 1);
            Ok::<_, vellum::Error>(
                rows.into_iter().map(|(_, user)| user.map(|user| user.name.clone())).collect::<Vec<_>>(),
            )
        })
        .await
        .unwrap();
    assert_eq!(names, [Some("Dan".to_owned())]);
}
