//! The documents as they are written for the driver and for mappers over serde. `models.rs` has them for Vellum.

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{DateTime, Uuid};
use serde::{Deserialize, Serialize};

/// Six scalars and the id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Small {
    #[serde(rename = "_id")]
    pub(crate) id: ObjectId,
    pub(crate) key: Uuid,
    pub(crate) joined: DateTime,
    pub(crate) name: String,
    pub(crate) score: i32,
    pub(crate) ratio: f64,
    pub(crate) active: bool,
}

/// 25 fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Medium {
    #[serde(rename = "_id")]
    pub(crate) id: ObjectId,
    pub(crate) number: i64,
    pub(crate) key: Uuid,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) status: String,
    pub(crate) owner: String,
    pub(crate) email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website: Option<String>,
    pub(crate) created: DateTime,
    pub(crate) updated: DateTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed: Option<DateTime>,
    pub(crate) price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Large {
    #[serde(rename = "_id")]
    pub(crate) id: ObjectId,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zip: Option<String>,
    pub(crate) country: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) product: Uuid,
    pub(crate) sku: String,
    pub(crate) quantity: i32,
    pub(crate) price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}
