//! Projections inside of projections.

use vellum::bson::Document;
use vellum::prelude::*;

use super::{Address, Audit, Fixture, Geo, Item, Maker, Part, User, stored};

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

#[tokio::test]
async fn a_document_of_another_form_is_the_error_of_its_document() {
    let Fixture { users, .. } = &stored().await;
    users.driver().update_one(doc! {}, doc! { "$set": { "address": 5 } }).await.unwrap();
    match users.find(Filter::all()).select::<Renamed>().await.unwrap_err() {
        vellum::Error::Decode { path, expected, found, .. } => {
            assert_eq!((path.as_str(), expected.as_str(), found.as_str()), ("address", "document", "int32"));
        }
        other => panic!("{other}"),
    }
}
