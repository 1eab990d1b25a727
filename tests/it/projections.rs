//! Projections: what is sent, what the server answers, and what is read.

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use vellum::bson::Document;
use vellum::model::ProjectionOf;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", rename_all = "camelCase", versioned, timestamps, soft_delete)]
pub struct User {
    #[vellum(rename = "mail")]
    pub email: String,
    pub first_name: String,
    pub address: Address,
    pub home: Option<Address>,
    pub tags: Vec<String>,
    pub items: Vec<Item>,
    pub spare: Option<Vec<Item>>,
    pub holes: Vec<Option<Item>>,
    pub grid: Vec<Vec<Item>>,
    pub payment: Payment,
    pub payments: Vec<Payment>,
    #[vellum(flatten)]
    pub audit: Audit,
    #[vellum(alias = "remark")]
    pub note: Option<String>,
    #[vellum(alias = "oldPlace")]
    pub place: Address,
    #[vellum(serde)]
    pub foreign: Option<Foreign>,
    #[vellum(bytes)]
    pub payload: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(rename_all = "camelCase")]
pub struct Address {
    pub city: String,
    pub zip_code: Option<String>,
    pub geo: Option<Geo>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Geo {
    pub lat: f64,
    #[vellum(bytes)]
    pub hash: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Item {
    pub sku: String,
    pub price: i32,
    pub note: Option<String>,
    #[vellum(alias = "made_by")]
    pub maker: Option<Maker>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Maker {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Part {
    pub code: i64,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(tag = "kind", rename_all = "snake_case")]
pub enum Payment {
    Card { number: String },
    Sepa { number: String },
    Wire(Transfer),
    Cash,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Transfer {
    pub swift: Option<String>,
    pub bank: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Audit {
    pub by: String,
    #[vellum(alias = "why")]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    pub inner: i32,
}

fn item(sku: &str, price: i32) -> Item {
    Item { sku: sku.into(), price, note: None, maker: None, parts: vec![] }
}

fn address(city: &str) -> Address {
    Address { city: city.into(), zip_code: None, geo: None }
}

/// Everything is there.
fn full() -> User {
    let made = Item {
        note: Some("new".into()),
        maker: Some(Maker { name: "Acme".into() }),
        parts: vec![Part { code: 1 }, Part { code: 2 }],
        ..item("a", 1)
    };
    User {
        email: "ada@x".into(),
        first_name: "Ada".into(),
        address: Address {
            zip_code: Some("N1".into()),
            geo: Some(Geo { lat: 51.5, hash: vec![1, 2] }),
            ..address("London")
        },
        home: Some(address("Paris")),
        tags: vec!["x".into(), "y".into()],
        items: vec![made.clone(), item("b", 2)],
        spare: Some(vec![item("s", 3)]),
        holes: vec![Some(item("h", 4)), None],
        grid: vec![vec![item("g", 5), item("h", 6)], vec![]],
        payment: Payment::Card { number: "42".into() },
        payments: vec![
            Payment::Sepa { number: "DE".into() },
            Payment::Wire(Transfer { swift: Some("SW".into()), bank: "B".into() }),
            Payment::Cash,
        ],
        audit: Audit { by: "root".into(), reason: Some("why not".into()) },
        note: Some("hi".into()),
        place: address("Rome"),
        foreign: Some(Foreign { inner: 7 }),
        payload: vec![9, 9],
    }
}

/// Everything that may be missing is.
fn bare() -> User {
    User {
        email: "bob@x".into(),
        first_name: "Bob".into(),
        address: address("Oslo"),
        home: None,
        tags: vec![],
        items: vec![],
        spare: None,
        holes: vec![],
        grid: vec![],
        payment: Payment::Cash,
        payments: vec![],
        audit: Audit { by: "cron".into(), reason: None },
        note: None,
        place: address("Bern"),
        foreign: None,
        payload: vec![],
    }
}

struct Fixture {
    db: TestDatabase,
    users: UserRepository,
}

async fn stored() -> Fixture {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.create_many([full(), bare()]).await.unwrap();
    Fixture { db, users }
}

impl Fixture {
    /// The rows of a projection, after a look at what is sent.
    async fn rows<P: ProjectionOf<User>>(&self, sent: Document) -> Vec<P> {
        let commands = Commands::capture(&self.db);
        let rows = self.users.find(Filter::all()).sort(User::q().email().asc()).select::<P>().await.unwrap();
        let all = commands.all();
        assert_eq!(all.len(), 1);
        assert_eq!(*all[0].body.get_document("projection").unwrap(), sent);
        rows
    }

    /// What the server answers to a projection that was sent.
    async fn answers(&self, sent: Document) -> Vec<Document> {
        let users = self.users.driver();
        let find = users.find(doc! {}).sort(doc! { "mail": 1 }).projection(sent);
        find.await.unwrap().try_collect().await.unwrap()
    }
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Plain {
    tags: Vec<String>,
    home: Option<Address>,
    #[vellum(bytes)]
    payload: Vec<u8>,
    #[vellum(serde)]
    foreign: Option<Foreign>,
}

#[tokio::test]
async fn whole_fields_are_included_and_nothing_else_comes() {
    let fixture = stored().await;
    let sent = doc! { "tags": 1, "home": 1, "payload": 1, "foreign": 1, "_id": 0 };
    let rows = fixture.rows::<Plain>(sent.clone()).await;
    let (full, bare) = (full(), bare());
    let row =
        |user: User| Plain { tags: user.tags, home: user.home, payload: user.payload, foreign: user.foreign };
    assert_eq!(rows, [row(full), row(bare)]);
    let answers = fixture.answers(sent).await;
    let names: Vec<Vec<&String>> = answers.iter().map(|document| document.keys().collect()).collect();
    assert_eq!(names, [vec!["home", "tags", "foreign", "payload"], vec!["tags", "payload"]]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Names {
    email: String,
    first_name: String,
    #[vellum(path = first_name, rename = "firstName")]
    same: String,
    #[vellum(path = address.city)]
    city: String,
    #[vellum(path = address.zip_code)]
    zip: Option<String>,
    #[vellum(path = home.city)]
    second: Option<String>,
    #[vellum(path = home.zip_code)]
    second_zip: Option<String>,
    #[vellum(path = address.geo.lat)]
    lat: Option<f64>,
    #[vellum(path = address.geo.hash, bytes)]
    hash: Option<Vec<u8>>,
    #[vellum(path = audit.by)]
    by: String,
}

#[tokio::test]
async fn renamed_and_nested_fields_are_read_from_where_they_are_stored() {
    let fixture = stored().await;
    let sent = doc! {
        "email": "$mail", "first_name": "$firstName", "firstName": 1, "city": "$address.city",
        "zip": "$address.zipCode", "second": "$home.city", "second_zip": "$home.zipCode",
        "lat": "$address.geo.lat", "hash": "$address.geo.hash", "by": 1, "_id": 0,
    };
    let rows = fixture.rows::<Names>(sent).await;
    let ada = Names {
        email: "ada@x".into(),
        first_name: "Ada".into(),
        same: "Ada".into(),
        city: "London".into(),
        zip: Some("N1".into()),
        second: Some("Paris".into()),
        second_zip: None,
        lat: Some(51.5),
        hash: Some(vec![1, 2]),
        by: "root".into(),
    };
    let bob = Names {
        email: "bob@x".into(),
        first_name: "Bob".into(),
        same: "Bob".into(),
        city: "Oslo".into(),
        zip: None,
        second: None,
        second_zip: None,
        lat: None,
        hash: None,
        by: "cron".into(),
    };
    assert_eq!(rows, [ada, bob]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Lists {
    #[vellum(path = items.sku)]
    skus: Vec<String>,
    #[vellum(path = items.note)]
    notes: Vec<Option<String>>,
    #[vellum(path = items.maker.name)]
    makers: Vec<Option<String>>,
    #[vellum(path = items.parts.code)]
    codes: Vec<Vec<i64>>,
    #[vellum(path = spare.sku)]
    spare: Option<Vec<String>>,
    #[vellum(path = holes.sku)]
    holes: Vec<Option<String>>,
    #[vellum(path = grid.price)]
    grid: Vec<Vec<i32>>,
}

/// `each` as the projection writes it.
fn each(list: &str, element: impl Into<vellum::bson::Bson>) -> Document {
    doc! { "$cond": [{ "$isArray": [list] }, { "$map": { "input": list, "in": element.into() } }, list] }
}

#[tokio::test]
async fn a_path_through_a_list_gives_one_value_for_each_element() {
    let fixture = stored().await;
    let maker = doc! { "$cond": [
        { "$eq": [{ "$type": "$$this.maker.name" }, "missing"] }, "$$this.made_by.name", "$$this.maker.name"
    ] };
    let sent = doc! {
        "skus": "$items.sku", "notes": each("$items", "$$this.note"), "makers": each("$items", maker),
        "codes": "$items.parts.code", "spare": "$spare.sku", "holes": each("$holes", "$$this.sku"),
        "grid": each("$grid", each("$$this", "$$this.price")), "_id": 0,
    };
    let rows = fixture.rows::<Lists>(sent).await;
    let ada = Lists {
        skus: vec!["a".into(), "b".into()],
        notes: vec![Some("new".into()), None],
        makers: vec![Some("Acme".into()), None],
        codes: vec![vec![1, 2], vec![]],
        spare: Some(vec!["s".into()]),
        holes: vec![Some("h".into()), None],
        grid: vec![vec![5, 6], vec![]],
    };
    let bob = Lists {
        skus: vec![],
        notes: vec![],
        makers: vec![],
        codes: vec![],
        spare: None,
        holes: vec![],
        grid: vec![],
    };
    assert_eq!(rows, [ada, bob]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Address)]
struct AddressCard {
    city: String,
    #[vellum(rename = "zipCode")]
    zip_code: Option<String>,
    geo: Option<GeoCard>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Geo)]
struct GeoCard {
    lat: f64,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Item)]
struct ItemCard {
    sku: String,
    parts: Vec<PartCard>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Part)]
struct PartCard {
    code: i64,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Nested {
    address: AddressCard,
    home: Option<AddressCard>,
    items: Vec<ItemCard>,
    spare: Option<Vec<ItemCard>>,
    grid: Vec<Vec<ItemCard>>,
}

#[tokio::test]
async fn projections_of_embedded_documents_are_included_path_by_path() {
    let fixture = stored().await;
    let mut sent = Document::new();
    for address in ["address", "home"] {
        for field in ["city", "zipCode", "geo.lat"] {
            sent.insert(format!("{address}.{field}"), 1);
        }
    }
    for items in ["items", "spare", "grid"] {
        for field in ["sku", "parts.code"] {
            sent.insert(format!("{items}.{field}"), 1);
        }
    }
    sent.insert("_id", 0);
    let rows = fixture.rows::<Nested>(sent.clone()).await;
    let card = |city: &str| AddressCard { city: city.into(), zip_code: None, geo: None };
    let item = |sku: &str| ItemCard { sku: sku.into(), parts: vec![] };
    let parts = vec![PartCard { code: 1 }, PartCard { code: 2 }];
    let ada = Nested {
        address: AddressCard {
            zip_code: Some("N1".into()),
            geo: Some(GeoCard { lat: 51.5 }),
            ..card("London")
        },
        home: Some(card("Paris")),
        items: vec![ItemCard { parts, ..item("a") }, item("b")],
        spare: Some(vec![item("s")]),
        grid: vec![vec![item("g"), item("h")], vec![]],
    };
    let bob = Nested { address: card("Oslo"), home: None, items: vec![], spare: None, grid: vec![] };
    assert_eq!(rows, [ada, bob]);
    let answers = fixture.answers(sent).await;
    let geo = answers[0].get_document("address").unwrap().get_document("geo").unwrap();
    assert_eq!(*geo, doc! { "lat": 51.5 });
    assert_eq!(answers[1].keys().collect::<Vec<_>>(), ["address", "items", "grid"]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Address)]
struct Town {
    #[vellum(path = city)]
    town: String,
    #[vellum(path = geo.lat)]
    north: Option<f64>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Item)]
struct Line {
    #[vellum(path = sku)]
    code: String,
    #[vellum(path = maker.name)]
    by: Option<String>,
    #[vellum(path = parts.code)]
    parts: Vec<i64>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Renamed {
    address: Town,
    #[vellum(path = home)]
    second: Option<Town>,
    #[vellum(path = items)]
    lines: Vec<Line>,
    holes: Vec<Option<Line>>,
    #[vellum(path = spare)]
    more: Option<Vec<Line>>,
    #[vellum(path = place)]
    here: Option<Town>,
    #[vellum(path = items.maker)]
    makers: Vec<Option<MakerCard>>,
    audit: Who,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Maker)]
struct MakerCard {
    #[vellum(path = name)]
    label: String,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Audit)]
struct Who {
    #[vellum(path = by)]
    name: String,
    reason: Option<String>,
}

#[tokio::test]
async fn projections_with_names_of_their_own_are_computed_and_missing_ones_stay_missing() {
    let fixture = stored().await;
    let rows: Vec<Renamed> =
        fixture.users.find(Filter::all()).sort(User::q().email().asc()).select().await.unwrap();
    let town = |town: &str| Town { town: town.into(), north: None };
    let line = |code: &str| Line { code: code.into(), by: None, parts: vec![] };
    let ada = Renamed {
        address: Town { north: Some(51.5), ..town("London") },
        second: Some(town("Paris")),
        lines: vec![Line { by: Some("Acme".into()), parts: vec![1, 2], ..line("a") }, line("b")],
        holes: vec![Some(line("h")), None],
        more: Some(vec![line("s")]),
        here: Some(town("Rome")),
        makers: vec![Some(MakerCard { label: "Acme".into() }), None],
        audit: Who { name: "root".into(), reason: Some("why not".into()) },
    };
    let bob = Renamed {
        address: town("Oslo"),
        second: None,
        lines: vec![],
        holes: vec![],
        more: None,
        here: Some(town("Bern")),
        makers: vec![],
        audit: Who { name: "cron".into(), reason: None },
    };
    assert_eq!(rows, [ada, bob]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct Variants {
    #[vellum(path = payment.card.number)]
    card: Option<String>,
    #[vellum(path = payment.sepa.number)]
    sepa: Option<String>,
    #[vellum(path = payment.wire.bank)]
    bank: Option<String>,
    #[vellum(path = payments.sepa.number)]
    accounts: Vec<Option<String>>,
    #[vellum(path = payments.wire.swift)]
    swifts: Vec<Option<String>>,
    #[vellum(path = payments.wire)]
    wires: Vec<Option<TransferCard>>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Transfer)]
struct TransferCard {
    bank: String,
}

#[tokio::test]
async fn a_variants_field_is_read_from_that_variant_only() {
    let fixture = stored().await;
    let rows: Vec<Variants> =
        fixture.users.find(Filter::all()).sort(User::q().email().asc()).select().await.unwrap();
    let ada = Variants {
        card: Some("42".into()),
        sepa: None,
        bank: None,
        accounts: vec![Some("DE".into()), None, None],
        swifts: vec![None, Some("SW".into()), None],
        wires: vec![None, Some(TransferCard { bank: "B".into() }), None],
    };
    let bob =
        Variants { card: None, sepa: None, bank: None, accounts: vec![], swifts: vec![], wires: vec![] };
    assert_eq!(rows, [ada, bob]);
}

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
    let nested: Vec<Renamed> =
        fixture.users.find(Filter::all()).sort(User::q().email().asc()).select().await.unwrap();
    assert_eq!(nested[0].here, Some(Town { town: "Rome".into(), north: None }));
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
    let version = doc! { "$ifNull": ["$version", 0_i64] };
    let sent = doc! {
        "id": "$_id", "version": version.clone(), "created_at": 1, "changed": "$updated_at", "deleted_at": 1,
        "_id": 1, "again": version,
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
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "goods")]
pub struct Good {
    #[vellum(id)]
    pub sku: String,
    pub price: i32,
    #[vellum(default)]
    pub stock: i64,
    pub tree: Node,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Node {
    pub name: String,
    pub size: i32,
    pub children: Vec<Node>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Good)]
struct GoodCard {
    sku: String,
    #[vellum(path = id)]
    key: String,
    #[vellum(default)]
    stock: i64,
    #[vellum(skip)]
    cached: u8,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Good)]
struct Nothing {}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Node)]
struct Endless {
    name: String,
    children: Vec<Endless>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Node)]
struct TwoLevels {
    name: String,
    children: Vec<Node>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Good)]
struct WithTree<T: Clone + PartialEq>
where
    T: vellum::value::Value,
{
    tree: TwoLevels,
    #[vellum(skip)]
    marker: std::marker::PhantomData<T>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Good)]
struct WithEndless {
    tree: Endless,
}

fn good() -> Good {
    let leaf = Node { name: "leaf".into(), size: 1, children: vec![] };
    let tree = Node { name: "root".into(), size: 2, children: vec![leaf] };
    Good { sku: "a-1".into(), price: 5, stock: 3, tree }
}

#[tokio::test]
async fn natural_ids_defaults_and_skipped_fields_are_read() {
    let db = TestDatabase::start().await.unwrap();
    let goods = GoodRepository::new(&db);
    goods.create(good()).await.unwrap();
    goods.create(Good { sku: "b-2".into(), ..good() }).await.unwrap();
    goods.driver().update_one(doc! { "_id": "b-2" }, doc! { "$unset": { "stock": 1 } }).await.unwrap();
    let commands = Commands::capture(&db);
    let found = goods.find(Filter::all()).sort(Good::q().sku().asc()).select::<GoodCard>().await.unwrap();
    let card = |sku: &str, stock| GoodCard { sku: sku.into(), key: sku.into(), stock, cached: 0 };
    assert_eq!(found, [card("a-1", 3), card("b-2", 0)]);
    let sent = doc! { "sku": "$_id", "key": "$_id", "stock": 1, "_id": 0 };
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), sent);

    commands.clear();
    assert_eq!(goods.find(Filter::all()).select::<Nothing>().await.unwrap(), [Nothing {}, Nothing {}]);
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), doc! { "_id": 1 });
}

