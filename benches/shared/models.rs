//! The documents as Vellum's models. `plain.rs` has the same for the driver.

use vellum::prelude::*;

/// Six scalars and the id.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "small")]
pub(crate) struct Small {
    #[vellum(id)]
    pub(crate) id: ObjectId,
    pub(crate) key: Uuid,
    pub(crate) joined: DateTime<Utc>,
    pub(crate) name: String,
    pub(crate) score: i32,
    pub(crate) ratio: f64,
    pub(crate) active: bool,
}

/// 25 fields.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "medium")]
pub(crate) struct Medium {
    #[vellum(id)]
    pub(crate) id: ObjectId,
    pub(crate) number: i64,
    pub(crate) key: Uuid,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) status: String,
    pub(crate) owner: String,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) closed: Option<DateTime<Utc>>,
    pub(crate) price: f64,
    pub(crate) discount: Option<f64>,
    pub(crate) weight: f64,
    pub(crate) quantity: i32,
    pub(crate) reserved: i32,
    pub(crate) views: i64,
    pub(crate) rating: i32,
    pub(crate) active: bool,
    pub(crate) archived: bool,
    pub(crate) address: Address,
    pub(crate) tags: Vec<String>,
    pub(crate) items: Vec<Item>,
}

/// A list of 200 items.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "large")]
pub(crate) struct Large {
    #[vellum(id)]
    pub(crate) id: ObjectId,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) city: String,
    pub(crate) zip: Option<String>,
    pub(crate) country: String,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub(crate) struct Item {
    pub(crate) product: Uuid,
    pub(crate) sku: String,
    pub(crate) quantity: i32,
    pub(crate) price: f64,
    pub(crate) note: Option<String>,
}
