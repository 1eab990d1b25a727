//! What a row can be made of besides fields, and what it cannot.

use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

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

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Seat {
    pub room: String,
    pub number: i32,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "bookings")]
pub struct Booking {
    pub id: Seat,
    pub by: String,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Seat)]
struct SeatCard {
    room: String,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Booking)]
struct BookingCard {
    #[vellum(path = id, rename = "_id")]
    seat: SeatCard,
    #[vellum(path = id.number)]
    number: i32,
}

#[tokio::test]
async fn a_part_of_an_id_is_read_like_any_other_part() {
    let db = TestDatabase::start().await.unwrap();
    let bookings = BookingRepository::new(&db);
    let id = Seat { room: "A".into(), number: 7 };
    bookings.create(Booking { id, by: "Ada".into() }).await.unwrap();
    let commands = Commands::capture(&db);
    let cards = bookings.find(Filter::all()).select::<BookingCard>().await.unwrap();
    assert_eq!(cards, [BookingCard { seat: SeatCard { room: "A".into() }, number: 7 }]);
    let sent = doc! { "_id.room": 1, "number": "$_id.number" };
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), sent);
}
