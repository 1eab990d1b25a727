//! Documents as values: in JSON, in BSON, and as a value of another type.

use serde::{Deserialize, Serialize};
use serde_json::json;
use vellum::bson::Document;
use vellum::prelude::*;
use vellum::testing::TestDatabase;
use vellum::value::Identifier;

#[derive(Debug, Clone, PartialEq, Serialize, Vellum)]
#[serde(rename_all = "camelCase")]
#[vellum(collection = "users", versioned(column = "v"), timestamps, soft_delete(column = "gone_at"))]
pub struct User {
    pub full_name: String,
    #[serde(skip)]
    pub password: String,
    pub friend: Option<Ref<User>>,
    pub orders: Vec<Ref<Order>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Vellum)]
#[vellum(collection = "orders", id = ObjectId)]
pub struct Order {
    pub total: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Vellum)]
#[vellum(collection = "countries", versioned)]
pub struct Country {
    #[vellum(id)]
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Vellum)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[vellum(collection = "events", tag = "kind", id = ObjectId, versioned)]
pub enum Event {
    SignedUp { email: String },
    Bought(Purchase),
    Closed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Embedded)]
pub struct Purchase {
    pub total: i64,
}

/// Ids of the application's own, none with serde.
#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Seat(Uuid);

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Slot {
    pub room: ObjectId,
    #[vellum(rename = "from")]
    pub starts: DateTime<Utc>,
    pub price: Decimal,
    pub seat: Option<Seat>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(rename_all = "lowercase")]
pub enum Shift {
    Day,
    Night,
}

macro_rules! model_with_id {
    ($($name:ident($id:ty) in $collection:literal;)*) => {$(
        #[derive(Debug, Clone, PartialEq, Vellum)]
        #[vellum(collection = $collection)]
        pub struct $name {
            pub id: $id,
        }
    )*};
}

model_with_id! {
    BySeat(Seat) in "a";
    BySlot(Slot) in "b";
    ByShift(Shift) in "c";
    ByNumber(i32) in "d";
    ByLong(i64) in "e";
    ByText(String) in "f";
    ByTime(DateTime<Utc>) in "g";
    ByDecimal(Decimal) in "h";
    ByUuid(Uuid) in "i";
    ByObjectId(ObjectId) in "j";
    ByBinary(vellum::bson::Binary) in "k";
}

fn user() -> User {
    User { full_name: "Ada".into(), password: "secret".into(), friend: None, orders: vec![] }
}

