//! What rows hold, and what is asked of the server for them.

use std::borrow::Cow;

use vellum::prelude::*;
use vellum::testing::Commands;

use super::{Person, stored};

#[derive(Debug, Projection)]
#[vellum(from = Person)]
struct Row<'a> {
    first_name: &'a str,
    age: i32,
    #[vellum(path = address.city)]
    city: &'a str,
    #[vellum(path = home.city)]
    home_city: Option<&'a str>,
    id: ObjectId,
}

#[tokio::test]
async fn rows_borrow_and_only_what_they_name_is_asked_for() {
    let (db, people) = stored().await;
    let commands = Commands::capture(&db);
    let mut seen = Vec::new();
    let query = people.find(Filter::all()).sort(Person::q().age().asc());
    #[allow(
        elided_lifetimes_in_paths,
        reason = "the short form, which is allowed by default, has to compile"
    )]
    let visit = query.for_each_row::<Row>(|row| {
        seen.push(format!("{} {} {} {:?} {}", row.first_name, row.age, row.city, row.home_city, row.id));
    });
    visit.await.unwrap();
    let ids: Vec<ObjectId> = people.find(Filter::all()).await.unwrap().iter().map(|doc| *doc.id()).collect();
    let ada = format!("Ada 36 London Some(\"Paris\") {}", ids[0]);
    assert_eq!(seen, [ada, format!("Bob 36 Oslo None {}", ids[1])]);
    let sent = doc! { "first_name": "$firstName", "age": 1, "city": "$address.city", "home_city": "$home.city", "id": "$_id", "_id": 1 };
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), sent);
}

#[derive(Debug, Projection)]
#[vellum(from = Person, rename_all = "camelCase")]
struct Included<'a> {
    first_name: Cow<'a, str>,
    nick: Cow<'a, str>,
    initial: &'a str,
    note: Option<Cow<'a, str>>,
    email: &'a str,
    tags: Vec<&'a str>,
    /// The model always has it; older documents may not.
    key: Option<&'a [u8]>,
    #[vellum(bytes)]
    picture: Option<&'a [u8]>,
    #[vellum(skip)]
    length: usize,
}

#[tokio::test]
async fn texts_lists_and_bytes_are_included_whole() {
    let (db, people) = stored().await;
    let commands = Commands::capture(&db);
    let mut seen = 0;
    people
        .find(Filter::all())
        .for_each_row::<Included<'_>>(|row| {
            let is_ada = row.first_name == "Ada";
            seen += 1;
            assert!(matches!(row.nick, Cow::Borrowed("the first")));
            assert_eq!((row.initial, row.email, row.length), ("Ä", "ada@x", 0));
            assert_eq!(row.note, is_ada.then_some(Cow::Borrowed("hi")));
            assert_eq!(row.tags, if is_ada { vec!["x", "y"] } else { vec![] });
            assert_eq!(row.key, Some(if is_ada { &[1, 2, 3][..] } else { &[] }));
            assert_eq!(row.picture, is_ada.then_some(&[9, 9][..]));
        })
        .await
        .unwrap();
    assert_eq!(seen, 2);
    let included = ["firstName", "nick", "initial", "email", "tags", "key", "picture", "_id"];
    let sent = commands.all()[0].body.get_document("projection").unwrap().clone();
    assert_eq!(included.map(|name| sent.get_i32(name).ok()), included.map(|_| Some(1)));
    assert!(sent.get_document("note").is_ok(), "an alias is computed: {sent}");
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Person)]
struct Nested<'a> {
    home: Option<Place<'a>>,
    pets: Vec<Animal<'a>>,
    #[vellum(path = pets.kind)]
    kinds: Vec<Option<&'a str>>,
    #[vellum(path = contact.phone.number)]
    number: Option<&'a str>,
    #[vellum(path = home.seal)]
    seal: Option<&'a [u8]>,
    address: super::Address,
    #[vellum(path = pets)]
    prices: Vec<Price>,
    version: i64,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = super::Address)]
struct Place<'b> {
    city: &'b str,
    zip: Option<&'b str>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = super::Pet)]
struct Animal<'a> {
    name: &'a str,
    kind: Option<&'a str>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = super::Pet)]
struct Price {
    price: i32,
}

#[tokio::test]
async fn parts_borrow_too_beside_parts_that_own() {
    let (_db, people) = stored().await;
    let mut rows = 0;
    let mut check = |row: Nested<'_>| {
        rows += 1;
        let is_ada = row.number.is_some();
        let ada = Nested {
            home: Some(Place { city: "Paris", zip: None }),
            pets: vec![Animal { name: "Rex", kind: Some("dog") }, Animal { name: "Tom", kind: None }],
            kinds: vec![Some("dog"), None],
            number: Some("42"),
            seal: Some(&[7]),
            address: super::ada().address,
            prices: vec![Price { price: 5 }, Price { price: 6 }],
            version: 1,
        };
        let bob = Nested {
            home: None,
            pets: vec![],
            kinds: vec![],
            number: None,
            seal: None,
            address: super::bob().address,
            prices: vec![],
            version: 1,
        };
        assert_eq!(row, if is_ada { ada } else { bob });
    };
    people.find(Filter::all()).for_each_row::<Nested<'_>>(&mut check).await.unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn other_orders_nulls_and_documents_without_version_are_read() {
    let (_db, people) = stored().await;
    let pets = doc! { "pets": [{ "kind": "dog", "price": 5, "name": "Rex" }, { "name": "Tom", "kind": null, "price": 6 }] };
    people.driver().update_many(doc! { "firstName": "Ada" }, doc! { "$set": pets }).await.unwrap();
    people.driver().update_many(doc! {}, doc! { "$unset": { "version": 1 } }).await.unwrap();
    let mut names = Vec::new();
    people
        .find(Person::q().first_name().eq("Ada"))
        .for_each_row::<Nested<'_>>(|row| {
            assert_eq!((row.version, row.kinds), (0, vec![Some("dog"), None]));
            names.extend(row.pets.iter().map(|pet| pet.name.to_owned()));
        })
        .await
        .unwrap();
    assert_eq!(names, ["Rex", "Tom"]);
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Person)]
struct Owned {
    age: i32,
    tags: Vec<String>,
}

#[derive(Debug, Projection)]
#[vellum(from = Person)]
struct UnderId<'a> {
    #[vellum(path = first_name, rename = "_id")]
    name: &'a str,
}

#[tokio::test]
async fn projections_that_own_their_data_and_rows_with_an_underscore_id_are_visited() {
    let (db, people) = stored().await;
    let mut rows = Vec::new();
    people.find(Filter::all()).for_each_row::<Owned>(|row| rows.push(row)).await.unwrap();
    let tags = vec!["x".to_owned(), "y".to_owned()];
    assert_eq!(rows, [Owned { age: 36, tags }, Owned { age: 36, tags: vec![] }]);

    let commands = Commands::capture(&db);
    let mut names = String::new();
    people.find(Filter::all()).for_each_row::<UnderId<'_>>(|row| names += row.name).await.unwrap();
    assert_eq!(names, "AdaBob");
    let sent = doc! { "_id": "$firstName" };
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), sent);
}
