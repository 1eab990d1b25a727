//! Documents of the same shape as the real ones, for when the real ones are not there. Always the same ones.

use bson::oid::ObjectId;
use bson::{Bson, DateTime, Document, doc};

const NAMES: [&str; 8] =
    ["Ada King", "Alan Ruiz", "Clara Wieck", "Emmy Roth", "Grace Obi", "Ken Sato", "Lise Holm", "Noor Aziz"];
const BENEFITS: [&str; 4] =
    ["airline lounge access", "concert tickets", "shopping discounts", "travel insurance"];
const PRODUCTS: [&str; 4] = ["InvestmentStock", "Derivatives", "Commodity", "Brokerage"];
const KITCHENS: [&str; 6] = ["Pizza", "Noodle", "Taco", "Cafe", "Dumpling", "Bagel"];

/// The documents of a collection.
pub(crate) fn made_up(collection: &str) -> Vec<Document> {
    match collection {
        "customers" => (0..60).map(customer).collect(),
        "accounts" => (0..180).map(account).collect(),
        _ => (0..600).map(restaurant).collect(),
    }
}

fn id(collection: u8, number: i32) -> ObjectId {
    let mut bytes = [collection; 12];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    ObjectId::from_bytes(bytes)
}

fn pick(from: &[&str], number: i32) -> String {
    from[number.unsigned_abs() as usize % from.len()].to_owned()
}

fn account_id(number: i32) -> i32 {
    50_000 + number * 7_919 % 950_000
}

fn customer(number: i32) -> Document {
    let name = pick(&NAMES, number);
    let username = format!("{}{number}", name.to_lowercase().replace(' ', ""));
    let accounts: Vec<Bson> = (0..=number % 6).map(|n| account_id(number * 3 + n).into()).collect();
    let memberships: Document = (0..number % 4).map(|n| membership(number * 4 + n)).collect();
    let mut customer = doc! {
        "_id": id(1, number),
        "username": &username,
        "name": name,
        "address": format!("{number} Elm Street\nSpringfield, IL 627{:02}", number % 100),
        // From 1966 on: dates before 1970 are negative.
        "birthdate": DateTime::from_millis((i64::from(number) - 8) * 15_778_800_000),
        "email": format!("{username}@example.org"),
        "accounts": accounts,
        "tier_and_details": memberships,
    };
    if number == 0 {
        customer.insert("active", true);
    }
    customer
}

fn membership(number: i32) -> (String, Bson) {
    let id = format!("{:032x}", u128::from(number.unsigned_abs()) * 0x1234_5678_9abc_def1_0203);
    let tier = pick(&["Bronze", "Silver", "Gold", "Platinum"], number);
    let benefits = vec![pick(&BENEFITS, number), pick(&BENEFITS, number + 1)];
    let membership = doc! { "tier": tier, "id": &id, "active": true, "benefits": benefits };
    (id, membership.into())
}

fn account(number: i32) -> Document {
    let products: Vec<String> = (0..=number % 4).map(|n| pick(&PRODUCTS, n)).collect();
    let limit = if number % 9 == 0 { 3_000 } else { 10_000 };
    doc! { "_id": id(2, number), "account_id": account_id(number), "limit": limit, "products": products }
}

/// On a grid over Manhattan, about 150 metres wide.
fn restaurant(number: i32) -> Document {
    let longitude = -74.005 + f64::from(number % 20) * 0.002;
    let latitude = 40.735 + f64::from(number / 20) * 0.0014;
    let numbered = || format!("{} No. {number}", pick(&KITCHENS, number));
    let name = if number % 25 == 7 { "Starbucks".to_owned() } else { numbered() };
    doc! { "_id": id(3, number), "location": { "type": "Point", "coordinates": [longitude, latitude] }, "name": name }
}
