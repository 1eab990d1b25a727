//! What the documents hold: the same in every run, from the number of a document alone.

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{DateTime, Uuid};

use crate::plain::{Address, Item, Large, Medium, Small};

/// 2024-01-01, from which dates count.
const START: i64 = 1_704_067_200_000;
const CITIES: [&str; 5] = ["London", "Paris", "Zürich", "New York", "São Paulo"];
const WORDS: [&str; 8] = ["amber", "birch", "copper", "dune", "ember", "fjord", "grove", "harbor"];

/// Numbers that look random and are a function of the document's.
fn scatter(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

pub(crate) fn id(number: u64) -> ObjectId {
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&(1_704_067_200 + number as u32).to_be_bytes());
    bytes[4..].copy_from_slice(&scatter(number).to_be_bytes());
    ObjectId::from_bytes(bytes)
}

fn key(number: u64) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&scatter(number ^ 0xA5).to_be_bytes());
    bytes[8..].copy_from_slice(&scatter(number ^ 0x5A).to_be_bytes());
    Uuid::from_bytes(bytes)
}

fn date(number: u64) -> DateTime {
    DateTime::from_millis(START + (scatter(number) % 50_000_000_000) as i64)
}

fn word(number: u64) -> &'static str {
    WORDS[(scatter(number) % 8) as usize]
}

/// One of two fractions that differ, never a whole number: some languages would store that as an integer.
fn fraction(number: u64) -> f64 {
    (scatter(number) % 100_000) as f64 + if number.is_multiple_of(2) { 0.25 } else { 0.5 }
}

fn int(number: u64, below: u64) -> i32 {
    (scatter(number) % below) as i32
}

pub(crate) fn small(number: u64) -> Small {
    Small {
        id: id(number),
        key: key(number),
        joined: date(number),
        name: format!("{} {} {number}", word(number), word(number + 1)),
        score: int(number, 1_000_000),
        ratio: fraction(number),
        active: number.is_multiple_of(3),
    }
}

pub(crate) fn medium(number: u64) -> Medium {
    let owner = format!("{}.{}", word(number + 2), word(number + 3));
    Medium {
        id: id(number),
        number: number as i64 + 5_000_000_000,
        key: key(number),
        title: format!("{} {} {}", word(number), word(number + 4), word(number + 5)),
        summary: format!("A {} of {} with {}, seen from {}.", word(number), number, word(number + 6), owner),
        status: if number.is_multiple_of(4) { "closed" } else { "open" }.to_owned(),
        email: format!("{owner}{number}@example.org"),
        owner,
        phone: (!number.is_multiple_of(3)).then(|| format!("+44 20 7946 {:04}", number % 10_000)),
        website: number.is_multiple_of(2).then(|| format!("https://example.org/{number}")),
        created: date(number),
        updated: date(number + 1),
        closed: number.is_multiple_of(4).then(|| date(number + 2)),
        price: fraction(number),
        discount: number.is_multiple_of(5).then(|| fraction(number + 1)),
        weight: fraction(number + 2),
        quantity: int(number, 500),
        reserved: int(number + 1, 50),
        views: i64::from(int(number + 2, 1_000_000)) + 5_000_000_000,
        rating: int(number + 3, 6),
        active: number.is_multiple_of(2),
        archived: number.is_multiple_of(7),
        address: Address {
            street: format!("{} {} street", number % 200 + 1, word(number + 7)),
            city: CITIES[(number % 5) as usize].to_owned(),
            zip: (!number.is_multiple_of(6)).then(|| format!("{:05}", number % 100_000)),
            country: "Utopia".to_owned(),
        },
        tags: (0..3).map(|tag| word(number * 3 + tag).to_owned()).collect(),
        items: items(number, 5),
    }
}

pub(crate) fn large(number: u64) -> Large {
    Large {
        id: id(number),
        number: number as i64 + 5_000_000_000,
        title: format!("{} {number}", word(number)),
        items: items(number, 200),
    }
}

fn items(number: u64, count: u64) -> Vec<Item> {
    (number * count..(number + 1) * count)
        .map(|number| Item {
            product: key(number),
            sku: format!("SKU-{number:08}"),
            quantity: int(number, 100),
            price: fraction(number),
            note: number.is_multiple_of(5).then(|| format!("handle {} with care", word(number + 2))),
        })
        .collect()
}