#[tokio::test]
async fn a_projection_that_contains_itself_is_refused_before_anything_is_sent() {
    let db = TestDatabase::start().await.unwrap();
    let goods = GoodRepository::new(&db);
    goods.create(good()).await.unwrap();
    let commands = Commands::capture(&db);
    match goods.find(Filter::all()).select::<WithEndless>().await.unwrap_err() {
        vellum::Error::InvalidFilter { path, reason } => {
            assert_eq!(path, "tree.children");
            assert!(reason.contains("`Endless` contains itself"), "{reason}");
        }
        other => panic!("{other}"),
    }
    assert_eq!(commands.names(), Vec::<String>::new());
    let found = goods.find(Filter::all()).select::<WithTree<i32>>().await.unwrap();
    let tree = TwoLevels { name: "root".into(), children: good().tree.children };
    assert_eq!(found, [WithTree { tree, marker: std::marker::PhantomData }]);
}

#[tokio::test]
async fn a_document_of_another_form_is_one_error_and_not_the_querys() {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    let id = *users.create(full()).await.unwrap().id();
    users.driver().update_one(doc! {}, doc! { "$set": { "items": "none", "address": 5 } }).await.unwrap();
    let error = users.find(Filter::all()).select::<Lists>().await.unwrap_err();
    match error {
        vellum::Error::Decode { path, expected, .. } => {
            assert_eq!((path.as_str(), expected.as_str()), ("notes", "array"))
        }
        other => panic!("{other}"),
    }
    match users.find(User::q().id().eq(id)).select::<Renamed>().await.unwrap_err() {
        vellum::Error::Decode { path, expected, found, .. } => {
            assert_eq!((path.as_str(), expected.as_str(), found.as_str()), ("address", "document", "int32"));
        }
        other => panic!("{other}"),
    }
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "events", tag = "kind", rename_all = "snake_case", id = ObjectId)]
pub enum Event {
    SignedUp { email: String },
    Bought(Transfer),
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Event)]
struct EventCard {
    #[vellum(path = signed_up.email)]
    email: Option<String>,
    #[vellum(path = bought.bank)]
    bank: Option<String>,
}

#[tokio::test]
async fn a_collection_of_several_shapes_has_projections_too() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    events.create(Event::SignedUp { email: "a@b".into() }).await.unwrap();
    events.create(Event::Bought(Transfer { swift: None, bank: "B".into() })).await.unwrap();
    let mut found = events.find(Filter::all()).select::<EventCard>().await.unwrap();
    found.sort_by_key(|card| card.bank.clone());
    let expected = [
        EventCard { email: Some("a@b".into()), bank: None },
        EventCard { email: None, bank: Some("B".into()) },
    ];
    assert_eq!(found, expected);
}