#[tokio::test]
async fn a_document_is_one_flat_object_with_plain_ids() {
    let db = TestDatabase::start().await.unwrap();
    let (users, orders) = (UserRepository::new(&db), OrderRepository::new(&db));
    let order = orders.create(Order { total: 5 }).await.unwrap();
    assert_eq!(serde_json::to_value(&order).unwrap(), json!({ "id": order.id().to_hex(), "total": 5 }));

    let friend = users.create(user()).await.unwrap();
    let ada = users
        .create(User { friend: Some(friend.to_ref()), orders: vec![order.to_ref()], ..user() })
        .await
        .unwrap();
    let time = |time: Option<&DateTime<Utc>>| time.unwrap().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let expected = json!({
        "id": ada.id().to_string(),
        "fullName": "Ada",
        "friend": friend.id().to_string(),
        "orders": [order.id().to_hex()],
        "v": 1,
        "created_at": time(ada.created_at()),
        "updated_at": time(ada.updated_at()),
    });
    assert_eq!(serde_json::to_value(&ada).unwrap(), expected);
    let text = serde_json::to_string(&ada).unwrap();
    assert!(text.starts_with(&format!(r#"{{"id":"{}","fullName":"#, ada.id())), "{text}");

    users.delete(ada.id()).await.unwrap();
    let gone = users.find(Filter::all()).only_deleted().first().await.unwrap().unwrap();
    let deleted = serde_json::to_value(&gone).unwrap()["gone_at"].clone();
    assert_eq!(deleted, json!(time(gone.deleted_at())));
}

#[tokio::test]
async fn an_id_that_is_a_field_is_not_repeated() {
    let db = TestDatabase::start().await.unwrap();
    let country = Country { code: "SE".into(), name: "Sweden".into() };
    let country = CountryRepository::new(&db).create(country).await.unwrap();
    let text = serde_json::to_string(&country).unwrap();
    assert_eq!(text, r#"{"code":"SE","name":"Sweden","version":1}"#);
}

#[tokio::test]
async fn documents_of_several_shapes_are_flat_too() {
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let rows = [
        (Event::SignedUp { email: "a@b".into() }, json!({ "kind": "signed_up", "email": "a@b" })),
        (Event::Bought(Purchase { total: 7 }), json!({ "kind": "bought", "total": 7 })),
        (Event::Closed, json!({ "kind": "closed" })),
    ];
    for (event, mut expected) in rows {
        let event = events.create(event).await.unwrap();
        expected["id"] = json!(event.id().to_hex());
        expected["version"] = json!(1);
        assert_eq!(serde_json::to_value(&event).unwrap(), expected);
    }
}

#[tokio::test]
async fn formats_of_bytes_get_the_same_object() {
    let db = TestDatabase::start().await.unwrap();
    let order = OrderRepository::new(&db).create(Order { total: 5 }).await.unwrap();
    let bytes = bson::serialize_to_vec(&order).unwrap();
    let document: Document = bson::deserialize_from_slice(&bytes).unwrap();
    assert_eq!(document, doc! { "id": order.id().to_hex(), "total": 5 });
    let reference: Ref<Order> = bson::deserialize_from_slice::<Referring>(
        &bson::serialize_to_vec(&Referring { order: order.to_ref() }).unwrap(),
    )
    .unwrap()
    .order;
    assert_eq!(reference, order.to_ref());
}

#[derive(Serialize, Deserialize)]
struct Referring {
    order: Ref<Order>,
}

fn round_trip<T: Model<Id: PartialEq>>(id: T::Id, plain: &serde_json::Value) {
    let reference = Ref::<T>::new(id);
    assert_eq!(serde_json::to_value(&reference).unwrap(), *plain);
    let text = plain.to_string();
    assert!(serde_json::from_str::<Ref<T>>(&text).unwrap() == reference, "{text}");
    assert!(serde_json::from_value::<Ref<T>>(plain.clone()).unwrap() == reference, "{text}");
}

#[test]
fn every_id_has_a_plain_form_that_reads_back() {
    let (uuid, object_id) = (Uuid::now_v7(), ObjectId::new());
    let time: DateTime<Utc> = "2024-02-29T12:30:00.250Z".parse().unwrap();
    round_trip::<ByUuid>(uuid, &json!(uuid.to_string()));
    round_trip::<ByObjectId>(object_id, &json!(object_id.to_hex()));
    round_trip::<ByText>("SE".into(), &json!("SE"));
    round_trip::<ByNumber>(-5, &json!(-5));
    round_trip::<ByLong>(1 << 40, &json!(1_i64 << 40));
    round_trip::<ByTime>(time, &json!("2024-02-29T12:30:00.250Z"));
    round_trip::<ByDecimal>("1.50".parse().unwrap(), &json!("1.50"));
    round_trip::<ByShift>(Shift::Night, &json!("night"));
    round_trip::<BySeat>(Seat(uuid), &json!(uuid.to_string()));
    let binary = vellum::bson::Binary { subtype: vellum::bson::BinarySubtype::Md5, bytes: vec![1, 2, 3] };
    round_trip::<ByBinary>(binary, &json!({ "$binary": { "base64": "AQID", "subType": "05" } }));
    let slot = Slot { room: object_id, starts: time, price: "9.90".parse().unwrap(), seat: Some(Seat(uuid)) };
    let plain = json!({
        "room": object_id.to_hex(), "from": "2024-02-29T12:30:00.250Z", "price": "9.90", "seat": uuid.to_string()
    });
    round_trip::<BySlot>(slot, &plain);
}

#[test]
fn text_that_is_no_id_is_refused_with_what_was_expected() {
    let refused = |text: &str| serde_json::from_str::<Ref<ByUuid>>(text).unwrap_err().to_string();
    assert!(refused(r#""nonsense""#).contains("expected UUID"), "{}", refused(r#""nonsense""#));
    assert!(!refused(r#""nonsense""#).contains("nonsense"));
    assert!(refused("5").contains("expected UUID"));
    let error = serde_json::from_str::<Ref<ByObjectId>>(r#""123""#).unwrap_err().to_string();
    assert!(error.contains("expected objectId, found string"), "{error}");
    let error = serde_json::from_str::<Ref<ByShift>>(r#""noon""#).unwrap_err().to_string();
    assert!(error.contains("expected") && error.contains("night"), "{error}");
    assert!(serde_json::from_str::<Ref<ByNumber>>("3000000000").is_err());
}

#[test]
fn an_id_of_an_address_is_read_from_its_text() {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let uuid = Uuid::now_v7();
    let text = uuid.to_string();
    let deserializer: StrDeserializer<'_, Error> = text.as_str().into_deserializer();
    assert_eq!(Seat::deserialize_plain(deserializer).unwrap(), Seat(uuid));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Card {
    #[serde(
        serialize_with = "Identifier::serialize_plain",
        deserialize_with = "Identifier::deserialize_plain"
    )]
    room: ObjectId,
}

#[test]
fn a_type_of_the_applications_own_can_ask_for_the_plain_form() {
    let card = Card { room: ObjectId::new() };
    let json = serde_json::to_value(&card).unwrap();
    assert_eq!(json, json!({ "room": card.room.to_hex() }));
    assert_eq!(serde_json::from_value::<Card>(json).unwrap(), card);
}

#[derive(Debug, Clone, PartialEq, Serialize, Vellum)]
#[vellum(collection = "users", versioned)]
pub struct PublicUser {
    pub name: String,
}

impl From<User> for PublicUser {
    fn from(user: User) -> Self {
        Self { name: user.full_name }
    }
}

#[tokio::test]
async fn a_mapped_document_keeps_id_and_declared_columns() {
    let db = TestDatabase::start().await.unwrap();
    let ada = UserRepository::new(&db).create(user()).await.unwrap();
    let (id, by_reference) = (*ada.id(), AsRef::<User>::as_ref(&ada).clone());
    assert_eq!(by_reference, user());
    assert_eq!(ada.clone().into_parts(), (id, user()));
    let public: Doc<PublicUser> = ada.map(PublicUser::from);
    assert_eq!(
        serde_json::to_value(&public).unwrap(),
        json!({ "id": id.to_string(), "name": "Ada", "version": 1 })
    );
    assert_eq!(public.to_document().unwrap().keys().collect::<Vec<_>>(), ["_id", "name", "version"]);

    let country = Country { code: "SE".into(), name: "Sweden".into() };
    let country = CountryRepository::new(&db).create(country).await.unwrap();
    let renamed = country.map(|country| Country { code: "XX".into(), ..country });
    assert_eq!((renamed.id().as_str(), renamed.version()), ("XX", 1));
}

#[tokio::test]
async fn a_document_leaves_and_enters_as_it_is_stored() {
    let db = TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    let ada = users.create(user()).await.unwrap();
    let stored = users.driver().find_one(doc! {}).await.unwrap().unwrap();
    assert_eq!(ada.to_document().unwrap(), stored);
    assert_eq!(Doc::<User>::from_document(&stored).unwrap(), ada);

    let mut unknown = doc! { "extra": 1 };
    unknown.extend(stored.clone());
    assert_eq!(Doc::<User>::from_document(&unknown).unwrap(), ada);
    let mut wrong = stored;
    wrong.insert("orders", doc! { "0": 1 });
    match Doc::<User>::from_document(&wrong).unwrap_err() {
        vellum::Error::Decode { collection, id, path, expected, found } => {
            assert_eq!((collection.as_str(), path.as_str()), ("users", "orders"));
            assert_eq!((expected.as_str(), found.as_str()), ("array", "document"));
            assert_eq!(id, ada.id().to_string());
        }
        other => panic!("{other}"),
    }
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "counters")]
pub struct Counter {
    pub count: u64,
}

#[tokio::test]
async fn a_document_that_cannot_be_stored_has_no_stored_form() {
    let db = TestDatabase::start().await.unwrap();
    let mut counter = CounterRepository::new(&db).create(Counter { count: 1 }).await.unwrap();
    counter.count = u64::MAX;
    let error = counter.to_document().unwrap_err();
    assert!(matches!(error, vellum::Error::Encode { path, .. } if path == "count"));
}
