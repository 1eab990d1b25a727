//! Fields by their names and paths: renamed, nested, through options and lists.

use vellum::bson::Document;
use vellum::prelude::*;

use super::{Address, Fixture, Foreign, User, bare, full, stored};

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
    #[vellum(path = items.extras.code)]
    extras: Vec<Option<Vec<i64>>>,
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
        "codes": "$items.parts.code",
        "extras": each("$items", each("$$this.extras", "$$this.code")), "spare": "$spare.sku", "holes": each("$holes", "$$this.sku"),
        "grid": each("$grid", each("$$this", "$$this.price")), "_id": 0,
    };
    let rows = fixture.rows::<Lists>(sent).await;
    let ada = Lists {
        skus: vec!["a".into(), "b".into()],
        notes: vec![Some("new".into()), None],
        makers: vec![Some("Acme".into()), None],
        codes: vec![vec![1, 2], vec![]],
        extras: vec![Some(vec![3]), None],
        spare: Some(vec!["s".into()]),
        holes: vec![Some("h".into()), None],
        grid: vec![vec![5, 6], vec![]],
    };
    let bob = Lists {
        skus: vec![],
        notes: vec![],
        makers: vec![],
        codes: vec![],
        extras: vec![],
        spare: None,
        holes: vec![],
        grid: vec![],
    };
    assert_eq!(rows, [ada, bob]);
}

#[tokio::test]
async fn a_list_of_another_form_is_the_error_of_its_document() {
    let Fixture { users, .. } = &stored().await;
    users.driver().update_one(doc! {}, doc! { "$set": { "items": "none" } }).await.unwrap();
    match users.find(Filter::all()).select::<Lists>().await.unwrap_err() {
        vellum::Error::Decode { path, expected, found, .. } => {
            assert_eq!((path.as_str(), expected.as_str(), found.as_str()), ("notes", "array", "string"));
        }
        other => panic!("{other}"),
    }
}
