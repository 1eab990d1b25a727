//! Fields of enums: of one field, of a list, and of a whole collection.

use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::{Transfer, User, stored};

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
