//! One model, the whole way.

use vellum::prelude::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", timestamps, versioned, soft_delete)]
#[vellum(index(keys(address.city = 1, age = -1), name = "city_age"))]
pub struct User {
    #[vellum(unique)]
    pub email: String,
    #[vellum(index)]
    pub age: i32,
    pub address: Address,
    pub home: Option<Address>,
    pub tags: Vec<String>,
    pub role: Role,
    pub balance: Decimal,
    pub signed_up: DateTime<Utc>,
    #[vellum(default)]
    pub logins: i64,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Address {
    pub city: String,
    pub zip: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
#[vellum(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Member,
}

fn ada() -> User {
    User {
        email: "ada@example.org".into(),
        age: 36,
        address: Address { city: "London".into(), zip: None },
        home: None,
        tags: vec!["math".into()],
        role: Role::Admin,
        balance: "1.10".parse().unwrap(),
        signed_up: Utc::now(),
        logins: 0,
    }
}

#[tokio::test]
async fn a_created_document_is_found_again() {
    let db = vellum::testing::TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    let ada = users.create(ada()).await.unwrap();
    assert_eq!(ada.version(), 1);
    let found = users.get(ada.id()).await.unwrap().unwrap();
    assert_eq!(found, ada);
    let q = User::q();
    let filter =
        q.age().gt(18) & q.address().city().eq("London") & q.home().is_none() & q.tags().contains("math");
    println!("{filter}");
    let found = users.find(filter).sort(q.age().desc()).limit(3).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&ada));
    assert_eq!(users.get_by_email("ada@example.org").await.unwrap().unwrap().id(), ada.id());
    assert_eq!(users.find(Filter::all()).distinct(q.role()).await.unwrap(), [Role::Admin]);
    assert_eq!(users.find(q.address().eq(&ada.address)).count().await.unwrap(), 1);
    assert!(users.delete(ada.id()).await.unwrap());
    assert!(users.get(ada.id()).await.unwrap().is_none());
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = User)]
struct UserCard {
    email: String,
    #[vellum(path = address.city)]
    city: String,
    #[vellum(path = home.city)]
    away: Option<String>,
    version: i64,
}

#[tokio::test]
async fn a_projection_reads_its_fields_only() {
    let db = vellum::testing::TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.create(ada()).await.unwrap();
    let commands = vellum::testing::Commands::capture(&db);
    let cards: Vec<UserCard> = users.find(Filter::all()).select().await.unwrap();
    let card = UserCard { email: "ada@example.org".into(), city: "London".into(), away: None, version: 1 };
    assert_eq!(cards, [card]);
    let sent = &commands.all()[0].body;
    let projection = doc! { "email": 1, "city": "$address.city", "away": "$home.city", "version": { "$ifNull": ["$version", 0_i64] }, "_id": 0 };
    assert_eq!(sent.get_document("projection").unwrap(), &projection);
}

#[tokio::test]
async fn unique_fields_are_unique_once_their_indexes_are_made() {
    let db = vellum::testing::TestDatabase::start().await.unwrap();
    let users = UserRepository::new(&db);
    users.sync_indexes().await.unwrap();
    users.sync_indexes().await.unwrap();
    let names = users.driver().list_index_names().await.unwrap();
    assert_eq!(names, ["_id_", "email_1", "age_1", "city_age"]);
    users.create(ada()).await.unwrap();
    let error = users.create(ada()).await.unwrap_err();
    match &error {
        vellum::Error::DuplicateKey { collection, index, fields } => {
            assert_eq!(
                (collection.as_str(), index.as_str(), fields.join(",").as_str()),
                ("users", "email_1", "email")
            );
        }
        other => panic!("{other}"),
    }
    assert!(error.is_duplicate_key() && !error.to_string().contains("ada@"));
}
